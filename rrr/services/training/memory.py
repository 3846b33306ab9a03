"""What a search for λ keeps of its trainings while it is at work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rrr.learning.trained import TrainedClassifier
    from rrr.learning.training_state import TrainingState


class Memory(Protocol):
    """Where a search keeps what it would not like to do again."""

    def state(self, key: str) -> TrainingState | None:
        """Where the training with this key stands, if it was begun."""

    def keep(self, key: str, state: TrainingState) -> None: ...

    def keep_best(self, key: str, trained: TrainedClassifier) -> None: ...

    def best(self) -> TrainedClassifier | None:
        """The model last kept as the best."""


class NoMemory:
    """Keeps nothing, for searches that nobody goes on with."""

    def state(self, key: str) -> TrainingState | None:
        return None

    def keep(self, key: str, state: TrainingState) -> None:
        pass

    def keep_best(self, key: str, trained: TrainedClassifier) -> None:
        pass

    def best(self) -> TrainedClassifier | None:
        return None
