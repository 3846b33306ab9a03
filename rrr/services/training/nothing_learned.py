"""What is said where a classifier learns nothing although no mark keeps it from learning."""

from __future__ import annotations

from collections import Counter

from rrr.counted import counted
from rrr.errors import DataError
from rrr.formats.percent import percent
from rrr.records import EpochReport, LabelledTexts
from rrr.services.training.guessing import Guessing
from rrr.text import words_key

REMEDY = (
    "There are too few training sentences, or their labels do not depend on their words. Check "
    "the labels, and import more sentences (“Projects”)."
)


def refuse_guessing(training: LabelledTexts, last: EpochReport | None) -> None:
    """Go no further where a training without marks has learned nothing of its own sentences.

    Args:
        training: what was learned from.
        last: the end of that training; None or a few epochs are not judged.

    Raises:
        DataError: if it still guesses.
    """
    guessing = Guessing.of(training.labels)
    if last is None or not guessing.is_all(last):
        return
    raise DataError(
        f"The classifier learns nothing from these {len(training):,} training sentences, already "
        f"without your marks: after {counted(last.num_epochs, 'epoch')} it is right in "
        f"{percent(last.metrics['accuracy'])} of them, where the commonest label alone gives "
        f"{percent(guessing.accuracy)}. So no λ was sought. {_contradictions(training)}{REMEDY} "
        "If both are as they should be, train for more epochs or with another learning rate."
    )


def num_contradicted(*splits: LabelledTexts) -> int:
    """How many sentences have the very words of a sentence with another label."""
    labels: dict[bytes, Counter[str]] = {}
    for data in splits:
        for text, label in zip(data.texts, data.labels, strict=True):
            labels.setdefault(words_key(text), Counter())[label] += 1
    return sum(counts.total() for counts in labels.values() if len(counts) > 1)


def _contradictions(data: LabelledTexts) -> str:
    number = num_contradicted(data)
    if not number:
        return ""
    return f"{number:,} sentences appear twice with different labels. "
