"""Where a tab is among the sentences, and what its token marker has said."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import streamlit as st

from rrr.records import InboxEntry
from rrr.services.sharing.leases import Held
from rrr.ui import tab_state
from rrr.ui.annotate.token_marker import Desk, Look, Receipt, Received
from rrr.ui.remembered import remembered, taken

TOKEN_MARKER = "token marker"
"""Key of the token marker; what it says lies in `st.session_state[TOKEN_MARKER]`."""

ANNOTATE_FRAGMENT = "annotate"
MARKER_FRAGMENT = "marker"
"""Keys of the parts of the Annotate page that are drawn anew by themselves."""

QUEUE_ORDER = "queue order"
INBOX_PANEL = "inbox panel"
INBOX_PAGE = "page of the inbox panel"
STEERING_PANEL = "steering panel"
SEARCH_PANEL = "search panel"
SEARCH = tab_state.OF_PROJECT + "words of a sentence to find"
DOUBTS_PANEL = "label doubts panel"
DOUBTS_PAGE = "page of the label doubts panel"
PAGE_IS_OLD = "whether the page around the token marker is older than its marks"

_PLACE = "where the token marker is, and what comes next"
_HANDED = tab_state.OF_PROJECT + "sentence that its turn has led to"
_HELD = tab_state.OF_PROJECT + "sentences that are kept for this tab"
_DESK = "what the token marker was last given"
_LOOK = "what the token marker last asked the model about"
_ONLY_LOOKING = "whether only the model is asked"
_RECEIVED = "what became of the token marker's last messages"
_HEARD = "number of the token marker's last delivery"
_HAS = "sentences that the token marker has ready"
_RIGHT_LABELS = tab_state.OF_PROJECT + "sentences whose doubted label is right"
_DISMISSED = tab_state.OF_PROJECT + "inbox entries last dismissed"


@dataclass(frozen=True)
class Place:
    """How a tab has come to where it is, and where it goes on.

    `turn` names the last jump that was not the annotator's own walk, `item` is on show; `trail` are
    the sentences shown since the jump, the furthest last; `ahead` those given to the browser as the
    next ones. After those the walk goes on through `again` all sentences, or unreviewed ones only.
    """

    turn: str
    item: int
    trail: tuple[int, ...]
    ahead: tuple[int, ...] = ()
    again: bool = False


def place() -> Place | None:
    return remembered(_PLACE, None)


def keep_place(place: Place | None) -> None:
    st.session_state[_PLACE] = place


def handed() -> int | None:
    """The sentence that its turn has led this tab to, rather than a link or the way back."""
    return remembered(_HANDED, None)


def keep_handed(item: int | None) -> None:
    st.session_state[_HANDED] = item


def held() -> Held | None:
    """What is kept for this tab, so that nobody else is handed it."""
    return remembered(_HELD, None)


def keep_held(held: Held) -> None:
    st.session_state[_HELD] = held


def desk() -> Desk | None:
    """What the token marker was last given."""
    return remembered(_DESK, None)


def keep_desk(desk: Desk | None) -> None:
    st.session_state[_DESK] = desk


def look() -> Look | None:
    """What the token marker last asked the model about."""
    return remembered(_LOOK, None)


def keep_look(look: Look | None) -> None:
    st.session_state[_LOOK] = look
    st.session_state[_ONLY_LOOKING] = True


def take_only_looking() -> bool:
    """Whether nothing but a look has happened since this was last asked."""
    return bool(st.session_state.pop(_ONLY_LOOKING, False))


def receipts() -> tuple[Receipt, ...]:
    """What became of the token marker's last messages."""
    return _received().receipts


def trouble() -> str | None:
    """Why some of them could not be stored, though nothing was wrong with them."""
    return _received().trouble


def keep_received(received: Received) -> None:
    st.session_state[_RECEIVED] = received


def _received() -> Received:
    return remembered(_RECEIVED, Received(()))


def heard() -> int:
    """Number of the token marker's last delivery that has arrived."""
    return remembered(_HEARD, 0)


def keep_heard(delivery: int, ready_ids: Collection[int]) -> None:
    """Remember a delivery and which sentences to come its sender has ready.

    What it changes on the page is still to be drawn.
    """
    st.session_state[_HEARD] = delivery
    st.session_state[_HAS] = frozenset(ready_ids)
    st.session_state[PAGE_IS_OLD] = True


def take_has() -> frozenset[int]:
    """Which sentences to come the tab has just said to have ready; at the next drawing it may be
    another one, made anew."""
    return taken(_HAS, frozenset())


def page_is_old() -> bool:
    """Whether a delivery's drawing was given up half-way, for the sake of a look."""
    return bool(st.session_state.get(PAGE_IS_OLD, False))


def page_is_drawn() -> None:
    st.session_state[PAGE_IS_OLD] = False


def dismissed() -> tuple[InboxEntry, ...]:
    """What this tab has dismissed from the inbox last, so that it can be taken back."""
    return remembered(_DISMISSED, ())


def keep_dismissed(entries: tuple[InboxEntry, ...]) -> None:
    st.session_state[_DISMISSED] = entries


def right_labels() -> frozenset[int]:
    """Sentences whose label this tab has called right although it looks wrong."""
    return remembered(_RIGHT_LABELS, frozenset())


def keep_right_labels(example_ids: Collection[int]) -> None:
    st.session_state[_RIGHT_LABELS] = right_labels() | frozenset(example_ids)
