"""Stores what a message says, once, and only if it belongs to the sentence it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rrr.annotating.rule_matching import rule_pattern
from rrr.counted import counted
from rrr.errors import AnnotationError, RightReasonsError, StorageError
from rrr.records import Exposure, Project, Sender
from rrr.services.guidance import insight
from rrr.services.marks import answers, rules
from rrr.services.marks.answers import Sentence
from rrr.services.marks.rules import RuleChange
from rrr.services.workspace import Workspace
from rrr.ui.annotate.token_marker.message import Batch, MarkerMessage
from rrr.ui.owner import owner_of


@dataclass(frozen=True)
class Receipt:
    """The receipt for a message; sent to the browser with the next drawing.

    `revision` is the sentence's revision afterwards; `of_rule` tells whether the message was about
    a word everywhere instead, and `rule_change` what came of that, if anything; `refused` says in
    plain words why nothing was stored.
    """

    item: int
    sender: Sender
    revision: int
    saved_at: datetime | None = None
    of_rule: bool = False
    rule_change: RuleChange | None = None
    refused: str | None = None


@dataclass(frozen=True)
class Received:
    """A receipt for each message that was looked at. `trouble` says in plain words why the others
    could not be stored now; the browser keeps those and sends them again."""

    receipts: tuple[Receipt, ...]
    trouble: str | None = None


def receive(
    workspace: Workspace,
    project: Project,
    annotator: str,
    batch: Batch,
    earlier: Sequence[Receipt],
) -> Received:
    """Store what the messages of a batch say, in their order.

    Args:
        earlier: This session's receipts that the browser may not have got yet. A message that has
            one is not looked at again.

    Returns:
        A receipt for each message, unless the disk is full or the database locked or gone; it never
        raises for one that cannot be stored.
    """
    earlier_receipts = {receipt.sender: receipt for receipt in earlier}
    receipts: list[Receipt] = []
    if batch.owner != owner_of(workspace, project, annotator):
        return Received((), "These marks belong to another workspace, project or person.")
    for message in sorted(batch.messages, key=lambda message: message.answer.sender.sequence):
        try:
            receipts.append(
                earlier_receipts.get(message.answer.sender)
                or _receive(workspace, project, annotator, message)
            )
        except StorageError as error:
            return Received(tuple(receipts), str(error))
    return Received(tuple(receipts))


def _receive(
    workspace: Workspace, project: Project, annotator: str, message: MarkerMessage
) -> Receipt:
    try:
        sentence = answers.sentence(workspace, message.item, annotator)
        if sentence.example.project_id != project.id:
            raise AnnotationError("These marks belong to a sentence of another project.")
        if message.rule is not None:
            return _change_rule(workspace, project, sentence, message)
        exposure = _exposure(workspace, project, sentence) if message.heat else None
        saved = answers.save(workspace, sentence, replace(message.answer, exposure=exposure))
    except StorageError:
        raise  # not refused: the browser keeps it, and it can be saved later
    except RightReasonsError as error:
        return Receipt(
            item=message.item,
            sender=message.answer.sender,
            revision=message.answer.base_revision,
            refused=f"Not saved. {error}",
        )
    return Receipt(
        item=message.item,
        sender=message.answer.sender,
        revision=saved.revision,
        saved_at=saved.updated_at,
    )


def _exposure(workspace: Workspace, project: Project, sentence: Sentence) -> Exposure | None:
    look = insight.look(workspace, project, sentence, sentence.annotator)
    return None if look is None else look.exposure


def _change_rule(
    workspace: Workspace, project: Project, sentence: Sentence, message: MarkerMessage
) -> Receipt:
    """Strike the word under the cursor everywhere, or spare it again."""
    if message.answer.token_hash != sentence.token_hash or message.cursor >= len(sentence.tokens):
        raise AnnotationError(
            f"This sentence has {counted(len(sentence.tokens), 'token')}, numbered from 0. "
            f"Received a rule for token {message.cursor} of another text. Reload the page and "
            "choose the word again."
        )
    pattern = rule_pattern("word", sentence.tokens[message.cursor].text)
    change = None
    if message.rule == "spare":
        change = rules.take_back(workspace, project, pattern)
    elif rules.spared_by(workspace, project, pattern) is None:  # else it keeps its exceptions
        change = rules.strike(workspace, project, pattern)
    return Receipt(
        item=message.item,
        sender=message.answer.sender,
        revision=sentence.revision,
        of_rule=True,
        rule_change=change,
    )
