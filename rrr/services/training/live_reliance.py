"""Reliance on the marked words epoch by epoch, on a sample small enough not to be felt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from rrr.annotating.marked_words import MarkedWords
from rrr.records import LabelledTexts

if TYPE_CHECKING:
    from rrr.learning.trained import TrainedClassifier

MOST, LEAST = 200, 20
"""Sentences looked at, at most and at least."""
_SHARE = 20
"""One for so many that are learned from: each is read twice, those are gone through three times and
more (forwards, and backwards for both factors), so this costs a thirtieth of an epoch or less."""


def live_reliance(
    words: MarkedWords, held_out: LabelledTexts | None, training: LabelledTexts
) -> Callable[[TrainedClassifier], Mapping[str, float]] | None:
    """What is to be measured after each epoch, as `reliance`: the share of predictions, in [0, 1],
    that swapping the marked words changes in a sample of the held-out sentences (or, where these
    hold none of the words, of the training sentences). None where the words stand nowhere."""
    number = min(MOST, max(LEAST, len(training) // _SHARE))
    for data in (held_out, training):
        sample = _spread(words, data, number) if data is not None and words.label_counts else []
        if sample:
            break
    else:
        return None
    from rrr.explaining.swap_probe import SwapProbe  # loads TensorFlow: only when needed

    texts, marked = zip(*sample, strict=True)
    probe = SwapProbe(texts, marked, words.replacements)
    return lambda trained: {"reliance": probe(trained)}


def _spread(
    words: MarkedWords, data: LabelledTexts, number: int
) -> list[tuple[str, tuple[int, ...]]]:
    """Up to `number` texts with marked words, and where these stand, from all over the data."""
    sample: list[tuple[str, tuple[int, ...]]] = []
    steps = max(1, len(data) // number)
    for first in range(steps):  # every so-and-so-many-th, then those behind them, …
        for text in data.texts[first::steps]:
            if marked := words.marked_in(text):
                sample.append((text, marked))
                if len(sample) == number:
                    return sample
    return sample
