"""One training, from queued to its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rrr.records.evaluation import Evaluation
from rrr.records.search import WeightSearch
from rrr.records.training import TrainingConfig

RunStatus = Literal["queued", "running", "finished", "cancelled", "failed", "interrupted"]

ACTIVE_STATUSES: tuple[RunStatus, ...] = ("queued", "running")


@dataclass(frozen=True)
class Run:
    """One training, from queued to its end."""

    id: int
    project_id: int
    name: str
    status: RunStatus
    config: TrainingConfig
    marks_hash: str
    num_marked_tokens: int
    created_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None
    error: str | None = None  # one sentence for people
    traceback: str | None = None
    evaluation: Evaluation | None = None
    checkpoint: str | None = None  # directory name below the workspace's checkpoints folder
    pair_id: str | None = None  # shared by the baseline and the regularised run of one press
    search: WeightSearch | None = None  # where λ is searched for
    settle: bool = False  # the search is to take the best λ found so far

    @property
    def is_baseline(self) -> bool:
        return self.config.reason_weight == 0

    @property
    def weight_name(self) -> str:
        """λ as people read it, also while it is still searched for."""
        if self.config.reason_weight != "auto":
            return f"λ = {self.config.reason_weight:g}"
        if self.search is None or self.search.chosen is None:
            return "automatic λ"
        return f"λ = {self.search.chosen:.3g}, found automatically"
