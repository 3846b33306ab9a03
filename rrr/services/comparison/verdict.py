"""One honest sentence about what the marks changed. Pure: two evaluations in, a verdict out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rrr.counted import counted
from rrr.formats.percent import percent
from rrr.records import Evaluation, Reliance
from rrr.services.training.heatmap_alone import FELL, heatmap_changed_alone
from rrr.services.training.nothing_learned import REMEDY

VerdictKind = Literal[
    "cured",
    "partly",
    "only_the_heatmap_changed",
    "unchanged",
    "made_worse",
    "nothing_to_cure",
    "nothing_learned",
]

COLLAPSE = 0.15
"""Fall of the mean accuracy over the test splits from which the model counts as damaged.

Losing a cue that agrees with the label costs accuracy where the cue still agrees, and that is no
damage; splits where it does not agree gain. A mean that falls this much has another cause.
"""
NOTHING_TO_CURE = 0.02
CURED_SWAP, CURED_REMOVAL = 0.05, 0.10
ROSE = 0.05
FEW_EXAMPLES = 30
WORTH_NAMING = 0.02
WORTH_A_RATIO = 2


@dataclass(frozen=True)
class Verdict:
    """`sentence` is plain text for people, with the numbers behind `kind`."""

    kind: VerdictKind
    sentence: str

    @property
    def title(self) -> str:
        return self.kind.replace("_", " ").capitalize()


def verdict(before: Evaluation, after: Evaluation) -> Verdict:
    """Judge by intervention first, by heatmap last.

    "Reliance" below is the share of sentences with marked words whose prediction changes when
    these words are swapped for others; each kind is the first that fits:

    - nothing_learned: on no test split does either model do much better than guessing, so the
      marks are not to blame.
    - made_worse: mean accuracy over the test splits fell by 15 points or more, or reliance rose
      by 5 points or more.
    - nothing_to_cure: no sentence holds a marked word, or swapping and removing them changed
      fewer than 2 % of the predictions already before.
    - cured: reliance is at most 5 % and at most half of what it was, and removing the marked
      words changes at most 10 %.
    - partly: reliance fell by a quarter or more.
    - only_the_heatmap_changed: reliance did not, but the marked words' share of the saliency fell
      by half or more.
    - unchanged: neither did.
    """
    kind = _kind(before, after)
    if kind == "nothing_learned":
        return Verdict(kind, _nothing_learned(before, after))
    unmeasured = before.reliance is None or after.reliance is None
    parts = [
        "" if unmeasured and kind == "nothing_to_cure" else _lead(kind, before, after),
        _reliance(before.reliance, after.reliance),
        _FLATTERS if kind == "partly" and _heatmap_flatters(before, after) else "",
        _without_them(before.reliance, after.reliance),
        _accuracy(before, after),
    ]
    return Verdict(kind, " ".join(part for part in parts if part))


def _kind(before: Evaluation, after: Evaluation) -> VerdictKind:
    if before.is_guessing and after.is_guessing:
        return "nothing_learned"
    change = _accuracy_change(before, after).values()
    if change and sum(change) / len(change) <= -COLLAPSE:
        return "made_worse"
    old, new = before.reliance, after.reliance
    if old is None or new is None:
        return "nothing_to_cure"
    if new.swap_flip_rate >= old.swap_flip_rate + ROSE:
        return "made_worse"
    if max(old.swap_flip_rate, old.removal_change) < NOTHING_TO_CURE:
        return "nothing_to_cure"
    halved = new.swap_flip_rate <= old.swap_flip_rate / 2
    if halved and new.swap_flip_rate <= CURED_SWAP and new.removal_change <= CURED_REMOVAL:
        return "cured"
    if new.swap_flip_rate <= FELL * old.swap_flip_rate:
        return "partly"
    if heatmap_changed_alone(old, new):
        return "only_the_heatmap_changed"
    return "unchanged"


def _nothing_learned(before: Evaluation, after: Evaluation) -> str:
    name = max(before.skill, key=before.skill.__getitem__)
    told = f"On “{name.replace('_', ' ')}” it is right in {percent(before.accuracy[name])}"
    if name in after.accuracy:
        told += f", with the marks in {percent(after.accuracy[name])}"
    return (
        "Already without the marks the model tells the labels apart hardly better than by "
        f"guessing, so this says nothing about the marks. {told}. {REMEDY}"
    )


def _heatmap_flatters(before: Evaluation, after: Evaluation) -> bool:
    """Whether the saliency share fell at least twice as far, as a ratio, as the reliance."""
    old, new = before.reliance, after.reliance
    if old is None or new is None:
        return False
    return 2 * new.saliency_share * old.swap_flip_rate <= new.swap_flip_rate * old.saliency_share


_FLATTERS = "The heatmap makes this look better than it is."
_LEAD: dict[VerdictKind, str] = {
    "unchanged": "The marks changed little. Train again with a larger reason weight.",
    "made_worse": (
        "The model got worse with the marks. Train again with a smaller reason weight, or keep "
        "the model from before."
    ),
    "nothing_to_cure": "The model hardly relied on the marked words to begin with.",
}


def _lead(kind: VerdictKind, before: Evaluation, after: Evaluation) -> str:
    if kind == "cured":
        return f"The model {_how_much_less(before.reliance, after.reliance)} the marked words."
    if kind == "partly":
        less = _how_much_less(before.reliance, after.reliance)
        return f"The model {less} the marked words, but {_still(after.reliance)}."
    if kind == "only_the_heatmap_changed":
        return (
            f"The gradient heatmap is cleaner, but {_still(after.reliance)}. Don’t trust the "
            "heatmap here; train again with a larger reason weight."
        )
    return _LEAD[kind]


def _how_much_less(old: Reliance | None, new: Reliance | None) -> str:
    """How far the reliance fell, as a ratio where that says something."""
    if old is None or new is None or new.swap_flip_rate == 0:
        return "no longer relies on"
    times = old.swap_flip_rate / new.swap_flip_rate
    return f"relies {times:.0f} times less on" if times >= WORTH_A_RATIO else "relies less on"


def _still(reliance: Reliance | None) -> str:
    if reliance is None or reliance.followed is None:
        return "its predictions still follow them"
    word, rate = reliance.followed.word, percent(reliance.followed.rate)
    return f"predictions still follow “{word}” in {rate} of swaps"


def _without_them(old: Reliance | None, new: Reliance | None) -> str:
    """What the model is worth where the marked words are taken out."""
    if old is None or new is None or old.removed_accuracy is None or new.removed_accuracy is None:
        return ""
    was, now = old.removed_accuracy, new.removed_accuracy
    if abs(now - was) < WORTH_NAMING:
        return f"Accuracy without them stayed at {percent(now)}."
    verb = "rose" if now > was else "fell"
    return f"Accuracy without them {verb} from {percent(was)} to {percent(now)}."


def _reliance(old: Reliance | None, new: Reliance | None) -> str:
    if old is None or new is None:
        return "There is no reliance to measure: no test sentence holds a marked word."
    sentence = (
        f"Swapping them for other words changes {percent(new.swap_flip_rate)} of the predictions "
        f"(before: {percent(old.swap_flip_rate)})"
    )
    if max(old.removal_change, new.removal_change) > max(old.swap_flip_rate, new.swap_flip_rate):
        sentence += (
            f", removing them {percent(new.removal_change)} (before: {percent(old.removal_change)})"
        )
    if new.num_examples < FEW_EXAMPLES:
        sentence += f"; measured on only {counted(new.num_examples, 'sentence')}"
    return sentence + "."


def _accuracy(before: Evaluation, after: Evaluation) -> str:
    """Name the split that gained most and the one that lost most, where it is worth naming."""
    change = _accuracy_change(before, after)
    if not change:
        return ""
    gained, lost = max(change, key=change.__getitem__), min(change, key=change.__getitem__)
    named = [gained] if change[gained] >= WORTH_NAMING else []
    named += [lost] if change[lost] <= -WORTH_NAMING else []
    if not named:
        return "Accuracy stayed within 2 points on every test split."
    told = [
        f"{percent(after.accuracy[name])} of the “{name.replace('_', ' ')}” sentences "
        f"(before: {percent(before.accuracy[name])})"
        for name in named
    ]
    return f"It is right in {' and '.join(told)}."


def _accuracy_change(before: Evaluation, after: Evaluation) -> dict[str, float]:
    """After minus before, on each test split that both were measured on."""
    return {
        name: after.accuracy[name] - before.accuracy[name]
        for name in after.accuracy
        if name in before.accuracy
    }
