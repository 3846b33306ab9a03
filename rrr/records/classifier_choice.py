"""Which kinds of classifier were tried where nobody named one, and why one was taken."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from rrr.records.classifier_kinds import CLASSIFIER_NAMES, ClassifierKind
from rrr.records.evaluation import LabelAccuracy
from rrr.records.search_stage import SearchStage


@dataclass(frozen=True)
class TriedClassifier:
    """One kind, trained on texts without the marked words.

    `accuracy` is the share of right predictions, in [0, 1], of `num_judged` sentences that it has
    not learned from, without the marked words' help (`Reliance.neutral_accuracy`), and `by_label`
    the same label by label. They are None and empty if the training diverged; `by_label` is also
    empty where none of these sentences has a marked word, and in runs of earlier versions.
    """

    classifier: ClassifierKind
    accuracy: float | None
    num_judged: int
    seconds: float
    by_label: tuple[LabelAccuracy, ...] = ()

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
    def taken(self) -> TriedClassifier | None:
        """The kind that was chosen, as it was tried."""
        return next((tried for tried in self.tried if tried.classifier == self.chosen), None)

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
                "tried": tuple(map(_tried, values["tried"])),
                "stage": None if stage is None else SearchStage(**stage),
            }
        )


def _tried(values: dict[str, Any]) -> TriedClassifier:
    by_label = tuple(LabelAccuracy(**entry) for entry in values.get("by_label", ()))
    return TriedClassifier(**{**values, "by_label": by_label})
