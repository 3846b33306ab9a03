"""What the λ that a search takes is known to cost, beyond chance. The search's sentence and the
verdict both go by it, so that they agree. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rrr.proportions import is_clearly_less
from rrr.records import LabelAccuracy, Reliance


@dataclass(frozen=True)
class LostLabel:
    """A label that deleting the words leaves clearly more right: its place among the labels that
    were judged, and shares of right answers in [0, 1], struck words being no help."""

    place: int
    after: float
    deleted: float


@dataclass(frozen=True)
class SearchLosses:
    """Whether the model with the marks is clearly less right, struck words being no help, than one
    trained on texts without the words, and than one trained without the marks; and the label that
    lost most to the former, if any did clearly."""

    to_deleting: bool
    to_before: bool
    label: LostLabel | None

    def __bool__(self) -> bool:
        return self.to_deleting or self.to_before or self.label is not None


def search_losses(
    taken: Reliance,
    baseline: Reliance,
    deleted_accuracy: float,
    deleted_by_label: Sequence[LabelAccuracy] = (),
) -> SearchLosses:
    """Of a trial, by what the search has measured."""
    number = taken.num_examples
    lost = [
        LostLabel(place, ours.accuracy, theirs.accuracy)
        for place, (ours, theirs) in enumerate(zip(taken.by_label, deleted_by_label, strict=False))
        if is_clearly_less(ours.accuracy, theirs.accuracy, min(ours.number, theirs.number))
    ]
    return SearchLosses(
        is_clearly_less(taken.neutral_accuracy, deleted_accuracy, number),
        is_clearly_less(taken.neutral_accuracy, baseline.neutral_accuracy, number),
        max(lost, key=lambda each: each.deleted - each.after, default=None),
    )
