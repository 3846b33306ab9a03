"""What is kept of a run while it is trained, so that it can go on if its process dies.

    unfinished/run-7/versions.json   what it was begun with: under others it begins again
                     state.npz       the training at work, behind its last epoch
                     best            checkpoint of the best trial of a search so far

A search's own findings stand with the run in the database.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from rrr.atomic_file import written_at_once
from rrr.errors import DataError, NotFound
from rrr.records import EpochReport
from rrr.services.training.versions import versions
from rrr.services.workspace import Workspace

if TYPE_CHECKING:
    from rrr.learning.trained import TrainedClassifier
    from rrr.learning.training_state import TrainingState


class Unfinished:
    """The memory of one run, in a folder of its own; `is_new` where there is nothing to go on with.

    Args:
        workspace: where the run is.
        run_id: the run. What was kept of it under other versions is removed.
    """

    def __init__(self, workspace: Workspace, run_id: int) -> None:
        self._folder = _folder_of(workspace, run_id)
        self._reports: dict[str, tuple[EpochReport, ...]] = {}
        begun_with = self._folder / "versions.json"
        try:
            fits = json.loads(begun_with.read_text(encoding="utf-8")) == versions()
        except (OSError, ValueError):
            fits = False
        self.is_new = not fits
        if self.is_new:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder.mkdir(parents=True)
            with written_at_once(begun_with) as file:
                file.write(json.dumps(versions()).encode())

    def state(self, key: str) -> TrainingState | None:
        from rrr.learning.training_state import load_state  # loads TensorFlow's arrays

        state = load_state(self._folder / "state.npz", {"key": key})
        if state is not None:
            self._reports[key] = state.reports
        return state

    def keep(self, key: str, state: TrainingState) -> None:
        from rrr.learning.training_state import save_state

        self._reports[key] = state.reports
        save_state(state, self._folder / "state.npz", {"key": key})

    def keep_best(self, key: str, trained: TrainedClassifier) -> None:
        from rrr.learning.checkpoints import save_checkpoint

        reports = [asdict(report) for report in self._reports[key]]
        with written_at_once(self._folder / "best.json") as file:
            file.write(json.dumps({"key": key, "reports": reports}).encode())
        save_checkpoint(trained, self._folder / "best")

    def best(self) -> TrainedClassifier | None:
        from rrr.learning.checkpoints import load_checkpoint

        try:
            kept = json.loads((self._folder / "best.json").read_text(encoding="utf-8"))
            key, reports = kept["key"], tuple(EpochReport(**report) for report in kept["reports"])
            trained = load_checkpoint(self._folder / "best")
        except (DataError, NotFound, OSError, KeyError, ValueError):
            return None
        self._reports[key] = reports
        return trained

    def reports_of(self, key: str) -> tuple[EpochReport, ...]:
        """What the training with this key has reported, as far as it is remembered."""
        return self._reports.get(key, ())


def _folder_of(workspace: Workspace, run_id: int) -> Path:
    return _root(workspace) / f"run-{run_id}"


def forget(workspace: Workspace, run_id: int) -> None:
    """Remove what was kept of a run: it is over, or gone."""
    shutil.rmtree(_folder_of(workspace, run_id), ignore_errors=True)


def kept_ids(workspace: Workspace) -> list[int]:
    """The runs of which something is kept."""
    names = (folder.name.removeprefix("run-") for folder in _root(workspace).glob("run-*"))
    return [int(name) for name in names if name.isdecimal()]


def _root(workspace: Workspace) -> Path:
    return workspace.settings.workspace / "unfinished"
