"""Whether training is worth it yet, and what would help most. Nothing is trained or asked for it.

How few marks are few: on the demo 17 marked sentences gave four fifths of what all marks gave, and
86 gave nearly all of it (docs/evidence).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rrr.records import TRAIN, VALIDATION, Evaluation, Project, Run
from rrr.services.guidance import corpus_reading
from rrr.services.marks.judged_words import judged_words
from rrr.services.marks.marked_splits import MarkedSplits
from rrr.services.marks.rules import ruled_words
from rrr.services.training.weight_rule import RELIANCE_ALLOWED
from rrr.services.workspace import Workspace
from rrr.store import word_queries

FEW_SENTENCES = 20
"""With marks in fewer training sentences than this, little can be expected."""
WORDS_TOLD = 4
_LOOKED_AT = 40
"""Words of the ranking among which those nobody has judged are sought."""


@dataclass(frozen=True)
class Advice:
    """`swaps` is the share of predictions that swapping the struck words changes in a model trained
    without the marks, in [0, 1]; None until these marks have been measured."""

    num_sentences: int  # training sentences with marks
    num_words: int  # distinct words that marks strike in most places where they stand
    swaps: float | None
    untouched: bool  # no validation sentence has a struck word
    words: tuple[str, ...]  # that the newest model leans on and this person has not judged
    is_guessing: bool = False  # a model trained without the marks, on the test sentences

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
    known: Sequence[Run],
) -> Advice:
    """Look at the marks, and at what earlier runs have shown of them.

    Args:
        workspace: where the project is.
        project: to be trained.
        annotator: whose judgements count.
        marked: its sentences with the marks as they are now.
        known: its runs, newest first.
    """
    of_training = marked.splits[TRAIN].marked if TRAIN in marked.splits else ()
    validation = marked.splits.get(VALIDATION)
    baseline = _baseline(marked, known)
    measured = baseline.reliance if baseline else None
    return Advice(
        num_sentences=sum(map(bool, of_training)),
        num_words=len(marked.words.label_counts),
        swaps=measured.swap_flip_rate if measured else None,
        untouched=validation is None or not any(validation.marked),
        words=_tempting(workspace, project, annotator),
        is_guessing=baseline is not None and baseline.is_guessing,
    )


def _baseline(marked: MarkedSplits, known: Sequence[Run]) -> Evaluation | None:
    """What was measured of the newest baseline with these marks."""
    for run in known:
        if run.is_baseline and run.marks_hash == marked.marks_hash and run.evaluation is not None:
            return run.evaluation
    return None


def _tempting(workspace: Workspace, project: Project, annotator: str) -> tuple[str, ...]:
    run_id = corpus_reading.newest_read(workspace, project.id)
    if run_id is None:
        return ()
    judged = judged_words(workspace, project.id, annotator)
    struck = ruled_words(workspace, project.id)
    ranked = word_queries.ranked(workspace.database, project.id, run_id, "", 0, _LOOKED_AT)
    found = [
        each.word
        for each in ranked
        if each.mass and each.word not in judged and each.word not in struck
    ]
    return tuple(found[:WORDS_TOLD])
