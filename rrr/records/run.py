"""One training, from queued to its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from rrr.records.classifier_choice import ClassifierChoice
from rrr.records.evaluation import Evaluation
from rrr.records.search import WeightSearch
from rrr.records.search_stage import SearchStage
from rrr.records.training_config import TrainingConfig

RunStatus = Literal["queued", "running", "finished", "cancelled", "failed", "interrupted"]
RUN_STATUSES: tuple[RunStatus, ...] = get_args(RunStatus)
ACTIVE_STATUSES: tuple[RunStatus, ...] = ("queued", "running")

RunOrigin = Literal["retried", "repeated"]


@dataclass(frozen=True)
class Run:
    """One training, from queued to its end, with all that is needed to repeat it.

    `snapshot_id` names the marks it trains with, exactly as they were; `marks_hash`, `data_hash`
    and `tokenizer_hash` are equal for equal marks, sentences with labels, and division into words.
    `versions` are those of Python and the libraries it was trained with, and of the machine. Runs
    made by versions that did not keep these have None there.
    """

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
    snapshot_id: int | None = None
    starred: bool = False
    deleted_at: datetime | None = None  # hidden since then; can still be restored
    data_hash: str | None = None
    tokenizer_hash: str | None = None
    versions: dict[str, str] | None = None
    origin: RunOrigin | None = None  # None: started afresh
    origin_run_id: int | None = None  # the run that was retried or repeated
    owner: str | None = None  # the process that is to train it
    num_resumed: int = 0  # how often it went on after an interruption
    saved_epoch: int = 0  # of the training at work: it can go on behind this one
    seconds: float = 0.0  # of work, pauses left out; known from the first epoch on
    person: str | None = None  # key of whoever started it
    choice: ClassifierChoice | None = None  # where its kind of classifier was left open

    @property
    def is_baseline(self) -> bool:
        return self.config.reason_weight == 0

    @property
    def stage(self) -> SearchStage | None:
        """The training at work, where the run makes several; None otherwise."""
        if self.choice is not None and self.choice.stage is not None:
            return self.choice.stage
        return None if self.search is None else self.search.stage

    @property
    def weight_name(self) -> str:
        """λ as people read it, also while it is still searched for."""
        if self.config.reason_weight != "auto":
            return f"λ = {self.config.reason_weight:g}"
        if self.search is None or self.search.chosen is None:
            return "automatic λ"
        return f"λ = {self.search.chosen:.3g}, found automatically"
