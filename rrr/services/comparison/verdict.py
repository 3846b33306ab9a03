"""An honest verdict on what the marks changed. Pure: two evaluations in, a verdict out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from rrr.proportions import is_clearly_less
from rrr.records import Evaluation, Reliance, WeightSearch
from rrr.services.comparison import verdict_sentences as sentences
from rrr.services.comparison.accuracy_changes import (
    AccuracyChange,
    is_beyond_chance,
    label_changes,
    split_changes,
)
from rrr.services.comparison.deleting import three_results
from rrr.services.training.heatmap_alone import FELL, heatmap_changed_alone

VerdictKind = Literal[
    "cured",
    "cured_at_a_price",
    "partly",
    "only_the_heatmap_changed",
    "unchanged",
    "made_worse",
    "nothing_to_cure",
    "nothing_learned",
    "too_few_to_tell",
]

CURED: frozenset[VerdictKind] = frozenset({"cured", "cured_at_a_price"})

COLLAPSE = 0.15
"""Fall of the mean accuracy over the test splits from which the model counts as damaged.

Losing a cue that agrees with the label costs accuracy where the cue still agrees, and that is no
damage; splits where it does not agree gain. A mean that falls this much has another cause.
"""
NOTHING_TO_CURE = 0.02
CURED_SWAP, CURED_REMOVAL = 0.05, 0.10
ROSE = 0.05


@dataclass(frozen=True)
class Verdict:
    """What is told of two models. All sentences are plain text for people.

    `sentence` is the headline. `improved` and `cost` name test sets whose accuracy changed beyond
    chance. `worst` is the label that lost most, None where no label lost or labels were not
    counted. `deleting` sets both models beside one trained with the words just deleted.
    """

    kind: VerdictKind
    sentence: str
    improved: tuple[str, ...] = ()
    cost: tuple[str, ...] = ()
    worst: AccuracyChange | None = None
    deleting: str = ""
    notes: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        if self.kind == "cured_at_a_price":
            return "Cured, at a price"
        return self.kind.replace("_", " ").capitalize()

    @property
    def sections(self) -> list[tuple[str, tuple[str, ...]]]:
        """Headings and their sentences: the same in the app, the shell and the report."""
        worst = () if self.worst is None else (sentences.of_change(self.worst),)
        headed = [
            ("What improved", self.improved),
            ("What it cost", self.cost),
            ("Worst label", worst),
            ("Just deleting the words", (self.deleting,) if self.deleting else ()),
            ("Keep in mind", self.notes),
        ]
        return [(heading, lines) for heading, lines in headed if lines]


def verdict(before: Evaluation, after: Evaluation, search: WeightSearch | None = None) -> Verdict:
    """Judge by intervention first, by heatmap last.

    "Reliance" below is the share of sentences with marked words whose prediction changes when
    these words are swapped for others; each kind is the first that fits:

    - nothing_learned: on no test split does either model do much better than guessing, so the
      marks are not to blame.
    - made_worse: mean accuracy over the test splits fell by 15 points or more, on one of them
      clearly, or reliance rose by 5 points or more and beyond chance.
    - nothing_to_cure: no sentence holds a marked word, or swapping and removing them changed
      fewer than 2 % of the predictions already before.
    - cured: reliance is at most 5 % and at most half of what it was, and removing the marked
      words changes at most 10 %.
    - cured_at_a_price: the same, but a test split or a label in it fell clearly, or the search
      for λ found a clear loss without the words' help: to a model trained with the words deleted,
      on all sentences or on one label's, or to the model before.
    - partly: reliance fell by a quarter or more.
    - too_few_to_tell: one of these, but what fell may have fallen by chance.
    - only_the_heatmap_changed: reliance did not, but the marked words' share of the saliency fell
      by half or more.
    - unchanged: neither did.

    A change is clear if it is 2 points or more, and its 95 % interval leaves out 0.

    Args:
        before: of the first model.
        after: of the second model.
        search: how the λ of the second model was found; None if it was given.
    """
    if before.is_guessing and after.is_guessing:
        return Verdict("nothing_learned", sentences.nothing_learned(before, after))
    splits, labels = split_changes(before, after), label_changes(before, after)
    has_lost = any(change.is_clear_drop for change in (*splits, *labels))
    three = three_results(search)
    has_price = has_lost or (three is not None and bool(three.losses))
    kind = _kind(before, after, splits, has_price=has_price)
    lost = min(labels, key=lambda change: (not change.is_clear_drop, change.change), default=None)
    return Verdict(
        kind,
        sentences.headline(kind, before, after),
        sentences.improved(splits, before, after),
        sentences.cost(splits, labels, before, after),
        lost if lost is not None and lost.change < 0 else None,
        sentences.deleting(search),
        sentences.notes(splits, after, has_lost=has_lost),
    )


def verdict_values(judged: Verdict) -> dict[str, Any]:
    """A verdict as plain values, for other programs and the shell."""
    return {
        "kind": judged.kind,
        "title": judged.title,
        "sentence": judged.sentence,
        "sections": {heading: list(lines) for heading, lines in judged.sections},
        "worst_label": None if judged.worst is None else asdict(judged.worst),
    }


def is_low(reliance: Reliance) -> bool:
    """Whether it is as low as after a cure."""
    return reliance.swap_flip_rate <= CURED_SWAP and reliance.removal_change <= CURED_REMOVAL


def _kind(
    before: Evaluation, after: Evaluation, splits: Sequence[AccuracyChange], *, has_price: bool
) -> VerdictKind:
    """Of two models that have learned something."""
    fell_far = splits and sum(change.change for change in splits) / len(splits) <= -COLLAPSE
    # Where sentences were not counted, nobody knows what chance allows.
    if fell_far and any(change.is_clear_drop or not change.number for change in splits):
        return "made_worse"
    old, new = before.reliance, after.reliance
    if old is None or new is None:
        return "nothing_to_cure"
    number = min(old.num_examples, new.num_examples)
    rose = new.swap_flip_rate >= old.swap_flip_rate + ROSE
    if rose and is_beyond_chance(old.swap_flip_rate, new.swap_flip_rate, number):
        return "made_worse"
    if max(old.swap_flip_rate, old.removal_change) < NOTHING_TO_CURE:
        return "nothing_to_cure"
    fell = is_clearly_less(new.swap_flip_rate, old.swap_flip_rate, number)
    halved = new.swap_flip_rate <= old.swap_flip_rate / 2
    if halved and is_low(new):
        if not (fell or is_clearly_less(new.removal_change, old.removal_change, number)):
            return "too_few_to_tell"
        return "cured_at_a_price" if has_price else "cured"
    if new.swap_flip_rate <= FELL * old.swap_flip_rate:
        return "partly" if fell else "too_few_to_tell"
    if heatmap_changed_alone(old, new):
        return "only_the_heatmap_changed"
    return "unchanged"
