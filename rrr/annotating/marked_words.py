"""From marked tokens to marked words, so that marks made in one split count in the others.

An annotator marks tokens of training sentences; whether a model leans on those words is measured
on sentences it has not seen, by striking out or swapping the same words there.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from rrr.records import LabelledTexts
from rrr.text import without_tokens, word_of, words_of

_NO_WORD = ""
"""Stands in no vocabulary: models read it as a word they do not know."""


@dataclass(frozen=True)
class MarkedWords:
    """The words that an annotator has marked.

    Args:
        label_counts: word -> label -> how often it was marked in sentences of this label.
        ordinary_words: words that are not marked, most frequent first.
    """

    label_counts: dict[str, Counter[str]]
    ordinary_words: tuple[str, ...]

    def marked_in(self, text: str) -> tuple[int, ...]:
        """Indices of the text's tokens that are marked words."""
        return tuple(
            index for index, word in enumerate(words_of(text)) if word in self.label_counts
        )

    def marked_throughout(self, data: LabelledTexts) -> LabelledTexts:
        """The same sentences with these words marked wherever they stand, beside their own marks.

        People mark training sentences; what is judged on others is to know of these words, too.
        """
        marked = (
            tuple(sorted({*by_hand, *self.marked_in(text)}))
            for text, by_hand in zip(data.texts, data.marked, strict=True)
        )
        return LabelledTexts(data.texts, data.labels, tuple(marked))

    def deleted_from(self, data: LabelledTexts) -> LabelledTexts:
        """The same sentences without the marked words and without any mark."""
        texts = (without_tokens(text, self.marked_in(text)) for text in data.texts)
        return LabelledTexts(tuple(texts), data.labels, ((),) * len(data))

    def replacements(self, word: str) -> tuple[str, ...]:
        """What a marked word may be swapped for, the hardest test there is.

        These are the marked words that went with another label; where there is none, ordinary
        frequent words; where every word is marked, one that no model knows. There is always one.
        """
        label = self._usual_labels.get(word_of(word))
        return self._others[label] if label in self._others else self._contrary_to(label)

    @cached_property
    def _usual_labels(self) -> dict[str, str]:
        return {
            word: max(sorted(counts), key=lambda label: counts[label])
            for word, counts in self.label_counts.items()
        }

    @cached_property
    def _others(self) -> dict[str | None, tuple[str, ...]]:
        """Label -> what a word of that label is swapped for: asked for at every marked token."""
        return {label: self._contrary_to(label) for label in set(self._usual_labels.values())}

    def _contrary_to(self, own: str | None) -> tuple[str, ...]:
        others = tuple(sorted(word for word, label in self._usual_labels.items() if label != own))
        return others or self.ordinary_words or (_NO_WORD,)


_NUM_ORDINARY_WORDS = 200


def marked_words(data: LabelledTexts) -> MarkedWords:
    """Collect the words marked in most of their occurrences, among sentences with marks.

    Sentences without any mark do not vote: most are simply not reviewed.
    """
    marked: dict[str, Counter[str]] = {}
    occurrences: Counter[str] = Counter()
    everything: Counter[str] = Counter()
    for text, label, indices in zip(data.texts, data.labels, data.marked, strict=True):
        words = words_of(text)
        everything.update(words)
        if indices:
            occurrences.update(words)
        for index in indices:
            marked.setdefault(words[index], Counter())[label] += 1
    usual = {
        word: counts for word, counts in marked.items() if 2 * counts.total() > occurrences[word]
    }
    unmarked = sorted((-count, word) for word, count in everything.items() if word not in marked)
    ordinary = [word for _, word in unmarked if word[0].isalnum()] or [word for _, word in unmarked]
    return MarkedWords(usual, tuple(ordinary[:_NUM_ORDINARY_WORDS]))
