"""Whether training is worth it yet, and which words to ask about. Nothing is trained for it.

How few marks are few: on the demo 17 marked sentences gave four fifths of what all marks gave, and
86 gave nearly all of it (docs/evidence).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rrr.records import TRAIN, VALIDATION, Evaluation, Project, Run
from rrr.services.guidance.questions import Question, is_after_cure, looks_good, words_to_ask
from rrr.services.marks.marked_splits import MarkedSplits
from rrr.services.permissions import require
from rrr.services.training.weight_rule import RELIANCE_ALLOWED
from rrr.services.workspace import Workspace

FEW_SENTENCES = 20
"""With marks in fewer training sentences than this, little can be expected."""
FEW_TO_LEARN = 50
"""With fewer training sentences a model hardly learns anything, whatever is struck."""
MOST_QUESTIONS = 12
"""Questions at hand, of which a page asks the first; “not sure” goes on to the next."""


@dataclass(frozen=True)
class Advice:
    """`swaps` is the share of predictions that swapping the struck words changes in a model trained
    without the marks, in [0, 1]; None until these marks have been measured."""

    num_sentences: int  # training sentences with marks
    num_words: int  # distinct words that marks strike in most places where they stand
    swaps: float | None
    untouched: bool  # no validation sentence has a struck word
    questions: tuple[Question, ...]  # about words the newest model relies on, the heaviest first
    num_training: int = FEW_TO_LEARN  # training sentences with a label
    is_guessing: bool = False  # a model trained without the marks, on the test sentences
    is_after_cure: bool = False  # the newest model no longer relies on the struck words
    looks_good: bool = False  # and on nothing else so much that there is a question

    @property
    def are_few(self) -> bool:
        return self.num_sentences < FEW_SENTENCES

    @property
    def decide_little(self) -> bool:
        """Whether a model trained without the marks hardly heeds the struck words."""
        return self.swaps is not None and self.swaps <= RELIANCE_ALLOWED


def advise(
    workspace: Workspace,
    project: Project,
    annotator: str,
    marked: MarkedSplits,
    all_runs: Sequence[Run],
) -> Advice:
    """Look at the marks, and at what earlier runs have shown of them.

    Args:
        workspace: where the project is.
        project: to be trained.
        annotator: whose judgements count.
        marked: its sentences with the marks as they are now.
        all_runs: its runs, newest first.
    """
    workspace = require(workspace, project, "review")
    of_training = marked.splits[TRAIN].marked if TRAIN in marked.splits else ()
    validation = marked.splits.get(VALIDATION)
    baseline = _baseline(marked, all_runs)
    measured = baseline.reliance if baseline else None
    return Advice(
        num_sentences=sum(map(bool, of_training)),
        num_training=len(of_training),
        num_words=len(marked.words.label_counts),
        swaps=measured.swap_flip_rate if measured else None,
        untouched=validation is None or not any(validation.marked),
        questions=tuple(words_to_ask(workspace, project, annotator, MOST_QUESTIONS)),
        is_guessing=baseline is not None and baseline.is_guessing,
        is_after_cure=is_after_cure(workspace, project),
        looks_good=looks_good(workspace, project, annotator),
    )


def _baseline(marked: MarkedSplits, all_runs: Sequence[Run]) -> Evaluation | None:
    """What was measured of the newest baseline with these marks."""
    for run in all_runs:
        if run.is_baseline and run.marks_hash == marked.marks_hash and run.evaluation is not None:
            return run.evaluation
    return None
