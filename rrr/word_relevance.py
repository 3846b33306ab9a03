"""The relevance mask Z: which words of a text the model may use."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt


def word_relevance(num_words: int, struck: Iterable[int]) -> npt.NDArray[np.float32]:
    """Z of one text `(num_words,)`: 0 where the word is struck, else 1.

    Args:
        num_words: how many of its words are read.
        struck: indices of words from 0, in any order; those that are not read mean nothing.

    Raises:
        ValueError: if an index is below 0.
    """
    read = [index for index in struck if index < num_words]
    if read and min(read) < 0:
        raise ValueError(f"Struck words are numbered from 0. Received: {min(read)}.")
    Z = np.ones(num_words, np.float32)
    Z[read] = 0.0
    return Z
