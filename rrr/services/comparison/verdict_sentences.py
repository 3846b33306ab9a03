"""The sentences of a verdict, with their numbers. Nothing "rose" or "fell" within chance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rrr.counted import counted
from rrr.formats.percent import NO_BREAK_SPACE, percent
from rrr.records import Evaluation, Reliance, WeightSearch
from rrr.services.comparison.accuracy_changes import (
    WORTH_NAMING,
    AccuracyChange,
    is_beyond_chance,
)
from rrr.services.comparison.deleting import three_results
from rrr.services.training.nothing_learned import REMEDY

if TYPE_CHECKING:
    from rrr.services.comparison.verdict import VerdictKind

FEW_EXAMPLES = 30
SMALL_TEST = 100
"""With fewer sentences than this even a change of ten points may be chance."""
_UNDER = 0.01

_FLATTERS = "The heatmap makes this look better than it is."
_NO_LEAD = {
    "too_few_to_tell": (
        "Too few sentences with a struck word were measured to tell what the marks changed. Import "
        "more test sentences that hold one."
    ),
    "unchanged": (
        "The marks changed little. Train again with a larger λ: in the Settings of the Train page "
        "switch off “Find λ automatically”, and set “λ, weight of your marks”."
    ),
    "made_worse": (
        "The model got worse with the marks. Train again with a smaller λ, or keep the model from "
        "before."
    ),
    "nothing_to_cure": "The model hardly relied on the struck words to begin with.",
}


def headline(kind: VerdictKind, before: Evaluation, after: Evaluation) -> str:
    """What happened to the reliance."""
    old, new = before.reliance, after.reliance
    unmeasured = old is None or new is None
    parts = [
        "" if unmeasured and kind == "nothing_to_cure" else _lead(kind, new),
        _reliance(old, new),
        _FLATTERS if kind == "partly" and _heatmap_flatters(old, new) else "",
    ]
    return " ".join(part for part in parts if part)


def nothing_learned(before: Evaluation, after: Evaluation) -> str:
    """For two models that guess."""
    name = max(before.skill, key=before.skill.__getitem__)
    sentence = f"On “{_spaced(name)}” it is right in {percent(before.accuracy[name])}"
    if name in after.accuracy:
        sentence += f", with the marks in {percent(after.accuracy[name])}"
    return (
        "Already without the marks the model tells the labels apart hardly better than by "
        f"guessing, so this says nothing about the marks. {sentence}. {REMEDY}"
    )


def improved(
    splits: Sequence[AccuracyChange], before: Evaluation, after: Evaluation
) -> tuple[str, ...]:
    """The test sets that gained."""
    gained = [change for change in (*splits, *_removed(splits, before, after)) if change.change > 0]
    return tuple(of_change(change) for change in gained if change.is_named)


def cost(
    splits: Sequence[AccuracyChange],
    labels: Sequence[AccuracyChange],
    before: Evaluation,
    after: Evaluation,
) -> tuple[str, ...]:
    """The test sets and labels that lost, or that none did."""
    lost = [change for change in (*splits, *_removed(splits, before, after)) if change.change < 0]
    lines = [of_change(change) for change in lost if change.is_named]
    dropped = dict.fromkeys(change.label for change in labels if change.is_clear_drop)
    if dropped:
        names = ", ".join(f"“{name}”" for name in dropped)
        lines.append(
            f"Labels that fell: {names}." if len(dropped) > 1 else f"One label fell: {names}."
        )
    if lines or not splits:
        return tuple(lines)
    if all(change.number for change in splits):
        return ("Accuracy fell nowhere beyond chance.",)
    return ("No test set lost 2 points or more.",)


def of_change(change: AccuracyChange) -> str:
    """One change of accuracy."""
    with_label = "" if change.label is None else f" labelled “{change.label}”"
    number = f"{change.number:,} " if change.number else ""
    if change.split == _REMOVED:
        sentences = "the sentences with their struck words removed"
    else:
        sentences = f"the {number}“{_spaced(change.split)}” sentences{with_label}"
    chance = change.number and not change.is_beyond_chance
    sentence = (
        f"Right in {percent(change.after)} of {sentences} (before: {percent(change.before)})."
    )
    return f"{sentence} This may be chance." if chance else sentence


def deleting(search: WeightSearch | None) -> str:
    """Both models beside one that was trained on texts without the struck words."""
    results = three_results(search)
    if results is None:
        return (
            "Not known: nobody trained a model with the struck words just deleted. The search for "
            "λ does it."
        )
    sentence = (
        "On the sentences that λ was chosen by, with the struck words swapped or removed, the "
        "worse of the two: "
        f"{percent(results.before)} right without your marks, {percent(results.after)} with them, "
        f"{percent(results.deleted)} with the words just deleted."
    )
    losses = results.losses
    if losses.to_deleting:
        return f"{sentence} Deleting is clearly better here."
    if losses.label is not None:
        return (
            f"{sentence} For one label deleting is clearly better: of its sentences "
            f"{percent(losses.label.after)} are right with your marks, "
            f"{percent(losses.label.deleted)} with the words deleted."
        )
    if losses.to_before:
        return f"{sentence} Your marks clearly cost accuracy there."
    if results.is_deleting_worse:
        return f"{sentence} Your marks are clearly better than deleting."
    return f"{sentence} Between your marks and deleting there is no clear difference."


def notes(
    splits: Sequence[AccuracyChange], after: Evaluation, *, has_lost: bool
) -> tuple[str, ...]:
    """What limits the verdict."""
    limits = []
    if has_lost:
        limits.append(
            "Part of a drop can be the price of not cheating: where struck words agree with the "
            "label, a model that uses them is right for the wrong reason."
        )
    small = [change for change in splits if 0 < change.number < SMALL_TEST]
    limits += [
        f"“{_spaced(change.split)}” has only {counted(change.number, 'sentence')}: small changes "
        "there may be chance."
        for change in small
    ]
    if after.num_contradicted:
        limits.append(
            f"{after.num_contradicted:,} sentences stand in your file with another label, too. No "
            "model can be right about both: correct the labels."
        )
    if after.reliance is not None:
        limits.append("Each model was trained once. Another seed can move these numbers.")
    return tuple(limits)


_REMOVED = "with the struck words removed"


def _removed(
    splits: Sequence[AccuracyChange], before: Evaluation, after: Evaluation
) -> list[AccuracyChange]:
    """What both models are worth where the struck words are taken out of the sentences."""
    old, new = before.reliance, after.reliance
    if old is None or new is None or old.removed_accuracy is None or new.removed_accuracy is None:
        return []
    number = new.num_examples if any(change.number for change in splits) else 0
    return [AccuracyChange(_REMOVED, None, old.removed_accuracy, new.removed_accuracy, number)]


def _lead(kind: VerdictKind, new: Reliance | None) -> str:
    if kind in ("cured", "cured_at_a_price"):
        if new is None or new.swap_flip_rate < _UNDER:
            return "The model no longer relies on the struck words."
        return "The model hardly relies on the struck words any more."
    if kind == "partly":
        return f"The model relies less on the struck words, but {_still(new)}."
    if kind == "only_the_heatmap_changed":
        return (
            f"The gradient heatmap is cleaner, but {_still(new)}. Don’t trust the heatmap here; "
            "train again with a larger λ."
        )
    return _NO_LEAD[kind]


def _heatmap_flatters(old: Reliance | None, new: Reliance | None) -> bool:
    """Whether the saliency share fell at least twice as far, as a ratio, as the reliance."""
    if old is None or new is None:
        return False
    return 2 * new.saliency_share * old.swap_flip_rate <= new.swap_flip_rate * old.saliency_share


def _still(reliance: Reliance | None) -> str:
    if reliance is None or reliance.followed is None:
        return "its predictions still follow them"
    word, rate = reliance.followed.word, percent(reliance.followed.rate)
    return f"predictions still follow “{word}” in {rate} of swaps"


def _reliance(old: Reliance | None, new: Reliance | None) -> str:
    if old is None or new is None:
        return "There is no reliance to measure: no test sentence holds a struck word."
    sentence = (
        f"Swapping them for other words changed {_about(old.swap_flip_rate)} of the predictions "
        f"before and changes {_about(new.swap_flip_rate)} now"
    )
    if max(old.removal_change, new.removal_change) > max(old.swap_flip_rate, new.swap_flip_rate):
        sentence += (
            f"; removing them changed {_about(old.removal_change)} and changes "
            f"{_about(new.removal_change)}"
        )
    number = min(old.num_examples, new.num_examples)
    differ = abs(old.swap_flip_rate - new.swap_flip_rate) >= WORTH_NAMING
    if differ and not is_beyond_chance(old.swap_flip_rate, new.swap_flip_rate, number):
        sentence += "; the difference may be chance"
    if new.num_examples < FEW_EXAMPLES:
        sentence += f"; measured on only {counted(new.num_examples, 'sentence')}"
    return sentence + "."


def _about(share: float) -> str:
    """A share without false precision: what is nearly nothing is "under 1 %"."""
    return f"under 1{NO_BREAK_SPACE}%" if 0 < share < _UNDER else percent(share)


def _spaced(name: str) -> str:
    return name.replace("_", " ")
