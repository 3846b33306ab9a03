"""After a run, its model reads the training sentences once, in the background.

What it finds is stored: how useful an answer on each sentence would be (the queue), how much it
leans on each word (suggestions, the Words page), and which sentences it sees differently than the
model before (the inbox). Pages only look these up.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rrr.annotating.sentence_order import uncertainty, usefulness
from rrr.annotating.word_tally import WordTally
from rrr.records import TRAIN, Candidate, Example, Project, Run, SentenceReading
from rrr.services import background
from rrr.services.background import Failed
from rrr.services.guidance import inbox
from rrr.services.guidance.insight import current_run, is_welcome
from rrr.services.marks.fair_words import fair_reasons
from rrr.services.marks.judged_words import judged_by_anyone
from rrr.services.permissions import require
from rrr.services.training.models import load_trained
from rrr.services.workspace import Workspace
from rrr.store import example_queries, reading_queries, run_queries
from rrr.text import words_of

if TYPE_CHECKING:
    from rrr.learning.trained import TrainedClassifier

MAX_SENTENCES = 200_000
"""Of more sentences than this, evenly spread ones are read."""

MAX_COMPARED = 20_000
"""Of a run that is read only to be compared with, at most so many."""

_CHUNK = 1_000
"""Sentences read between two looks whether the program ends; a few seconds at most."""

_KEPT_WORDS = 50_000
_WORDS_PER_SENTENCE = 8
"""Words a sentence's usefulness is reckoned by: those with the largest shares."""


@dataclass(frozen=True)
class ReadingState:
    """How far the current run has been read. `share` lies in [0, 1], None if it is not under way;
    `run_id` is the newest run that was read completely, None if there is none. `failure` says
    why the current one could not be read."""

    run_id: int | None
    share: float | None
    failure: Failed | None = None


def begin(workspace: Workspace, project: Project) -> None:
    """Have the current run read, if it has not been; returns at once."""
    workspace = require(workspace, project, "look")
    run = current_run(workspace, project.id)
    if run is None or not is_welcome(workspace) or _is_read(workspace, project, run):
        return

    background.begin(
        _name(workspace, project),
        lambda should_stop: read(workspace, project, run, should_stop),
        of=run.id,
    )


def state(workspace: Workspace, project: Project) -> ReadingState:
    """How far the reading has come."""
    workspace = require(workspace, project, "look")
    run = current_run(workspace, project.id)
    newest = newest_read(workspace, project.id)
    share = None
    if run is not None and background.is_busy(_name(workspace, project)):
        total = min(MAX_SENTENCES, project.split_sizes.get(TRAIN, 0))
        share = min(
            1.0, reading_queries.count_sentences(workspace.database, run.id) / max(1, total)
        )
    if run is None:
        return ReadingState(newest, share)
    failure = background.failure(_name(workspace, project), of=run.id)
    return ReadingState(newest, share, failure)


def newest_read(workspace: Workspace, project_id: int) -> int | None:
    """The newest run of a project that was read completely; None if there is none."""
    return next(iter(reading_queries.complete(workspace.database, project_id)), None)


def read(
    workspace: Workspace, project: Project, run: Run, should_stop: background.ShouldStop
) -> None:
    """Read a run, and the one to compare it with if that has not been read; fill the inbox.

    Readings of older runs are forgotten. If it is stopped, nothing of it counts.
    """
    judged = judged_by_anyone(workspace, project.id, should_stop)
    judged |= fair_reasons(workspace, project.id).words
    all_runs = run_queries.list_of(workspace.database, project.id)
    before = inbox.comparable_before(all_runs, run)
    if before is not None and not _is_read(workspace, project, before):
        _read_one(workspace, project, before, judged, MAX_COMPARED, should_stop)
    _read_one(workspace, project, run, judged, MAX_SENTENCES, should_stop)
    if should_stop():
        return
    if before is not None:
        inbox.fill(workspace, before, run)
    compared_ids = {run.id, run.id if before is None else before.id}
    for old in set(reading_queries.complete(workspace.database, project.id)) - compared_ids:
        reading_queries.clear(workspace.database, old)


def _read_one(
    workspace: Workspace,
    project: Project,
    run: Run,
    judged: AbstractSet[str],
    limit: int,
    should_stop: background.ShouldStop,
) -> None:
    database, trained = workspace.database, load_trained(workspace, run)
    reading_queries.clear(database, run.id)
    tally, number, beyond = WordTally(project.labels), 0, -1
    share = min(1.0, limit / max(1, project.split_sizes.get(TRAIN, 0)))
    while chunk := example_queries.chunk(database, project.id, TRAIN, beyond, _CHUNK, share):
        if should_stop():
            return
        reading_queries.add_sentences(database, run.id, _see(trained, chunk, judged, tally))
        number, beyond = number + len(chunk), chunk[-1].position
    reading_queries.add_words(database, run.id, tally.heaviest(_KEPT_WORDS))
    reading_queries.set_complete(database, run.id, number)


def _see(
    trained: TrainedClassifier,
    chunk: Sequence[Example],
    judged: AbstractSet[str],
    tally: WordTally,
) -> list[SentenceReading]:
    """What the model sees in some sentences; their words are added to the tally."""
    from rrr.learning.trained import by_row  # loads TensorFlow: only when needed

    readings = []
    ids = trained.encode([example.text for example in chunk])
    tokens = [words_of(example.text)[: len(row)] for example, row in zip(chunk, ids, strict=True)]
    # Gradient × input: over whole corpora integrated gradients would take seven times as long.
    products, probabilities = by_row(ids, trained.gradient_times_input(ids))
    sizes = map(abs, products)
    for example, words, saliency, row in zip(chunk, tokens, sizes, probabilities, strict=True):
        total = float(saliency.sum())
        shares = [float(s) / total if total > 0 else 0.0 for s in saliency]
        tally.add(words, shares, example.label)
        of_labels = row.tolist()
        readings.append(_reading(example.id, words, shares, of_labels, trained.labels, judged))
    return readings


def _reading(
    example_id: int,
    words: Sequence[str],
    shares: Sequence[float],
    probabilities: Sequence[float],
    labels: Sequence[str],
    judged: AbstractSet[str],
) -> SentenceReading:
    by_word: dict[str, float] = {}
    for word, share in zip(words, shares, strict=True):
        by_word[word] = by_word.get(word, 0.0) + share
    # Rounded, and the earlier word first where equal: noise must not look like a change.
    ranked = sorted(by_word.items(), key=lambda entry: -round(entry[1], 4))
    # Punctuation carries saliency, too, but says little to a person.
    named = [entry for entry in ranked if any(map(str.isalnum, entry[0]))]
    top_word, top_share = next(iter(named or ranked), ("", 0.0))
    unjudged = [(word, round(share, 4)) for word, share in ranked if word not in judged]
    best = max(range(len(labels)), key=lambda place: probabilities[place])
    undecided = uncertainty([float(p) for p in probabilities])
    candidate = Candidate(example_id, undecided, tuple(unjudged[:_WORDS_PER_SENTENCE]))
    return SentenceReading(
        example_id=example_id,
        uncertainty=undecided,
        words=candidate.words,
        label=labels[best],
        probability=float(probabilities[best]),
        top_word=top_word,
        top_share=top_share,
        usefulness=usefulness(candidate),
    )


def _is_read(workspace: Workspace, project: Project, run: Run) -> bool:
    return run.id in reading_queries.complete(workspace.database, project.id)


def _name(workspace: Workspace, project: Project) -> tuple[str, object, int]:
    return "read", workspace.settings, project.id
