"""Find another explanation, in the background of the app: begun, watched and cancelled by pages.

It takes turns with the runs: only one model is trained at a time. What it found is kept in memory
until the program ends; nothing is lost that could not be found again.
"""

from __future__ import annotations

import threading
from collections.abc import Hashable
from dataclasses import dataclass, replace

from rrr.errors import Cancelled, DataError, RightReasonsError
from rrr.last_used import LastUsed
from rrr.records import TRAIN, VALIDATION, EpochReport, Project, TrainingConfig
from rrr.services import background
from rrr.services.exploration.rounds import Round, explore
from rrr.services.marks import marked_corpus
from rrr.services.permissions import require
from rrr.services.training.turns import turn
from rrr.services.workspace import Workspace

ROUNDS = 3


@dataclass(frozen=True)
class Exploration:
    """How far it is. `share` is in [0, 1]; `error` says why it stopped, in a sentence."""

    rounds: tuple[Round, ...] = ()
    round_at_work: int = 0  # 0 while it waits for its turn
    epoch: int = 0  # done, of the round at work
    num_epochs: int = 1
    error: str = ""
    is_over: bool = False

    @property
    def share(self) -> float:
        return min(1.0, (len(self.rounds) + self.epoch / self.num_epochs) / ROUNDS)


@dataclass
class _UnderWay:
    """One that waits or works."""

    exploration: Exploration
    cancelled: threading.Event


_under_way: dict[Hashable, _UnderWay] = {}
"""By project; each takes itself out."""
_ended: LastUsed[Hashable, Exploration] = LastUsed(16)
"""What the last ones found, by project."""
_lock = threading.Lock()


def begin(workspace: Workspace, project: Project, config: TrainingConfig | None = None) -> None:
    """Have it done; returns at once. Nothing happens while it is under way."""
    workspace = require(workspace, project, "train")
    key = _key(workspace, project)
    with _lock:
        if key in _under_way:
            return
        begun = _under_way[key] = _UnderWay(Exploration(), threading.Event())

    def work(should_end: background.ShouldStop) -> None:
        try:
            _explore(workspace, project, config or TrainingConfig(), begun, should_end)
        finally:
            with _lock:
                del _under_way[key]
                _ended.put(key, replace(begun.exploration, is_over=True))

    background.retry(("explore", key))  # somebody has pressed a button
    background.begin(("explore", key), work)


def state(workspace: Workspace, project: Project) -> Exploration | None:
    """How far it is, or what it found; None if it was not begun."""
    workspace = require(workspace, project, "review")
    key = _key(workspace, project)
    with _lock:
        return _under_way[key].exploration if key in _under_way else _ended.get(key)


def cancel(workspace: Workspace, project: Project) -> None:
    """Have it stop, within a second; what was found stays."""
    workspace = require(workspace, project, "train")
    with _lock:
        if under_way := _under_way.get(_key(workspace, project)):
            under_way.cancelled.set()


def _explore(
    workspace: Workspace,
    project: Project,
    config: TrainingConfig,
    begun: _UnderWay,
    should_end: background.ShouldStop,
) -> None:
    def tell(**changes: object) -> None:
        with _lock:
            begun.exploration = replace(begun.exploration, **changes)  # type: ignore[arg-type]

    def should_stop() -> bool:
        return begun.cancelled.is_set() or should_end()

    def report(number: int, epoch: EpochReport) -> None:
        tell(round_at_work=number, epoch=epoch.epoch, num_epochs=epoch.num_epochs)

    try:
        with turn(workspace, should_stop):
            tell(round_at_work=1)
            splits = marked_corpus.labelled_texts(workspace, project)
            if TRAIN not in splits:
                raise DataError("This project has no training sentences. Import some first.")
            for ended in explore(
                splits[TRAIN],
                splits.get(VALIDATION),
                config,
                labels=project.labels,
                rounds=ROUNDS,
                report=report,
                should_stop=should_stop,
            ):
                rounds = (*begun.exploration.rounds, ended)
                tell(rounds=rounds, round_at_work=len(rounds) + 1, epoch=0)
    except Cancelled:
        tell(error="Cancelled.")
    except RightReasonsError as error:
        tell(error=str(error))
    except Exception:
        tell(error="It stopped on an unexpected error, which is in the log. Start it again.")
        raise


def _key(workspace: Workspace, project: Project) -> Hashable:
    return workspace.settings, project.id
