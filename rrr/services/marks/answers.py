"""What an annotator does: read a sentence, strike words, go on.

The work of a call does not grow with the corpus.
"""

from dataclasses import dataclass, replace

from rrr.annotating import masks
from rrr.errors import AnnotationError
from rrr.records import (
    REVIEWED_STATUSES,
    TRAIN,
    Annotation,
    AnnotationStatus,
    Example,
    NewAnswer,
    Project,
)
from rrr.services.marks.rules import matcher_of
from rrr.services.metrics import counted_save
from rrr.services.permissions import require, require_own
from rrr.services.sharing.team_progress import answered_by_others, num_left
from rrr.services.workspace import Workspace
from rrr.store import (
    annotation_queries,
    example_queries,
    project_queries,
    rule_queries,
    sentence_order_queries,
    team_counts,
)
from rrr.text import Token, token_hash, tokenize


@dataclass(frozen=True)
class Sentence:
    """An example as one annotator sees it."""

    example: Example
    annotator: str
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
    by_others: int  # not answered by this annotator, but by as many others as are asked
    left: int  # still to be answered by this annotator


def sentence(workspace: Workspace, example_id: int, annotator: str) -> Sentence:
    """The example, its tokens and what is struck in it.

    Raises:
        NotFound: if there is no such example.
    """
    example = example_queries.get(workspace.database, example_id)
    workspace = require_own(workspace, example.project_id, annotator, "look")
    annotation = annotation_queries.get(workspace.database, example_id, annotator)
    matcher = matcher_of(workspace, example.project_id)
    spared = rule_queries.sparing(workspace.database, example_id)
    tokens, hits = tuple(tokenize(example.text)), matcher.hits(example.text, spared)
    annotation = masks.within(annotation, len(tokens))  # saving it puts it right
    return Sentence(
        example=example,
        annotator=annotator,
        tokens=tokens,
        token_hash=token_hash(tokens),
        annotation=annotation,
        rule_marks=hits,
        effective_marks=tuple(masks.struck_tokens(example.text, hits, annotation)),
    )


def neighbour(workspace: Workspace, example: Example, direction: int = 1) -> int | None:
    """Id of the next (1) or previous (−1) example, training split first; None at either end."""
    workspace = require(workspace, example.project_id, "look")
    return example_queries.neighbour(
        workspace.database,
        example,
        tuple(project_queries.get(workspace.database, example.project_id).split_sizes),
        direction,
    )


def first_answered(workspace: Workspace, project: Project, annotator: str) -> int | None:
    """Id of the first example that this annotator has answered; None if there is none."""
    workspace = require_own(workspace, project, annotator, "look")
    ids = sentence_order_queries.answered(workspace.database, project.id, annotator, 0, 1)
    return next(iter(ids), None)


def save(workspace: Workspace, current: Sentence, answer: NewAnswer) -> Annotation:
    """Store an answer of the sentence's annotator; when this returns, it is on the disk.

    Args:
        workspace: where the sentence is.
        current: the sentence as it is now. What the annotator was shown may be older.
        answer: what the annotator made of it.

    Returns:
        The stored annotation; saving what is stored already changes nothing.

    Raises:
        AnnotationError: if the marks do not fit the sentence.
        StaleRevision: if the annotator saved this sentence elsewhere since.
    """
    workspace = require_own(workspace, current.example.project_id, current.annotator, "answer")
    with counted_save():
        return _save(workspace, current, answer)


def _save(workspace: Workspace, current: Sentence, answer: NewAnswer) -> Annotation:
    if answer.token_hash != current.token_hash:
        raise AnnotationError(
            "The text has changed since these marks were made. Reload the page and mark the "
            "words again."
        )
    struck = set(answer.struck)
    hits = set(current.rule_marks if answer.by_rule is None else answer.by_rule)
    masks.check_indices({*struck, *hits}, len(current.tokens))
    marked, cleared = masks.hand_marks(struck, hits, current.annotation)
    if answer.status == "nothing_irrelevant" and struck <= hits:
        marked = ()
    if answer.status == "unreviewed":
        marked = cleared = ()
    accepted = tuple(sorted(set(answer.accepted) & set(marked)))
    return annotation_queries.save(
        workspace.database,
        current.example,
        current.annotator,
        replace(answer, accepted=accepted),
        marked=marked,
        cleared=cleared,
    )


def progress(workspace: Workspace, project: Project, annotator: str) -> Progress:
    workspace = require_own(workspace, project, annotator, "look")
    answers = annotation_queries.count(workspace.database, project.id, annotator, TRAIN)
    counts = team_counts.read(workspace.database, project.id)
    return Progress(
        reviewed=sum(answers.get(status, 0) for status in REVIEWED_STATUSES),
        total=project.split_sizes.get(TRAIN, 0),
        marked=answers.get("marked", 0),
        nothing_irrelevant=answers.get("nothing_irrelevant", 0),
        skipped=answers.get("skipped", 0),
        flagged=answers.get("flagged", 0),
        num_rules=rule_queries.count(workspace.database, project.id),
        by_others=answered_by_others(counts, annotator),
        left=num_left(project, answers, counts, annotator),
    )
