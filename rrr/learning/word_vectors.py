"""Word vectors that somebody else has trained, from the text files that are passed around.

word2vec, GloVe and fastText write the same: a word and its numbers per line, parted by single
spaces; word2vec and fastText put a line with the two sizes before. Words are matched in the
vocabulary's form; of several spellings the first counts, since files list frequent words first.
"""

from __future__ import annotations

import gzip
from collections.abc import Collection
from pathlib import Path
from typing import IO

import numpy as np

from rrr.errors import DataError
from rrr.text import word_of


def read_word_vectors(path: Path, words: Collection[str]) -> dict[str, np.ndarray]:
    """The vectors of these words, float32, all of one length; others are read past.

    Args:
        path: a text file, gzipped if its name ends in .gz. Only what is wanted is kept in memory.
        words: in the vocabulary's form.

    Raises:
        DataError: if the file cannot be read, a line has another number of values than the first
            or one that is no number, or none of the words is in it.
    """
    wanted, vectors = set(words), {}
    size = None
    try:
        with _opened(path) as file:
            for number, line in enumerate(file, start=1):
                word, *values = line.rstrip("\n ").rsplit(" ", size) if size else line.split()
                if number == 1 and len(values) == 1:
                    continue  # the two sizes
                size = size or len(values)
                if len(values) != size or not values:
                    raise _bad(path, number, f"{size} numbers after the word", f"{len(values)}")
                word = word_of(word)
                if word in wanted and word not in vectors:
                    vectors[word] = _numbers(path, number, values)
    except (OSError, UnicodeDecodeError, EOFError) as error:
        raise DataError(
            f"The word vectors in {path} cannot be read ({error}). Expected a text file in UTF-8 "
            "with a word and its numbers per line, as word2vec, GloVe and fastText write it."
        ) from error
    if not vectors:
        raise DataError(
            f"None of the {len(wanted):,} words of the training sentences is in {path.name}. "
            "Take vectors of the same language, or train without."
        )
    return vectors


def _opened(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8", newline="\n")
    return path.open(encoding="utf-8", newline="\n")


def _numbers(path: Path, number: int, values: list[str]) -> np.ndarray:
    try:
        vector = np.array(values, "float32")
    except ValueError:
        vector = np.array([np.nan])
    if not np.isfinite(vector).all():
        raise _bad(path, number, "numbers after the word", " ".join(values)[:60])
    return vector


def _bad(path: Path, number: int, expected: str, received: str) -> DataError:
    return DataError(
        f"{path.name}, line {number}: expected {expected}. Received: {received}. "
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
