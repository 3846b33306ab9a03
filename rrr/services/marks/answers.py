"""What an annotator does: read a sentence, strike words, go on.

The work of a call does not grow with the corpus, except in `labelled_texts` and `marks_hash`.
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
    LabelledTexts,
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
    tokens = tuple(tokenize(example.text))
    annotation = masks.within(annotation, len(tokens))  # saving it puts it right
    return Sentence(
        example=example,
        tokens=tokens,
        token_hash=token_hash(tokens),
        annotation=annotation,
        rule_marks=matcher.hits(example.text, spared),
        effective_marks=masks.effective_marks(example.text, matcher, annotation, spared),
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


def labelled_texts(workspace: Workspace, project: Project) -> dict[str, LabelledTexts]:
    """Everything there is to train and measure on, by split; examples without label left out.

    Rules strike in every sentence, hands in the reviewed ones. Where several annotators have
    answered, the last answer counts.

    Raises:
        AnnotationError: names the sentence whose marks cannot be had, and says what to do.
    """
    matcher = matcher_of(workspace, project.id)
    answers = annotation_queries.latest_of(workspace.database, project.id)
    spared = rule_queries.exceptions_of(workspace.database, project.id)
    rows: dict[str, list[tuple[str, str, tuple[int, ...]]]] = {
        name: [] for name in project.split_sizes
    }
    for example in example_queries.stream_of(workspace.database, project.id):
        if example.label is None:
            continue
        try:
            marked = masks.effective_marks(
                example.text, matcher, answers.get(example.id), spared.get(example.id, ())
            )
        except AnnotationError as error:
            raise AnnotationError(
                f"Sentence {example.id} (/annotate?project={project.id}&example={example.id}): "
                f"{error}"
            ) from error
        rows[example.split].append((example.text, example.label, marked))
    return {
        name: LabelledTexts(
            texts=tuple(text for text, _, _ in of_split),
            labels=tuple(label for _, label, _ in of_split),
            marked=tuple(marked for _, _, marked in of_split),
        )
        for name, of_split in rows.items()
    }


def marks_hash(workspace: Workspace, project: Project) -> str:
    """Names the struck tokens of the whole project: equal if and only if training would see the
    same marks."""
    splits = labelled_texts(workspace, project)
    return masks.marks_hash({name: split.marked for name, split in splits.items()})
