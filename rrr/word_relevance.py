"""The relevance mask Z: which words of a text the model may use."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt


def word_relevance(
    num_words: int, struck: Iterable[int], shares: Iterable[tuple[int, float]] = ()
) -> npt.NDArray[np.float32]:
    """Z of one text `(num_words,)`: 0 where the word is struck, else 1, but for words in `shares`.

    Args:
        num_words: how many of its words are read.
        struck: indices of words from 0, in any order; those that are not read mean nothing.
        shares: indices of words that count in part, each with the share of people who struck it,
            0 to 1: there Z is 1 − share, whether the word is among `struck` or not.

    Raises:
        ValueError: if an index is below 0, or a share is outside 0 to 1.
    """
    graded = dict(shares)
    read = [index for index in (*struck, *graded) if index < num_words]
    if read and min(read) < 0:
        raise ValueError(f"Struck words are numbered from 0. Received: {min(read)}.")
    Z = np.ones(num_words, np.float32)
    Z[read] = 0.0
    for index, share in graded.items():
        if not 0 <= share <= 1:
            raise ValueError(f"A share of people lies between 0 and 1. Received: {share}.")
        if index < num_words:
            Z[index] = 1 - share
    return Z
