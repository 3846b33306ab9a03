"""Sentences with some of their words swapped or taken out, as the ids of their words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from rrr.learning.pieces import Pieces, Row
from rrr.learning.trained import TrainedClassifier
from rrr.text import texts_of


def without_tokens(ids: Row, indices: Iterable[int]) -> list[Pieces]:
    """Ids of a sentence's words with those at `indices` taken out, the rest closing up.

    Indices beyond the sentence (cut off by `max_tokens`) change nothing.
    """
    left_out = set(indices)
    return [pieces for t, pieces in enumerate(ids) if t not in left_out]


def swapped_ids(
    trained: TrainedClassifier,
    texts: Sequence[str],
    marked: Sequence[Sequence[int]],
    replacements: Callable[[str], Sequence[str]],
    seed: int = 0,
) -> list[list[Pieces]]:
    """Ids of each text's words, its marked tokens swapped for others.

    Args:
        trained: the model, whose vocabulary numbers the words.
        texts: sentences.
        marked: indices of each text's marked tokens; those that the model does not read mean
            nothing.
        replacements: the words that a marked word may be swapped for, at least one.
        seed: fixes which of them is taken.
    """
    random = np.random.default_rng(seed)
    swapped = [list(row) for row in trained.encode(texts)]
    for row, text, indices in zip(swapped, texts, marked, strict=True):
        tokens = texts_of(text)
        for index in (index for index in indices if index < len(row)):
            choices = replacements(tokens[index])
            choice = choices[int(random.integers(len(choices)))]
            (row[index],) = trained.vocabulary.pieces_of([choice])
    return swapped
