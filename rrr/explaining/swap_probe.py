"""Reliance on marked words on a small sample, cheap enough to look at after every epoch."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rrr.explaining.changed_words import swapped_ids
from rrr.learning.pieces import AnyVocabulary, Row
from rrr.learning.trained import TrainedClassifier


class SwapProbe:
    """Share of predictions, in [0, 1], that change when the marked words are swapped.

    Args:
        texts: the sample; each text has a marked token.
        marked: indices of each text's marked tokens.
        replacements: the words that a marked word may be swapped for, at least one.
    """

    def __init__(
        self,
        texts: Sequence[str],
        marked: Sequence[Sequence[int]],
        replacements: Callable[[str], Sequence[str]],
    ) -> None:
        self._texts, self._marked, self._replacements = texts, marked, replacements
        self._encoded: tuple[AnyVocabulary, list[Row]] | None = None

    def __call__(self, trained: TrainedClassifier) -> float:
        if self._encoded is None or self._encoded[0] is not trained.vocabulary:
            self._encoded = trained.vocabulary, self._encode(trained)
        predicted = trained.probabilities_of_ids(self._encoded[1]).argmax(axis=1)
        before, after = predicted[: len(self._texts)], predicted[len(self._texts) :]
        return float((before != after).mean())

    def _encode(self, trained: TrainedClassifier) -> list[Row]:
        """The texts as they are, then swapped."""
        swapped = swapped_ids(trained, self._texts, self._marked, self._replacements)
        return [*trained.encode(self._texts), *swapped]
