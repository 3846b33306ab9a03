"""What the Review page does with what its board sends: store it, and say what was not stored."""

from __future__ import annotations

import streamlit as st

from rrr.errors import AnnotationError, NotAllowed, NotFound, RightReasonsError
from rrr.records import Project
from rrr.services.review import adjudicating
from rrr.services.workspace import Workspace
from rrr.ui import tab_state
from rrr.ui.owner import owner_of
from rrr.ui.review import review_state
from rrr.ui.review.review_state import Heard
from rrr.ui.review.vote_board.board_component import Change, Sent, parse


def store_what_was_sent(project: Project) -> None:
    """Callback of the vote board of a project."""
    try:
        sent = parse(st.session_state[review_state.BOARD].get("sent"))
        heard = stored(tab_state.workspace(), project, sent, review_state.heard())
    except AnnotationError as error:
        tab_state.add_refusal(error)
        return
    review_state.keep_heard(heard)


def stored(workspace: Workspace, project: Project, sent: Sent, heard: Heard) -> Heard:
    """Store each change that the board was not heard to make before.

    Returns:
        What the board has to be told of now.

    Raises:
        AnnotationError: if they were made in another workspace or project, or by another person.
    """
    if sent.owner != owner_of(workspace, project, workspace.person.key):
        raise AnnotationError(
            "These decisions belong to another workspace, project or person, and were not stored."
        )
    refusals, made = dict(heard.refusals), dict(heard.made)
    for change in sent.changes:
        if change.turn <= heard.turn:  # sent again because no receipt had come
            continue
        id_ = change.example_id
        turn, revision = made.get(id_, (0, 0))
        base_revision = revision if turn > change.heard else change.base_revision
        try:
            made[id_] = change.turn, _store(workspace, change, base_revision)
            refusals.pop(id_, None)
        except RightReasonsError as error:
            refusals[id_] = change.turn, str(error)
            if not isinstance(error, AnnotationError | NotAllowed | NotFound):
                tab_state.add_refusal(error)  # of the disk, for instance
    # What was refused in these turns has been read.
    read = max((change.heard for change in sent.changes), default=0)
    refusals = {id_: refusal for id_, refusal in refusals.items() if refusal[0] > read}
    return Heard(max(sent.turn, heard.turn), refusals, made)


def _store(workspace: Workspace, change: Change, base_revision: int) -> int:
    """Returns the revision that it has made; 0 where no decision is left."""
    if change.struck is None:
        adjudicating.take_back(workspace, change.example_id, base_revision=base_revision)
        return 0
    decision = adjudicating.decide(
        workspace,
        change.example_id,
        change.struck,
        base_revision=base_revision,
        note=change.note,
        seen_hash=change.seen_hash,
    )
    return decision.revision
