"""Which kinds of classifier were tried where nobody named one, and why one was taken."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from rrr.records.classifier_kinds import CLASSIFIER_NAMES, ClassifierKind
from rrr.records.search_stage import SearchStage


@dataclass(frozen=True)
class TriedClassifier:
    """One kind, trained on texts without the marked words.

    `accuracy` is the share of right predictions, in [0, 1], of `num_judged` sentences that it has
    not learned from, without the marked words' help (`Reliance.neutral_accuracy`). It is None if
    the training diverged.
    """

    classifier: ClassifierKind
    accuracy: float | None
    num_judged: int
    seconds: float

    @property
    def name(self) -> str:
        return CLASSIFIER_NAMES[self.classifier]


@dataclass(frozen=True)
class ClassifierChoice:
    """A choice of the kind of classifier, made or under way.

    `stage` is the training under way. It is None when the choice is made; then `chosen` is the kind
    that was taken, and `why` says why in a sentence or two. `is_earlier` says that an earlier press
    has made the choice: its seconds are not those of the press at hand.
    """

    tried: tuple[TriedClassifier, ...] = ()
    stage: SearchStage | None = None
    chosen: ClassifierKind | None = None
    why: str = ""
    is_earlier: bool = False

    @property
    def seconds(self) -> float:
        """Of the trainings that were judged."""
        return sum(tried.seconds for tried in self.tried)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values, read back by `from_dict`."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> ClassifierChoice:
        """The choice that `to_dict` wrote."""
        stage = values["stage"]
        return cls(
            **{
                **values,
                "tried": tuple(TriedClassifier(**tried) for tried in values["tried"]),
                "stage": None if stage is None else SearchStage(**stage),
            }
        )
