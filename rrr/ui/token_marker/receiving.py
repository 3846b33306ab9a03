"""Stores what a message says, once, and only if it belongs to the sentence on show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rrr.errors import AnnotationError, RightReasonsError
from rrr.records import Annotation, AnnotationStatus, Project
from rrr.services import annotating, rules
from rrr.services.annotating import Sentence
from rrr.services.workspace import Workspace
from rrr.ui.token_marker.message import MarkerMessage


@dataclass(frozen=True)
class Receipt:
    """What became of a message; the browser is told with the next drawing.

    `revision` is the sentence's revision afterwards, `ruled` the word a rule strikes everywhere
    since. `refused` says in plain words why nothing was stored; `notice` is something else worth
    saying.
    """

    item: int
    client: str
    sequence: int
    revision: int
    saved_at: datetime | None = None
    ruled: str | None = None
    refused: str | None = None
    notice: str | None = None


def receive(
    workspace: Workspace,
    project: Project,
    annotator: str,
    shown_id: int | None,
    message: MarkerMessage,
    last: Receipt | None,
) -> Receipt:
    """Store the message's marks, and its rule if it asks for one.

    Args:
        shown_id: The example of `project` this tab looks at; a message for another is refused.
        last: The receipt of the message before. If the browser says the same again because that
            receipt has not reached it, nothing happens and `last` itself is returned.

    Returns:
        The receipt; it never raises for a message that cannot be stored.
    """
    if last is not None and last.client == message.client and message.sequence <= last.sequence:
        return last
    if message.item != shown_id:
        return _refusal(message, "These marks belong to a sentence this page no longer shows.")
    ruled = None
    try:
        if message.action == "everywhere":
            ruled = _make_rule(workspace, project, annotator, message)
        seen = annotating.sentence(workspace, message.item, annotator)
        saved = _store(workspace, annotator, seen, message, _base_revision(message, last))
    except RightReasonsError as error:
        return _refusal(message, str(error), ruled)
    unanswered = message.action == "next" and saved is None
    return Receipt(
        item=message.item,
        client=message.client,
        sequence=message.sequence,
        revision=0 if saved is None else saved.revision,
        saved_at=None if saved is None or saved.status == "unreviewed" else saved.updated_at,
        ruled=ruled,
        notice=_LEFT_UNREVIEWED if unanswered else None,
    )


def _base_revision(message: MarkerMessage, last: Receipt | None) -> int:
    """The revision the marks build on: the one this very marker made with the message before, if
    it just has not heard of it yet."""
    unheard = (
        last is not None
        and (last.client, last.item, last.refused) == (message.client, message.item, None)
        and message.acknowledged < last.sequence
    )
    return last.revision if last is not None and unheard else message.base_revision


def _make_rule(
    workspace: Workspace, project: Project, annotator: str, message: MarkerMessage
) -> str:
    """A rule for the word under the cursor. Made before the marks are stored, so that what it
    strikes does not count as struck by hand."""
    tokens = annotating.sentence(workspace, message.item, annotator).tokens
    if message.cursor >= len(tokens):
        raise AnnotationError(
            f"This sentence has {len(tokens)} tokens, numbered from 0. Received a rule for token "
            f"{message.cursor}. Reload the page and choose the word again."
        )
    return rules.add_rule(workspace, project, tokens[message.cursor].text).word


_LEFT_UNREVIEWED = (
    "The sentence before was left unreviewed: nothing was struck in it. If nothing in it is "
    "irrelevant, go back (b) and say so (n)."
)


def _store(
    workspace: Workspace,
    annotator: str,
    seen: Sentence,
    message: MarkerMessage,
    base_revision: int,
) -> Annotation | None:
    """Returns the answer that is stored now; None if the sentence is unreviewed."""

    def save(status: AnnotationStatus) -> Annotation:
        return annotating.save(
            workspace,
            message.item,
            annotator,
            message.token_hash,
            base_revision,
            status,
            message.struck,
        )

    if message.action == "nothing":
        return save("nothing_irrelevant")
    confirmed = message.action == "next"
    if not (confirmed or message.edited):
        return seen.annotation
    if message.struck == seen.effective_marks and (seen.annotation or not confirmed):
        return seen.annotation  # nothing new
    if message.struck or seen.rule_marks:
        return save("marked")
    if seen.annotation is None or seen.annotation.status == "nothing_irrelevant":
        return seen.annotation
    # The last strike was taken off again: that is no answer.
    return save("unreviewed")


def _refusal(message: MarkerMessage, reason: str, ruled: str | None = None) -> Receipt:
    return Receipt(
        item=message.item,
        client=message.client,
        sequence=message.sequence,
        revision=message.base_revision,
        ruled=ruled,
        refused=f"Not saved. {reason}",
    )
