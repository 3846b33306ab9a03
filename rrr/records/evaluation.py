"""What is measured on a trained model."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

GUESSES = 0.1
"""Skill up to which a model tells the labels apart hardly better than by guessing."""


@dataclass(frozen=True)
class Followed:
    """One marked word that predictions follow: swapped alone in `number` sentences, it changed the
    prediction in `rate` of them, in [0, 1]."""

    word: str
    rate: float
    number: int


@dataclass(frozen=True)
class LabelAccuracy:
    """Accuracy without the marked words' help, in [0, 1], on one label's `number` sentences."""

    number: int
    accuracy: float


@dataclass(frozen=True)
class Reliance:
    """How much predictions depend on the marked words of a set of examples.

    Measured by intervention on the examples that hold at least one marked word, never by gradient
    alone: `swap_flip_rate` and `removal_change` are the shares of those examples, in [0, 1], whose
    predicted label changes when their marked words are swapped for others, or removed.
    `saliency_share` is the marked words' mean share of the sentence's saliency, in [0, 1].

    `swapped_accuracy` and `removed_accuracy` are the shares of right predictions over all examples,
    those without marked words too, after the swap and after the removal; None where they were not
    measured (labels unknown, or a run of an earlier version). `followed` is the marked word that
    predictions follow most, None where none is followed or it was not measured. `by_label` has the
    neutral accuracy on each label's sentences, in the order of the labels, leaving out labels that
    have none; it is empty where it was not measured.
    """

    num_examples: int
    swap_flip_rate: float
    removal_change: float
    saliency_share: float
    swapped_accuracy: float | None = None
    removed_accuracy: float | None = None
    followed: Followed | None = None
    by_label: tuple[LabelAccuracy, ...] = ()

    def __post_init__(self) -> None:
        stored = (
            LabelAccuracy(**entry) if isinstance(entry, dict) else entry for entry in self.by_label
        )
        object.__setattr__(self, "by_label", tuple(stored))
        if isinstance(self.followed, dict):  # as it was stored
            object.__setattr__(self, "followed", Followed(**self.followed))

    @property
    def num_judged(self) -> int:
        """Sentences that the accuracies are of; where that was not measured, those with a marked
        word."""
        return sum(label.number for label in self.by_label) or self.num_examples

    @property
    def neutral_accuracy(self) -> float:
        """The lower of the two accuracies: how right the model is without the marked words' help.

        A model that relies on them is right where they are removed less often than it might be,
        and wrong where they are swapped for those of another label.
        """
        return min(self.swapped_accuracy or 0.0, self.removed_accuracy or 0.0)


@dataclass(frozen=True)
class Evaluation:
    """Measured once when a run finishes. `reliance` is None where no marked word occurs.

    `accuracy` is the share of right predictions on each test split, in [0, 1]. `skill` tells the
    same apart from how common the labels are: the mean over the k labels of the share of their
    sentences that are named rightly, scaled so that 0 is guessing, whichever way, and 1 all right;
    below 0 is worse than guessing. It is empty for runs of earlier versions, and leaves out splits
    of one label. `num_cut_marks` are the marks of training sentences beyond what the model reads of
    a text (`max_tokens`), which did nothing; None for runs of earlier versions. `by_label` has
    for each test split, and each label that occurs there, how many of its sentences are answered
    rightly, and of how many; empty for runs of earlier versions. `num_contradicted` sentences, of
    all splits, have the very words of another with another label; None for earlier versions.
    """

    accuracy: dict[str, float]
    reliance: Reliance | None
    skill: dict[str, float] = field(default_factory=dict)
    num_cut_marks: int | None = None
    by_label: dict[str, dict[str, tuple[int, int]]] = field(default_factory=dict)
    num_contradicted: int | None = None

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Evaluation:
        """The evaluation that `dataclasses.asdict` made plain values of."""
        reliance = values["reliance"]
        by_label = {
            split: {label: (int(right), int(number)) for label, (right, number) in counts.items()}
            for split, counts in values.get("by_label", {}).items()
        }
        return cls(
            **{
                **values,
                "reliance": None if reliance is None else Reliance(**reliance),
                "by_label": by_label,
            }
        )

    @property
    def is_guessing(self) -> bool:
        """Whether it does hardly better than guessing on each test split that tells."""
        return bool(self.skill) and max(self.skill.values()) <= GUESSES
