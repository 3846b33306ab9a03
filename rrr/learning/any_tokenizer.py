"""Any tokenizer as a vocabulary: its pieces are gathered under the words that people strike."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from rrr.errors import ConfigError, DataError
from rrr.learning.pieces import Pieces
from rrr.text import PADDING_ID, texts_and_starts

_PLAIN = "a"
"""A text whose pieces tell what a tokenizer puts around every text."""


@dataclass(frozen=True)
class AnyTokenizer:
    """Divides whole texts with somebody else's tokenizer; a `pieces.AnyVocabulary`.

    A piece belongs to the word in which it begins, or to the next word where it begins between two
    of them. Pieces of no characters at either end of a text, like `[CLS]`, belong to no word.

    Args:
        encode: function of a text. It gives token ids and where each begins and ends in the text,
            in code points: as a pair of lists, or as an object with `ids` and `offsets`, like the
            `encode` of Hugging Face's tokenizers.
        padding: token id that fills up shorter texts.
        most_ids: the longest text that the classifier reads, in pieces; None: any.

    Raises:
        ConfigError: if `encode` gives something else.
    """

    encode: Callable[[str], Any]
    padding: int = PADDING_ID
    most_ids: int | None = None
    before: Pieces = field(init=False)
    after: Pieces = field(init=False)
    unknown: ClassVar[Pieces] = ()

    def __post_init__(self) -> None:
        ids, _, before, after = self._divided(_PLAIN)
        object.__setattr__(self, "before", tuple(ids[:before]))
        object.__setattr__(self, "after", tuple(ids[after:]))

    def __len__(self) -> int:
        """Not known, and needed only for classifiers that are built here."""
        raise ConfigError(
            "How many ids this tokenizer has is not known. Build the classifier yourself."
        )

    def pieces_of(self, tokens: Iterable[str]) -> list[Pieces]:
        """The pieces of words that stand alone, as when one is swapped for another."""
        return [
            tuple(part for row in self.pieces_of_text(token) for part in row) for token in tokens
        ]

    def pieces_of_text(self, text: str) -> list[Pieces]:
        """The pieces of each word of a text, as its tokenizer divides the whole of it."""
        ids, offsets, before, after = self._divided(text)
        words, starts = texts_and_starts(text)
        ends = [start + len(word) for word, start in zip(words, starts, strict=True)]
        rows: list[list[int]] = [[] for _ in words]
        for number, (start, _) in zip(ids[before:after], offsets[before:after], strict=True):
            if words:
                rows[min(bisect_right(ends, start), len(words) - 1)].append(number)
        return list(map(tuple, rows))

    def to_json(self) -> Any:
        """It cannot be kept: it is a function.

        Raises:
            ConfigError: always.
        """
        raise ConfigError(
            "A model with a tokenizer of your own cannot be saved by Right Reasons. Save "
            "model.classifier with Keras and the tokenizer as its library does, and make the "
            "TextModel again from both."
        )

    def _divided(self, text: str) -> tuple[list[int], list[tuple[int, int]], int, int]:
        """Ids, offsets, and from where to where they belong to the text itself."""
        encoded = self.encode(text)
        try:
            pair = encoded if isinstance(encoded, tuple) else (encoded.ids, encoded.offsets)
            ids = [int(number) for number in pair[0]]
            offsets = [(int(start), int(end)) for start, end in pair[1]]
        except (AttributeError, TypeError, ValueError, IndexError) as error:
            raise ConfigError(
                "encode must give token ids and their places in the text: a pair (ids, offsets), "
                "or an object with .ids and .offsets. "
                f"Received: {type(encoded).__name__}. Pass for instance tokenizer.encode."
            ) from error
        if len(ids) != len(offsets):
            raise DataError(
                f"encode gave {len(ids)} ids and {len(offsets)} offsets. Each id needs its place."
            )
        within = [n for n, (start, end) in enumerate(offsets) if end > start]
        if not within:
            return ids, offsets, len(ids) // 2, len(ids) // 2
        return ids, offsets, within[0], within[-1] + 1


def vocabulary_of(tokenizer: Any) -> Any:
    """The vocabulary that a tokenizer is, or that is made of it.

    Args:
        tokenizer: a `Vocabulary`, an encoder's vocabulary, an object with `encode`, or a function
            like `AnyTokenizer`'s.

    Raises:
        ConfigError: if it is none of these.
    """
    if hasattr(tokenizer, "pieces_of_text"):
        return tokenizer
    encode = tokenizer if callable(tokenizer) else getattr(tokenizer, "encode", None)
    if encode is None:
        raise ConfigError(
            "A tokenizer is a Vocabulary or a function of a text that gives ids and offsets. "
            f"Received: {type(tokenizer).__name__}."
        )
    return AnyTokenizer(encode)
