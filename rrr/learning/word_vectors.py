"""Word vectors that somebody else has trained, from the text files that are passed around.

word2vec, GloVe and fastText write the same: a word and its numbers per line, parted by single
spaces; word2vec and fastText put a line with the two sizes before. Words are matched in the
vocabulary's form; of several spellings the first counts, since files list frequent words first.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator
from pathlib import Path

import numpy as np

from rrr.counted import counted
from rrr.errors import DataError
from rrr.text import word_of
from rrr.unpacking import open_text

MAX_LINE = 100_000
"""Characters: more is no word and its numbers, and would be kept in memory as a whole."""
MAX_CHARACTERS = 8_000_000_000
"""Of a file, unpacked."""


def read_word_vectors(path: Path, words: Collection[str]) -> dict[str, np.ndarray]:
    """The vectors of these words, float32, all of one length; others are read past.

    Args:
        path: a text file, gzipped if its name ends in .gz. Only what is wanted is kept in memory.
        words: in the vocabulary's form.

    Raises:
        DataError: if the file cannot be read, a line has another number of values than the first
            or one that is no number, or none of the words is in it.
    """
    vocabulary, vectors = set(words), {}
    for number, word, values in _lines(path, path.name):
        word = word_of(word)
        if word in vocabulary and word not in vectors:
            vectors[word] = _numbers(path.name, number, values)
    if not vectors:
        raise DataError(
            f"None of the {counted(len(vocabulary), 'word')} of the training sentences is in "
            f"{path.name}. Take vectors of the same language, or train without."
        )
    return vectors


def check_word_vectors(path: Path, name: str) -> None:
    """Read a file to its end, as `read_word_vectors` would, and look at the numbers of every line.

    Args:
        path: the file.
        name: what it is called in messages.

    Raises:
        DataError: if it cannot be used; the message names the line.
    """
    number = 0
    for number, _, values in _lines(path, name):
        _numbers(name, number, values)
    if not number:
        raise DataError(f"{name} holds no word vectors. Take another file.")


def _lines(path: Path, name: str) -> Iterator[tuple[int, str, list[str]]]:
    """Number, word and values of each line."""
    size, characters = None, 0
    try:
        with open_text(path, name) as file:
            for number, line in enumerate(iter(lambda: file.readline(MAX_LINE), ""), start=1):
                characters += len(line)
                if len(line) == MAX_LINE or characters > MAX_CHARACTERS:
                    limits = f"{MAX_LINE:,} in this line or {MAX_CHARACTERS:,} in all"
                    raise _bad(name, number, f"fewer than {limits}", "more characters")
                parts = line.rstrip("\n ").rsplit(" ", size) if size else line.split()
                word, *values = parts or [""]
                if number == 1 and len(values) == 1:
                    continue  # the two sizes
                size = size or len(values)
                if len(values) != size or not values:
                    expected = counted(size, "number") if size else "the numbers"
                    raise _bad(name, number, expected, str(len(values)))
                yield number, word, values
    except (OSError, UnicodeDecodeError, EOFError, zlib.error) as error:
        reason = "it is not text in UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
        raise DataError(
            f"The word vectors in {name} cannot be read ({reason}). Expected a text file in UTF-8 "
            "with a word and its numbers per line, as word2vec, GloVe and fastText write it."
        ) from error


def _numbers(name: str, number: int, values: list[str]) -> np.ndarray:
    try:
        vector = np.array(values, "float32")
    except ValueError:
        vector = np.array([np.nan])
    if not np.isfinite(vector).all():
        raise _bad(name, number, "numbers after the word", " ".join(values)[:60])
    return vector


def _bad(name: str, number: int, expected: str, received: str) -> DataError:
    return DataError(
        f"{name}, line {number}: expected {expected}. Received: {received}. "
        "Delete that line, or take another file."
    )


def fitted(vectors: dict[str, np.ndarray], max_norm: float | None) -> dict[str, np.ndarray]:
    """All vectors made shorter or longer by one factor, so that the longest has `max_norm`.

    Clipping each by itself would give nearly all of them the same length.
    """
    longest = max(float(np.linalg.norm(vector)) for vector in vectors.values())
    if max_norm is None or longest == 0:
        return vectors
    return {word: vector * (max_norm / longest) for word, vector in vectors.items()}
