"""Two runs measured alike: as stored when they finished where that fits, else measured when needed.

A run is measured with the marks it was queued with. To compare runs with different marks, the first
is measured anew with those of the second; where these are not known any more, because that run was
made by an earlier version, both are measured with the marks as they are now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rrr.errors import RunError
from rrr.records import Answers, LabelledTexts, Measurement, Project
from rrr.services import background
from rrr.services.background import Failed, Pending
from rrr.services.comparison.pairs import RunPair
from rrr.services.marks import snapshots
from rrr.services.marks.marked_splits import MarkedSplits, marked_splits, marked_splits_soon
from rrr.services.permissions import require
from rrr.services.training.evaluating import measure
from rrr.services.training.measurement_files import keep, stored
from rrr.services.training.models import load_trained
from rrr.services.training.run_checkpoints import checkpoint_folder, fetch
from rrr.services.workspace import Workspace


@dataclass(frozen=True, eq=False)
class MeasuredPair:
    """Two models measured on the same sentences with the same marks. `is_of_after`: these are
    the marks of the second run, not today's marks."""

    before: Measurement
    after: Measurement
    is_of_after: bool

    @property
    def splits(self) -> dict[str, tuple[Answers, Answers]]:
        """Both models' answers in each split that both were asked about."""
        return {
            name: (answers, self.after.splits[name])
            for name, answers in self.before.splits.items()
            if name in self.after.splits
        }


def measured_pair(workspace: Workspace, project: Project, pair: RunPair) -> MeasuredPair:
    """Both runs measured alike; measures what is not stored, which needs the models.

    Raises:
        RunError, NotFound, DataError: if a model is gone or cannot be read.
    """
    measured = _stored(workspace, project, pair)
    return measured or _measure(workspace, project, pair, lambda: False)


def measured_pair_soon(
    workspace: Workspace, project: Project, pair: RunPair
) -> MeasuredPair | Pending | Failed:
    """As `measured_pair`, for pages: a thread measures what is not stored."""
    workspace = require(workspace, project, "review")
    return background.soon(
        ("measure", workspace.settings, pair.before.id, pair.after.id),
        lambda: _stored(workspace, project, pair),
        lambda should_stop: _measure(workspace, project, pair, should_stop),
    )


_UNALIKE = (
    "The two models know different labels, or the sentences have changed since. They cannot be "
    "compared. Train again, and compare the new runs."
)


def _stored(workspace: Workspace, project: Project, pair: RunPair) -> MeasuredPair | None:
    """What fits and needs no model; where marks of today are needed, only if they are at hand."""
    measured = _both(workspace, pair, pair.after.marks_hash, is_of_after=True)
    if measured or pair.after.snapshot_id is not None:
        return measured
    marked = marked_splits_soon(workspace, project)
    return _of_today(workspace, pair, marked) if isinstance(marked, MarkedSplits) else None


def _of_today(workspace: Workspace, pair: RunPair, marked: MarkedSplits) -> MeasuredPair | None:
    measured = _both(workspace, pair, marked.marks_hash, is_of_after=False)
    fits = measured is not None and all(
        len(answers) == len(marked.splits.get(name, ()))
        for name, (answers, _) in measured.splits.items()
    )
    return measured if fits else None


def _measure(
    workspace: Workspace, project: Project, pair: RunPair, should_stop: background.ShouldStop
) -> MeasuredPair:
    """Measure both, with the second run's marks if they were kept, else with today's marks."""
    brought = [fetch(workspace, run.id) for run in (pair.before, pair.after)]
    if any(brought) and (stored_pair := _stored(workspace, project, pair)):  # with its measurements
        return stored_pair
    if pair.after.snapshot_id is not None:
        splits = snapshots.load(workspace, project, pair.after.snapshot_id)
        _keep_both(workspace, pair, splits, pair.after.marks_hash, should_stop)
        measured = _both(workspace, pair, pair.after.marks_hash, is_of_after=True)
    else:
        marked = marked_splits(workspace, project)
        measured = _of_today(workspace, pair, marked)
        if measured is None:
            _keep_both(workspace, pair, marked.splits, marked.marks_hash, should_stop)
            measured = _of_today(workspace, pair, marked)
    if measured is None:
        raise RunError(_UNALIKE)
    return measured


def _keep_both(
    workspace: Workspace,
    pair: RunPair,
    splits: Mapping[str, LabelledTexts],
    marks_hash: str,
    should_stop: background.ShouldStop,
) -> None:
    for run in (pair.before, pair.after):
        measurement = measure(load_trained(workspace, run), splits, marks_hash, should_stop)
        keep(measurement, checkpoint_folder(workspace, run.id))


def _both(
    workspace: Workspace, pair: RunPair, marks_hash: str, *, is_of_after: bool
) -> MeasuredPair | None:
    before, after = (stored(workspace, run, marks_hash) for run in (pair.before, pair.after))
    if before is None or after is None or before.labels != after.labels:
        return None
    measured = MeasuredPair(before, after, is_of_after)
    alike = all(a.texts_hash == b.texts_hash for a, b in measured.splits.values())
    return measured if alike and measured.splits else None
