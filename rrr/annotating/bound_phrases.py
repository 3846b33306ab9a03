"""Words that stand so firmly beside a word that they belong to it: “handled by”."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

LONGEST = 4
"""Words of a phrase, at most."""
FEWEST = 5
"""In fewer sentences nothing is bound to a word."""
_BOUND = 0.8
"""Share of a word's sentences in which another, or the whole phrase, must stand with it."""


def bound_phrase(
    word: str, sentences: Sequence[Sequence[str]], is_fellow: Callable[[str], bool]
) -> tuple[str, ...]:
    """The longest phrase around a word that stands in nearly all of its sentences.

    Args:
        word: in the vocabulary's form.
        sentences: the words of sentences that hold it.
        is_fellow: whether a word goes with the same label. Others, as “the”, stand beside many
            words and make no phrase of them.

    Returns:
        The words of the phrase; the word alone where none is bound to it.
    """
    phrase: tuple[str, ...] = (word,)
    if len(sentences) < FEWEST:
        return phrase
    least = _BOUND * len(sentences)
    while len(phrase) < LONGEST:
        longer = _grown(phrase, sentences, least, is_fellow)
        if longer is None:
            break
        phrase = longer
    return phrase


def is_bound(phrase: str, sentences: Iterable[Sequence[str]]) -> bool:
    """Whether a word hardly stands outside a phrase.

    Args:
        phrase: words in the vocabulary's form with a space between.
        sentences: the words of sentences that hold the word.
    """
    contains_phrase = [f" {phrase} " in f" {' '.join(words)} " for words in sentences]
    return bool(contains_phrase) and sum(contains_phrase) >= _BOUND * len(contains_phrase)


def _grown(
    phrase: tuple[str, ...],
    sentences: Sequence[Sequence[str]],
    least: float,
    is_fellow: Callable[[str], bool],
) -> tuple[str, ...] | None:
    """The phrase with one more word at one of its ends; None where none is bound to it."""
    counts: Counter[tuple[str, ...]] = Counter()
    for words in sentences:
        counts.update(set(_grown_in(phrase, words)))
    for longer, number in counts.most_common():
        if number < least:
            return None
        added = longer[0] if longer[1:] == phrase else longer[-1]
        if any(map(str.isalnum, added)) and is_fellow(added):
            return longer
    return None


def _grown_in(phrase: tuple[str, ...], words: Sequence[str]) -> list[tuple[str, ...]]:
    size, grown = len(phrase), []
    for start in range(len(words) - size + 1):
        if tuple(words[start : start + size]) != phrase:
            continue
        if start:
            grown.append((words[start - 1], *phrase))
        if start + size < len(words):
            grown.append((*phrase, words[start + size]))
    return grown
