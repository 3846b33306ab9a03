"""What became of the accuracy of each test set and of each label in it, and what chance allows."""

from __future__ import annotations

from dataclasses import dataclass

from rrr.proportions import is_clearly_less
from rrr.records import Evaluation

WORTH_NAMING = 0.02
"""A smaller change of accuracy is not named, however sure it is."""


@dataclass(frozen=True)
class AccuracyChange:
    """Shares of right answers of both models, in [0, 1], on one test set, or on its sentences of
    one label. `number` says of how many sentences; 0 where an earlier version did not keep it."""

    split: str
    label: str | None
    before: float
    after: float
    number: int

    @property
    def change(self) -> float:
        return self.after - self.before

    @property
    def is_named(self) -> bool:
        """Whether it is large enough to be told, and beyond chance as far as that is known."""
        return abs(self.change) >= WORTH_NAMING and (not self.number or self.is_beyond_chance)

    @property
    def is_clear_drop(self) -> bool:
        """Whether it fell, beyond chance."""
        return self.change <= -WORTH_NAMING and self.is_beyond_chance

    @property
    def is_beyond_chance(self) -> bool:
        """Whether the 95 % interval of the change leaves out 0.

        The interval is that of independent answers (Newcombe). Both models answer the same
        sentences, so it is wider than need be: what it calls a change is one.
        """
        return is_beyond_chance(self.before, self.after, self.number)


def is_beyond_chance(before: float, after: float, number: int) -> bool:
    """Whether two shares of `number` cases each differ beyond chance; not where number is 0."""
    return is_clearly_less(before, after, number) or is_clearly_less(after, before, number)


def split_changes(before: Evaluation, after: Evaluation) -> list[AccuracyChange]:
    """Of each test set that both were measured on."""
    return [
        AccuracyChange(name, None, before.accuracy[name], right, _number(before, after, name))
        for name, right in after.accuracy.items()
        if name in before.accuracy
    ]


def label_changes(before: Evaluation, after: Evaluation) -> list[AccuracyChange]:
    """Of each label of each test set that both were measured on; empty for earlier versions."""
    changes = []
    for split, of_labels in after.by_label.items():
        earlier = before.by_label.get(split, {})
        for label, (right, number) in of_labels.items():
            right_before, number_before = earlier.get(label, (0, 0))
            if number and number == number_before:
                changes.append(
                    AccuracyChange(
                        split, label, right_before / number_before, right / number, number
                    )
                )
    return changes


def _number(before: Evaluation, after: Evaluation, split: str) -> int:
    numbers = [
        sum(number for _, number in evaluation.by_label.get(split, {}).values())
        for evaluation in (before, after)
    ]
    return numbers[0] if numbers[0] == numbers[1] else 0
