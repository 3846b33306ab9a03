"""How measurements moved as marks grew, and what changed between two moments."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime

from rrr.last_used import LastUsed
from rrr.records import Project, Run
from rrr.services import background
from rrr.services.background import Failed, Pending
from rrr.services.marks import snapshot_difference
from rrr.services.marks.marked_splits import READ_AT_ONCE
from rrr.services.marks.snapshot_difference import Difference
from rrr.services.permissions import require
from rrr.services.workspace import Workspace
from rrr.store import project_queries


@dataclass(frozen=True)
class HistoryPoint:
    """What was measured on one model. Shares in [0, 1].

    `num_marked_tokens` are those it was trained to do without: 0 for a baseline. `swap_flip_rate`
    and `removal_change` are None where no marked word occurred.
    """

    run: Run
    finished_at: datetime
    num_marked_tokens: int
    accuracy: dict[str, float]
    swap_flip_rate: float | None
    removal_change: float | None


def history_points(runs: Iterable[Run]) -> list[HistoryPoint]:
    """The finished runs with marks, oldest first, behind the newest baseline."""
    points = [
        HistoryPoint(
            run,
            run.finished_at,
            0 if run.is_baseline else run.num_marked_tokens,
            run.evaluation.accuracy,
            None if run.evaluation.reliance is None else run.evaluation.reliance.swap_flip_rate,
            None if run.evaluation.reliance is None else run.evaluation.reliance.removal_change,
        )
        for run in sorted(runs, key=lambda run: run.id)
        if run.status == "finished" and run.evaluation is not None and run.finished_at is not None
    ]
    baselines = [point for point in points if point.run.is_baseline]
    return baselines[-1:] + [point for point in points if not point.run.is_baseline]


def difference_soon(
    workspace: Workspace,
    project: Project,
    before_id: int,
    after_id: int | None,
    *,
    start: int,
    count: int,
) -> Difference | Pending | Failed:
    """As `snapshot_difference.difference`, for pages: a large project is compared by a thread."""
    workspace = require(workspace, project, "review")
    version = project_queries.marks_version(workspace.database, project.id)
    key = (workspace.settings, project.id, version, before_id, after_id, start, count)

    def compare(_: background.ShouldStop) -> None:
        difference = snapshot_difference.difference(
            workspace, project, before_id, after_id, start=start, count=count
        )
        _compared.put(key, difference)

    return background.soon(
        ("difference", key),
        lambda: _compared.get(key),
        compare,
        at_once=project.num_examples <= READ_AT_ONCE,
    )


_compared: LastUsed[Hashable, Difference] = LastUsed(8)
"""One page of sentences each."""
