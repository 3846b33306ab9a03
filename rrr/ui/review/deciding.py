"""What the Review page does with what its board sends: store it, and say what was not stored."""

from __future__ import annotations

import streamlit as st

from rrr.errors import AnnotationError, NotAllowed, NotFound, RightReasonsError
from rrr.services.review import adjudicating
from rrr.services.workspace import Workspace
from rrr.ui import tab_state
from rrr.ui.review import review_state
from rrr.ui.review.review_state import Heard
from rrr.ui.review.vote_board.board_component import Change, parse


def store_what_was_sent() -> None:
    """Callback of the vote board."""
    try:
        sent = parse(st.session_state[review_state.BOARD].get("sent"))
    except AnnotationError as error:
        tab_state.add_notice(str(error))
        return
    if sent.turn <= review_state.heard().turn:  # sent again because no receipt had come
        return
    workspace = tab_state.workspace()
    refused = {}
    for change in sent.changes:
        refusal = _store(workspace, change)
        if refusal:
            refused[change.example_id] = refusal
    review_state.keep_heard(Heard(sent.turn, refused))


def _store(workspace: Workspace, change: Change) -> str:
    """Returns why it was not stored; empty if it was."""
    try:
        if change.struck is None:
            adjudicating.take_back(workspace, change.example_id, base_revision=change.base_revision)
            return ""
        adjudicating.decide(
            workspace,
            change.example_id,
            change.struck,
            base_revision=change.base_revision,
            note=change.note,
            seen_hash=change.seen_hash,
        )
    except (AnnotationError, NotAllowed, NotFound) as error:
        return str(error)
    except RightReasonsError as error:  # of the disk, for instance: the page says it, too
        tab_state.add_notice(str(error))
        return str(error)
    return ""
