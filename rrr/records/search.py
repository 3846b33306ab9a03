"""What the search for λ tried, and why it chose what it chose."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from rrr.records.evaluation import LabelAccuracy, Reliance
from rrr.records.search_stage import SearchStage

Outcome = Literal["good", "too_weak", "too_strong", "collapsed"]


@dataclass(frozen=True)
class Trial:
    """One training at one λ, judged on sentences it has not learned from.

    `reliance` is None if the training collapsed and was given up. `masked` says that the marked
    words' saliency fell although the reliance on them stayed: the heatmap alone changed.
    """

    reason_weight: float
    outcome: Outcome
    reliance: Reliance | None
    seconds: float
    masked: bool = False

    @property
    def story(self) -> str:
        """How it went, in a few words for people."""
        sentence = {
            "good": "no longer relies on them",
            "too_weak": "still relies on them",
            "too_strong": "costs accuracy",
            "collapsed": "stopped learning",
        }[self.outcome]
        return f"{sentence}, though the heatmap hides it" if self.masked else sentence

    @property
    def score(self) -> float:
        """Accuracy with the marked words neutralised; see `Reliance.neutral_accuracy`."""
        return 0.0 if self.reliance is None else self.reliance.neutral_accuracy


@dataclass(frozen=True)
class WeightSearch:
    """A search, finished or under way.

    `baseline` is the reliance of a model trained without the marks; `deleted_accuracy` is the
    neutral accuracy of a model trained on texts from which the marked words were deleted, in
    [0, 1]: what the search has to reach. Both are None until they have been measured.
    `deleted_by_label` is the same label by label; empty in runs of earlier versions. `stage` is the
    training under way. It is None when the search is over; then `chosen` is the λ that was
    chosen, and `why` says why in a sentence.
    """

    baseline: Reliance | None = None
    deleted_accuracy: float | None = None
    trials: tuple[Trial, ...] = ()
    stage: SearchStage | None = None
    chosen: float | None = None
    why: str = ""
    deleted_by_label: tuple[LabelAccuracy, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values, read back by `from_dict`."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> WeightSearch:
        """The search that `to_dict` wrote."""
        trials = tuple(
            Trial(**{**trial, "reliance": _reliance(trial["reliance"])})
            for trial in values["trials"]
        )
        stage = values["stage"]
        return cls(
            **{
                **values,
                "baseline": _reliance(values["baseline"]),
                "trials": trials,
                "deleted_by_label": tuple(
                    LabelAccuracy(**entry) for entry in values.get("deleted_by_label", ())
                ),
                "stage": None if stage is None else SearchStage(**stage),
            }
        )


def _reliance(values: dict[str, Any] | None) -> Reliance | None:
    return None if values is None else Reliance(**values)
