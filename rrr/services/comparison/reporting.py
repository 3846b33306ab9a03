"""Gather what the HTML report tells about two finished runs of one project."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime

from rrr.counted import counted
from rrr.errors import RunError
from rrr.formats.report_content import (
    Report,
    ReportRun,
    ReportSentence,
    Share,
    ShareRow,
    WordRow,
)
from rrr.records import TEST, TRAIN, VALIDATION, Project, Run
from rrr.services.comparison.accuracy_changes import AccuracyChange
from rrr.services.comparison.changes import Change, rows_of
from rrr.services.comparison.differences import differences
from rrr.services.comparison.leaning import leaning
from rrr.services.comparison.measured_pairs import MeasuredPair, measured_pair
from rrr.services.comparison.neighbours import moved_section, neighbours
from rrr.services.comparison.over_seeds import Spread, reliance_spreads
from rrr.services.comparison.pairs import RunPair, explain_pair, run_pairs
from rrr.services.comparison.slices import ALL, Proportion, slices
from rrr.services.comparison.verdict import verdict
from rrr.services.marks import snapshots
from rrr.services.marks.fair_words import fair_reasons
from rrr.services.marks.marked_splits import MarkedSplits, marked_splits
from rrr.services.permissions import require, require_for_run
from rrr.services.training import runs
from rrr.services.workspace import Workspace
from rrr.store import project_queries

NUM_WORDS = 12
_SENTENCES: dict[Change, tuple[int, str]] = {
    "cured": (6, "cured"),
    "worse": (3, "got worse"),
    "changed": (12, "changed most"),
}
_NUM_WORST = 3
_MAX_SENTENCES = 12
"""What to show: how many sentences at most, and what is said of them. None comes twice. First come
the `_NUM_WORST` of the worst label."""


def pair_of(workspace: Workspace, first: int, second: int | None = None) -> tuple[Project, RunPair]:
    """Two runs to report on: (before, after), or one beside its baseline.

    Raises:
        NotFound: if there is no such run.
        RunError: if they cannot be compared; says why, and what to do.
    """
    for number in (first, second):
        if number is not None:
            require_for_run(workspace, number, "review")
    if second == first:
        raise RunError(f"Run {first} cannot be compared with itself. Name two different runs.")
    named = [runs.get_run(workspace, number) for number in (first, second) if number is not None]
    for run in named:
        if run.status != "finished" or run.evaluation is None:
            raise RunError(
                f"Run {run.id} is {run.status}, so there is nothing to report. "
                "Choose finished runs; “rrr runs PROJECT” lists them."
            )
    if len({run.project_id for run in named}) > 1:
        raise RunError(
            f"Runs {first} and {second} belong to different projects. Choose two of one project."
        )
    project = project_queries.get(workspace.database, named[0].project_id)
    if len(named) == 2:
        return project, RunPair(*named)
    all_runs = runs.list_runs(workspace, project.id)
    own_pair = next((pair for pair in run_pairs(all_runs) if pair.after.id == first), None)
    if own_pair is None:
        reason = "is a baseline itself" if named[0].is_baseline else "has no finished baseline"
        raise RunError(
            f"Run {first} {reason}, so there is nothing to compare it with. "
            "Name two runs: first the one before, then the one after."
        )
    return project, own_pair


def report_of(workspace: Workspace, project: Project, pair: RunPair) -> Report:
    """Gather all results about two runs; takes some seconds if the models must still read
    sentences."""
    workspace = require(workspace, project, "review")
    marked = marked_splits(workspace, project)
    measured = measured_pair(workspace, project, pair)
    before, after = measured.before.evaluation, measured.after.evaluation
    if pair.after.evaluation is not None:
        known_of_file = pair.after.evaluation.num_contradicted
        after = replace(after, num_contradicted=known_of_file)
    judged = verdict(before, after, pair.after.search)
    all_runs = runs.list_runs(workspace, project.id)
    spreads = [
        reliance_spreads(evaluation, run, all_runs)
        for evaluation, run in ((before, pair.before), (after, pair.after))
    ]
    lean = leaning(workspace, pair, marked)
    fair = fair_reasons(workspace, project.id)
    moved = neighbours(lean, marked, fair.all) if lean else []
    of_reliance = before.reliance, after.reliance
    return Report(
        project=project.name,
        made_at=datetime.now(UTC),
        verdict_kind=judged.kind,
        verdict_title=judged.title,
        verdict_sentence=judged.sentence,
        verdict_sections=[*judged.sections, *moved_section(moved)],
        before=_run(workspace, pair.before),
        after=_run(workspace, pair.after),
        num_training_sentences=len(marked.splits[TRAIN]),
        num_marked_tokens=pair.after.num_marked_tokens,
        marked_words=measured.after.words,
        accuracy=_accuracy(measured),
        reliance=[
            ShareRow(name, _of_spread(old), _of_spread(spreads[1][name]), old.number, _MEANT[name])
            for name, old in spreads[0].items()
            if name in spreads[1]
        ],
        saliency_share=(
            (of_reliance[0].saliency_share, of_reliance[1].saliency_share)
            if of_reliance[0] and of_reliance[1]
            else None
        ),
        num_seeds=min(
            (spread.num_seeds for measures in spreads for spread in measures.values()), default=1
        ),
        words=[WordRow(**asdict(word)) for word in lean.words[:NUM_WORDS]] if lean else [],
        words_read=counted(lean.num_sentences, f"{lean.split} sentence") if lean else "",
        sentences=_sentences(workspace, pair, measured, marked, judged.worst),
        search=pair.after.search,
        differences=differences(pair.before, pair.after),
        note="" if measured.is_of_after else _OTHER_MARKS,
    )


def seconds_of(run: Run) -> float:
    """How long a finished run worked, pauses left out."""
    if run.seconds or run.started_at is None or run.finished_at is None:
        return run.seconds
    return (run.finished_at - run.started_at).total_seconds()  # of an earlier version


_OTHER_MARKS = (
    "The marks of the second run were not kept. So both runs were measured again with the marks "
    "as they are now."
)
_MEANT = {
    "swap changes prediction": "predictions that change when the struck words are swapped",
    "removal changes prediction": "predictions that change when the struck words are removed",
}


def _accuracy(measured: MeasuredPair) -> list[ShareRow]:
    """Each test split and its parts."""
    of_test = {n: a for n, a in measured.splits.items() if n not in (TRAIN, VALIDATION)}
    return [
        ShareRow(
            piece.split.replace("_", " ") if piece.part == ALL else piece.part,
            _of_cases(piece.before),
            _of_cases(piece.after),
            piece.before.number,
            is_part=piece.part != ALL,
        )
        for piece in slices(of_test, measured.before.labels)
    ]


def _sentences(
    workspace: Workspace,
    pair: RunPair,
    measured: MeasuredPair,
    marked: MarkedSplits,
    worst: AccuracyChange | None,
) -> list[ReportSentence]:
    """Sentences nobody trained on: of the worst label those that got worse, then cured ones, worse
    ones, and those that changed most besides."""
    splits = {
        name: answers
        for name, answers in measured.splits.items()
        if name not in (TRAIN, VALIDATION)
        and name in marked.splits
        and len(marked.splits[name]) == len(answers[0])
    }
    chosen: list[tuple[str, int, str]] = []
    if worst is not None and worst.split in splits:
        answers = splits[worst.split]
        fallen = answers[0].truth == measured.after.labels.index(worst.label or "")
        rows = [int(row) for row in rows_of(*answers, "worse") if fallen[row]]
        chosen = [(worst.split, row, "got worse") for row in rows[:_NUM_WORST]]
    for kind, (count, reason) in _SENTENCES.items():
        num_free = min(count, _MAX_SENTENCES - len(chosen))
        # From each split in turn; from the plain test split last, where there is least to see.
        ranked = sorted(
            (place, name == TEST, name, int(row))
            for name, answers in splits.items()
            for place, row in enumerate(rows_of(*answers, kind)[: 2 * _MAX_SENTENCES])
        )
        places = {(split, row) for split, row, _ in chosen}
        fresh = [(name, row) for _, _, name, row in ranked if (name, row) not in places]
        chosen += [(name, row, reason) for name, row in fresh[:num_free]]
    data = [(marked.splits[name], row) for name, row, _ in chosen]
    explained = explain_pair(
        workspace,
        pair,
        [in_split.texts[row] for in_split, row in data],
        [in_split.marked[row] for in_split, row in data],
    )
    return [
        ReportSentence(name, in_split.labels[row], x.text, x.marked, x.before, x.after, why)
        for (name, row, why), (in_split, _), x in zip(chosen, data, explained, strict=True)
    ]


def _run(workspace: Workspace, run: Run) -> ReportRun:
    hashes = {"marks": run.marks_hash, "data": run.data_hash, "tokenizer": run.tokenizer_hash}
    merge = snapshots.merge_used(workspace, run.snapshot_id)
    return ReportRun(
        number=run.id,
        name=run.name,
        is_baseline=run.is_baseline,
        weight_name=run.weight_name,
        seconds=seconds_of(run),
        epochs=runs.epochs(workspace, run.id),
        settings={
            **run.config.to_dict(),
            **({} if run.choice is None else {"why_this_classifier": run.choice.why}),
            **({} if merge is None else {"marks_of_several_people": merge}),
        },
        hashes={name: value for name, value in hashes.items() if value},
        versions=run.versions or {},
    )


def _of_cases(cases: Proportion) -> Share:
    return Share(cases.share, *cases.interval)


def _of_spread(spread: Spread) -> Share:
    return Share(spread.share, spread.low, spread.high)
