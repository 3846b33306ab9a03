"""All results about two runs as plain values, for the shell and for other programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rrr.formats.colours import MODELS
from rrr.records import TRAIN, Answers, Project, Run
from rrr.services.comparison.agreement import agreement
from rrr.services.comparison.calibration import calibration
from rrr.services.comparison.changes import cured, worse
from rrr.services.comparison.confusion import confusion
from rrr.services.comparison.differences import differences
from rrr.services.comparison.leaning import Leaning, leaning
from rrr.services.comparison.measured_pairs import MeasuredPair, measured_pair
from rrr.services.comparison.neighbours import neighbours
from rrr.services.comparison.over_seeds import reliance_spreads
from rrr.services.comparison.pairs import RunPair
from rrr.services.comparison.slices import Proportion, slices
from rrr.services.comparison.verdict import verdict, verdict_values
from rrr.services.marks.fair_words import fair_reasons
from rrr.services.marks.marked_splits import marked_splits
from rrr.services.permissions import require
from rrr.services.training import runs
from rrr.services.workspace import Workspace

NUM_WORDS = 12


def summary(workspace: Workspace, project: Project, pair: RunPair) -> dict[str, Any]:
    """Shares in [0, 1], intervals as [low, high], None where nothing was measured.

    Measures what is not stored, which needs the models.

    Raises:
        RunError, NotFound, DataError: if a model is gone or cannot be read.
    """
    workspace = require(workspace, project, "review")
    measured = measured_pair(workspace, project, pair)
    all_runs = runs.list_runs(workspace, project.id)
    evaluations = measured.before.evaluation, measured.after.evaluation
    marked = marked_splits(workspace, project)
    lean = leaning(workspace, pair, marked)
    agreed = agreement(workspace, project, pair)
    judged = verdict(*evaluations, pair.after.search)
    return {
        "before": _run(pair.before),
        "after": _run(pair.after),
        "differences": differences(pair.before, pair.after),
        "marks": "of the second run" if measured.is_of_after else "as they are now",
        "verdict": verdict_values(judged),
        "accuracy": [
            {
                "split": piece.split,
                "part": piece.part,
                "before": _proportion(piece.before),
                "after": _proportion(piece.after),
            }
            for piece in slices(measured.splits, measured.after.labels)
        ],
        "changes": {
            name: {"cured": int(cured(*both).sum()), "worse": int(worse(*both).sum())}
            for name, both in measured.splits.items()
        },
        "sureness": {
            name: {"before": _sureness(before), "after": _sureness(after)}
            for name, (before, after) in measured.splits.items()
            if name != TRAIN
        },
        "labels": list(measured.after.labels),
        "reliance": {
            side: {
                name: asdict(spread)
                for name, spread in reliance_spreads(evaluation, run, all_runs).items()
            }
            for side, evaluation, run in zip(
                MODELS, evaluations, (pair.before, pair.after), strict=True
            )
        },
        "followed": _followed(measured),
        "words": _words(lean),
        "agreement": None if agreed is None else asdict(agreed),
        "neighbours": [
            {**asdict(neighbour), "text": neighbour.text}
            for neighbour in (
                neighbours(lean, marked, fair_reasons(workspace, project.id).all) if lean else ()
            )
        ],
    }


def _run(run: Run) -> dict[str, Any]:
    return {"run": run.id, "name": run.name, "weight": run.weight_name, "starred": run.starred}


def _proportion(proportion: Proportion) -> dict[str, Any]:
    return {
        "right": proportion.hits,
        "number": proportion.number,
        "share": proportion.share,
        "interval": list(proportion.interval),
    }


def _sureness(answers: Answers) -> dict[str, Any]:
    return {
        "calibration_error": calibration(answers).error,
        "confusion": confusion(answers).tolist(),  # true label down, predicted label across
    }


def _followed(measured: MeasuredPair) -> dict[str, dict[str, Any] | None]:
    by_side = {}
    for side, evaluation in (
        ("before", measured.before.evaluation),
        ("after", measured.after.evaluation),
    ):
        most = evaluation.reliance.followed if evaluation.reliance else None
        by_side[side] = None if most is None else asdict(most)
    return by_side


def _words(leaning: Leaning | None) -> Sequence[dict[str, Any]]:
    return [asdict(word) for word in leaning.words[:NUM_WORDS]] if leaning else []
