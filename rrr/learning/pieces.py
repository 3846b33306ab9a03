"""Words as the pieces that a classifier reads, and the way back.

People strike whole words. What a classifier reads may be smaller: a pre-trained encoder reads a
word as one piece or several, and reads some more pieces around each text. So outside of a batch a
text is a row of words, each with the token ids of its pieces. Words can be struck, swapped and
taken out of such a row. A batch holds the pieces side by side; what is measured on them is added up
by word.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain
from typing import Any, Protocol

import numpy as np

from rrr.word_relevance import word_relevance

Pieces = tuple[int, ...]
"""Token ids of a word's pieces: one for a classifier that reads whole words."""

Row = Sequence[Pieces]
"""The words of a text."""


class AnyVocabulary(Protocol):
    """Gives each word the token ids of its pieces."""

    def __len__(self) -> int:
        """Number of token ids, from 0."""

    @property
    def padding(self) -> int:
        """Token id that fills up shorter texts; 0 but for tokenizers of others."""

    @property
    def before(self) -> Pieces:
        """Token ids put before every text."""

    @property
    def after(self) -> Pieces:
        """Token ids that stand behind every text."""

    @property
    def unknown(self) -> Pieces:
        """Token ids of a text without words."""

    @property
    def most_ids(self) -> int | None:
        """The longest text that can be read, in token ids, those around it included; None: any."""

    def pieces_of(self, tokens: Iterable[str]) -> list[Pieces]:
        """The pieces of each token, as it is written in the text."""

    def pieces_of_text(self, text: str) -> list[Pieces]:
        """The pieces of each token of a text."""

    def to_json(self) -> Any:
        """Plain JSON values to keep it by."""


def beginning_of(row: Row, vocabulary: AnyVocabulary, max_tokens: int) -> Row:
    """A text's words as far as they are read: `max_tokens` at most, and none of them in part."""
    row, room = row[:max_tokens], _room(vocabulary)
    if room is None:
        return row
    return row[: bisect_right(list(accumulate(map(len, row))), room)]


def ids_of(row: Row, vocabulary: AnyVocabulary) -> list[int]:
    """The token ids of a text's pieces side by side, with those around the text."""
    ids = list(chain.from_iterable(row or (vocabulary.unknown,)))
    # A word may have been swapped for a longer one.
    return [*vocabulary.before, *ids[: _room(vocabulary)], *vocabulary.after]


def count_of(row: Row, vocabulary: AnyVocabulary) -> int:
    """How many ids `ids_of` gives at most."""
    around = len(vocabulary.before) + len(vocabulary.after)
    return around + sum(map(len, row or (vocabulary.unknown,)))


def relevance_of(
    row: Row,
    marked: Iterable[int],
    vocabulary: AnyVocabulary,
    shares: Iterable[tuple[int, float]] = (),
) -> np.ndarray:
    """The relevance mask of `ids_of`: 0 for each piece of a marked word, else 1, but for `shares`.

    Args:
        row: the words.
        marked: indices of marked words; those beyond the row mean nothing.
        vocabulary: numbered the words.
        shares: words that count in part, as in `word_relevance`.
    """
    of_words = word_relevance(len(row), marked, shares)
    Z = np.ones(len(ids_of(row, vocabulary)), "float32")
    start = len(vocabulary.before)
    of_pieces = np.repeat(of_words, list(map(len, row)))[: _room(vocabulary)]
    Z[start : start + len(of_pieces)] = of_pieces
    return Z


def by_word(values: np.ndarray, row: Row, vocabulary: AnyVocabulary) -> np.ndarray:
    """Numbers per word `(words,)`: the sum over its pieces.

    Args:
        values: a number for each of the ids that `ids_of` gives, and padding perhaps.
        row: the words.
        vocabulary: numbered the words.
    """
    start, lengths = len(vocabulary.before), list(map(len, row))
    if not row or (not start and max(lengths) == min(lengths) == 1):
        return values[: len(row)]
    words = np.repeat(np.arange(len(row)), lengths)[: _room(vocabulary)]
    of_pieces = values[start : start + len(words)]
    return np.bincount(words, of_pieces, len(row)).astype(values.dtype)


def _room(vocabulary: AnyVocabulary) -> int | None:
    """For a text's own pieces; None: any number."""
    if vocabulary.most_ids is None:
        return None
    return vocabulary.most_ids - len(vocabulary.before) - len(vocabulary.after)
