"""Two runs measured alike: as stored when they finished where that fits, else measured when needed.

A run is measured with the marks it was queued with. To compare runs with different marks, or one
of an earlier version that stored nothing, both are measured anew with the marks as they are now.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock

from rrr.errors import RightReasonsError, RunError
from rrr.records import Answers, Measurement, Project
from rrr.services import background
from rrr.services.comparing import RunPair, load_trained
from rrr.services.evaluating import measure
from rrr.services.marked_splits import MarkedSplits, marked_splits, marked_splits_soon
from rrr.services.measurement_files import keep, stored
from rrr.services.workspace import Workspace


@dataclass(frozen=True, eq=False)
class MeasuredPair:
    """Two models measured on the same sentences with the same marks. `is_own` tells that these are
    the marks both were queued with, not those of today."""

    before: Measurement
    after: Measurement
    is_own: bool

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
    found = _own(workspace, pair) or _present(
        workspace, pair, marked_splits(workspace, project), lambda: False
    )
    if found is None:
        raise RunError(_UNALIKE)
    return found


def measured_pair_soon(
    workspace: Workspace, project: Project, pair: RunPair
) -> MeasuredPair | None:
    """As `measured_pair`, for pages: None while a thread measures.

    Raises:
        RunError: if that has failed; says why.
    """
    if found := _own(workspace, pair):
        return found
    marked = marked_splits_soon(workspace, project)
    if marked is None:
        return None
    found = _known(workspace, pair, marked)
    if found is None:
        name = ("measure", workspace.settings, pair.before.id, pair.after.id, marked.marks_hash)
        with _lock:
            failure = _failures.pop(name, None)
        if failure is not None:
            raise RunError(failure)

        def work(should_stop: background.ShouldStop) -> None:
            try:
                if _present(workspace, pair, marked, should_stop) is None:
                    raise RunError(_UNALIKE)
            except RightReasonsError as error:
                with _lock:
                    _failures[name] = str(error)

        background.begin(name, work)
    return found


_UNALIKE = (
    "The two models know different labels, or the sentences changed meanwhile, so they cannot be "
    "measured alike. Train again, and compare the new runs."
)
_failures: dict[Hashable, str] = {}
_lock = Lock()


def _own(workspace: Workspace, pair: RunPair) -> MeasuredPair | None:
    """As both were measured when they finished, if that can be compared."""
    if pair.before.marks_hash != pair.after.marks_hash:
        return None
    return _both(workspace, pair, pair.after.marks_hash, is_own=True)


def _known(workspace: Workspace, pair: RunPair, marked: MarkedSplits) -> MeasuredPair | None:
    found = _both(workspace, pair, marked.marks_hash, is_own=False)
    fits = found is not None and all(
        len(answers) == len(marked.splits.get(name, ()))
        for name, (answers, _) in found.splits.items()
    )
    return found if fits else None


def _present(
    workspace: Workspace, pair: RunPair, marked: MarkedSplits, should_stop: background.ShouldStop
) -> MeasuredPair | None:
    """As both are with the marks and sentences of today."""
    if found := _known(workspace, pair, marked):
        return found
    for run in (pair.before, pair.after):
        measurement = measure(
            load_trained(workspace, run), marked.splits, marked.marks_hash, should_stop
        )
        keep(measurement, workspace.settings.checkpoints / str(run.checkpoint))
    return _known(workspace, pair, marked)


def _both(
    workspace: Workspace, pair: RunPair, marks_hash: str, *, is_own: bool
) -> MeasuredPair | None:
    before, after = (stored(workspace, run, marks_hash) for run in (pair.before, pair.after))
    if before is None or after is None or before.labels != after.labels:
        return None
    found = MeasuredPair(before, after, is_own)
    alike = all(a.texts_hash == b.texts_hash for a, b in found.splits.values())
    return found if alike and found.splits else None
