"""What an annotator does: read a sentence, strike words, go on.

The work of a call does not grow with the corpus.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rrr.annotating import masks
from rrr.errors import AnnotationError
from rrr.records import (
    REVIEWED_STATUSES,
    TRAIN,
    Annotation,
    AnnotationStatus,
    Example,
    Exposure,
    Project,
    Sender,
    Steps,
)
from rrr.services.marks.rules import matcher_of
from rrr.services.workspace import Workspace
from rrr.store import annotation_queries, example_queries, project_queries, rule_queries
from rrr.text import TOKENIZER_VERSION, Token, token_hash, tokenize


@dataclass(frozen=True)
class Sentence:
    """An example as one annotator sees it."""

    example: Example
    tokens: tuple[Token, ...]
    token_hash: str
    annotation: Annotation | None  # None: never answered
    rule_marks: tuple[int, ...]  # tokens that rules strike, taken back by hand or not
    effective_marks: tuple[int, ...]  # tokens that are struck now

    @property
    def revision(self) -> int:
        """0 while never answered, then one more with each change."""
        return 0 if self.annotation is None else self.annotation.revision

    @property
    def status(self) -> AnnotationStatus:
        return "unreviewed" if self.annotation is None else self.annotation.status


@dataclass(frozen=True)
class Progress:
    """How far one annotator has come with the training examples."""

    reviewed: int
    total: int
    marked: int  # reviewed with status "marked"
    nothing_irrelevant: int  # reviewed with status "nothing_irrelevant"
    skipped: int
    flagged: int
    num_rules: int

    @property
    def left(self) -> int:
        """Without any answer yet."""
        return self.total - self.reviewed - self.skipped - self.flagged


def sentence(workspace: Workspace, example_id: int, annotator: str) -> Sentence:
    """The example, its tokens and what is struck in it.

    Raises:
        NotFound: if there is no such example.
    """
    example = example_queries.get(workspace.database, example_id)
    annotation = annotation_queries.get(workspace.database, example_id, annotator)
    matcher = matcher_of(workspace, example.project_id)
    spared = rule_queries.sparing(workspace.database, example_id)
    tokens, hits = tuple(tokenize(example.text)), matcher.hits(example.text, spared)
    annotation = masks.within(annotation, len(tokens))  # saving it puts it right
    return Sentence(
        example=example,
        tokens=tokens,
        token_hash=token_hash(tokens),
        annotation=annotation,
        rule_marks=hits,
        effective_marks=tuple(masks.struck_tokens(example.text, hits, annotation)),
    )


def neighbour(workspace: Workspace, example: Example, direction: int = 1) -> int | None:
    """Id of the next (1) or previous (−1) example, training split first; None at either end."""
    return example_queries.neighbour(
        workspace.database,
        example,
        tuple(project_queries.get(workspace.database, example.project_id).split_sizes),
        direction,
    )


def first_example(workspace: Workspace, project: Project) -> int | None:
    """Id of the first training example."""
    return example_queries.first(workspace.database, project.id, tuple(project.split_sizes))


def save(
    workspace: Workspace,
    example_id: int,
    annotator: str,
    token_hash: str,
    base_revision: int,
    status: AnnotationStatus,
    struck: Iterable[int],
    *,
    by_rule: Iterable[int] | None = None,
    accepted: Iterable[int] = (),
    note: str = "",
    steps: Steps | None = None,
    exposure: Exposure | None = None,
    sender: Sender | None = None,
) -> Annotation:
    """Store the sentence as the annotator sees it; when this returns, it is on the disk.

    Args:
        token_hash: `Sentence.token_hash` of what was shown.
        base_revision: `Sentence.revision` of what was shown.
        status: "unreviewed" takes an answer back.
        struck: Indices of all tokens shown struck, by hand or by a rule. With status
            "nothing_irrelevant" only such as a rule strikes.
        by_rule: The tokens that were shown as struck by a rule (default: as it is now). What a
            rule has struck elsewhere since is not taken for cleared by hand.
        accepted: Those struck because a model suggested them; ones not struck are left out.
        sender: The message this comes from; said twice, it is stored once.

    Returns:
        The stored annotation; saving what is stored already changes nothing.

    Raises:
        NotFound: if there is no such example.
        AnnotationError: if the marks do not fit the sentence.
        StaleRevision: if the annotator saved this sentence elsewhere since.
    """
    seen = sentence(workspace, example_id, annotator)
    if token_hash != seen.token_hash:
        raise AnnotationError(
            "The text has changed since these marks were made. Reload the page and mark the "
            "words again."
        )
    shown = set(struck)
    hits = set(seen.rule_marks if by_rule is None else by_rule)
    masks.check_indices({*shown, *hits}, len(seen.tokens))
    marked, cleared = masks.hand_marks(shown, hits, seen.annotation)
    if status == "nothing_irrelevant" and shown <= hits:
        marked = ()
    if status == "unreviewed":
        marked = cleared = ()
    return annotation_queries.save(
        workspace.database,
        seen.example,
        annotator,
        base_revision=base_revision,
        status=status,
        marked=marked,
        cleared=cleared,
        tokenizer=TOKENIZER_VERSION,
        token_hash=token_hash,
        note=note,
        accepted=tuple(sorted(set(accepted) & set(marked))),
        steps=steps,
        exposure=exposure,
        sender=sender,
    )


def progress(workspace: Workspace, project: Project, annotator: str) -> Progress:
    answers = annotation_queries.count(workspace.database, project.id, annotator, TRAIN)
    return Progress(
        reviewed=sum(answers.get(status, 0) for status in REVIEWED_STATUSES),
        total=project.split_sizes.get(TRAIN, 0),
        marked=answers.get("marked", 0),
        nothing_irrelevant=answers.get("nothing_irrelevant", 0),
        skipped=answers.get("skipped", 0),
        flagged=answers.get("flagged", 0),
        num_rules=rule_queries.count(workspace.database, project.id),
    )
