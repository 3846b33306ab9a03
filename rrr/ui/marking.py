"""What the Annotate page does with a message from the token marker: store, then walk on."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from rrr.errors import AnnotationError, NotFound
from rrr.records import TRAIN, Project
from rrr.services import annotating
from rrr.services.annotating import Sentence
from rrr.ui import state
from rrr.ui.token_marker import MarkerMessage, Receipt, parse, receive


def answer_message(project: Project) -> None:
    """Callback of the token marker. The receipt goes back to the browser with the next drawing."""
    try:
        message = parse(st.session_state[state.TOKEN_MARKER].get("message"))
    except AnnotationError as error:
        state.add_notice(str(error))
        return
    last = state.receipt()
    receipt = receive(
        state.workspace(), project, state.annotator(), state.current_example_id(), message, last
    )
    if receipt is last:
        return
    if receipt.ruled is not None:
        state.keep_rule_change(state.RuleChange(receipt.ruled, added=True))
    if receipt.refused is None:
        receipt = _walk(message, receipt)
    state.keep_receipt(receipt)


def _walk(message: MarkerMessage, receipt: Receipt) -> Receipt:
    """Back, or on to the next: in order while looking through reviewed sentences again, else to
    the next unreviewed training sentence."""
    if message.action not in ("back", "next", "nothing"):
        return receipt
    workspace, annotator = state.workspace(), state.annotator()
    example = annotating.sentence(workspace, message.item, annotator).example
    if message.action == "back":
        before = annotating.neighbour(workspace, example, annotator, direction=-1)
        if before is None:
            return replace(receipt, notice="This is the first sentence.")
        state.open_example(before)
    else:
        revisited = state.was_reviewed_when_opened(message.item)
        after = annotating.neighbour(workspace, example, annotator, only_unreviewed=not revisited)
        state.open_example(after if _is_training(after) else None)
    return receipt


def sentence_to_show(project: Project) -> Sentence | None:
    """The sentence this tab looks at, else the first unreviewed training sentence.

    A link to a sentence that is not of this project leaves a notice.

    Returns:
        None if all training sentences are reviewed.
    """
    wanted = state.current_example_id()
    sentence = None if wanted is None else _sentence_of(project, wanted)
    if sentence is None:
        if wanted is not None:
            state.add_notice("The sentence in this link does not exist in this project (any more).")
        found = annotating.first_unreviewed(state.workspace(), project, state.annotator())
        if found is not None and _is_training(found):
            sentence = _sentence_of(project, found)
    state.open_example(None if sentence is None else sentence.example.id)
    if sentence is not None:
        state.remember_opened(sentence.example.id, reviewed=sentence.status != "unreviewed")
    return sentence


def _sentence_of(project: Project, example_id: int) -> Sentence | None:
    try:
        sentence = annotating.sentence(state.workspace(), example_id, state.annotator())
    except NotFound:
        return None
    return sentence if sentence.example.project_id == project.id else None


def _is_training(example_id: int | None) -> bool:
    if example_id is None:
        return False
    sentence = annotating.sentence(state.workspace(), example_id, state.annotator())
    return sentence.example.split == TRAIN
