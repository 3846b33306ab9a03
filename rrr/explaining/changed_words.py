"""Sentences with some of their words swapped or taken out, as token ids."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from rrr.learning.trained import TrainedClassifier
from rrr.text import UNKNOWN_ID, texts_of


def without_tokens(ids: Sequence[int], indices: Iterable[int]) -> list[int]:
    """Token ids of a sentence whose tokens at `indices` were taken out, the rest closing up.

    Indices beyond the sentence (cut off by `max_tokens`) change nothing. Where nothing is left, one
    unknown word stands for the sentence.
    """
    taken = set(indices)
    return [number for t, number in enumerate(ids) if t not in taken] or [UNKNOWN_ID]


def swapped_ids(
    trained: TrainedClassifier,
    texts: Sequence[str],
    marked: Sequence[Sequence[int]],
    replacements: Callable[[str], Sequence[str]],
    seed: int = 0,
) -> list[list[int]]:
    """Token ids of each text with its marked tokens swapped for others.

    Args:
        trained: the model, whose vocabulary numbers the tokens.
        texts: sentences.
        marked: indices of each text's marked tokens, all within the model's `max_tokens`.
        replacements: the words that a marked word may be swapped for, at least one.
        seed: fixes which of them is taken.
    """
    random = np.random.default_rng(seed)
    swapped = trained.encode(texts)
    for row, text, indices in zip(swapped, texts, marked, strict=True):
        tokens = texts_of(text)
        for index in indices:
            choices = replacements(tokens[index])
            row[index] = trained.vocabulary.id_of(choices[int(random.integers(len(choices)))])
    return swapped
