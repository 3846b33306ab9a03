"""A run and what was measured when it finished."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rrr.records.training import TrainingConfig

RunStatus = Literal["queued", "running", "finished", "cancelled", "failed", "interrupted"]

ACTIVE_STATUSES: tuple[RunStatus, ...] = ("queued", "running")


@dataclass(frozen=True)
class Reliance:
    """How much predictions depend on the marked words of a set of examples.

    Measured by intervention on the examples that hold at least one marked word, never by gradient
    alone: `swap_flip_rate` and `removal_change` are the shares of those examples, in [0, 1], whose
    predicted label changes when their marked words are swapped for others, or removed.
    `saliency_share` is the marked words' mean share of the sentence's saliency, in [0, 1].

    `swapped_accuracy` and `removed_accuracy` are the shares of right predictions over all examples,
    those without marked words too, after the swap and after the removal; None where they were not
    measured (labels unknown, or a run of an earlier version).
    """

    num_examples: int
    swap_flip_rate: float
    removal_change: float
    saliency_share: float
    swapped_accuracy: float | None = None
    removed_accuracy: float | None = None

    @property
    def neutral_accuracy(self) -> float:
        """The lower of the two accuracies: how right the model is without the marked words' help.

        A model that relies on them is right where they are removed less often than it might be,
        and wrong where they are swapped for those of another label.
        """
        return min(self.swapped_accuracy or 0.0, self.removed_accuracy or 0.0)


@dataclass(frozen=True)
class Evaluation:
    """Measured once when a run finishes. `reliance` is None where no marked word occurs."""

    accuracy: dict[str, float]  # test split -> share of right predictions, in [0, 1]
    reliance: Reliance | None


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

    @property
    def is_baseline(self) -> bool:
        return self.config.reason_weight == 0
