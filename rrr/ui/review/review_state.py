"""What the Review page remembers in a tab: what is listed, and what the board was told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from rrr.records import Project
from rrr.services.review.review_queue import Filter
from rrr.ui.remembered import remembered
from rrr.ui.tab_state import OF_PROJECT

BOARD = "vote board"
WORD, PERSON = f"{OF_PROJECT}review: word", f"{OF_PROJECT}review: person"
UNDECIDED, PAGE = f"{OF_PROJECT}review: undecided", f"{OF_PROJECT}review: page"
_LISTED, _HEARD = f"{OF_PROJECT}review: listed", f"{OF_PROJECT}review: heard"
_REFRESHED = f"{OF_PROJECT}review: refreshed"


@dataclass(frozen=True)
class Listed:
    """Ids of all sentences of a list, in its order. It stays as it is while somebody works through
    it: deciding must not move sentences away from under their hands."""

    name: str
    ids: tuple[int, ...]


@dataclass(frozen=True)
class Heard:
    """The last turn of the board that was stored, and what came of its changes.

    Attributes:
        refusals: by example id, in which turn a change was refused, and why.
        made: by example id, in which turn this tab made a revision, and which. A change that was
            made before the tab knew of it goes on from there.
    """

    turn: int = 0
    refusals: dict[int, tuple[int, str]] = field(default_factory=dict)
    made: dict[int, tuple[int, int]] = field(default_factory=dict)


def chosen_filter() -> Filter:
    """What is chosen above the list."""
    return Filter(
        st.session_state.get(WORD) or None,
        st.session_state.get(PERSON) or None,
        bool(st.session_state.get(UNDECIDED, False)),
    )


def list_name(project: Project) -> str:
    """Names the list that is chosen."""
    return f"{project.id} {chosen_filter()} {st.session_state.get(_REFRESHED, 0)}"


def listed(name: str) -> Listed | None:
    """The list of this name, if it is on show."""
    value: Listed | None = remembered(_LISTED, None)
    return value if value is not None and value.name == name else None


def keep_listed(name: str, ids: Sequence[int]) -> Listed:
    listed = st.session_state[_LISTED] = Listed(name, tuple(ids))
    return listed


def refresh() -> None:
    """List the sentences anew, in the order that they have now."""
    st.session_state[_REFRESHED] = st.session_state.get(_REFRESHED, 0) + 1
    st.session_state[PAGE] = 1


def heard() -> Heard:
    return remembered(_HEARD, Heard())


def keep_heard(heard: Heard) -> None:
    st.session_state[_HEARD] = heard
