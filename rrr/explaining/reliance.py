"""Reliance by intervention: change the marked words and count the predictions that follow.

A heatmap can lie. The penalty can lower the gradient at a word while the model goes on using it, by
saturating or by growing the word's embedding. Swapping and removing words cannot be fooled so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from rrr.learning.trained import TrainedClassifier
from rrr.records import Reliance
from rrr.text import UNKNOWN_ID, tokenize


def without_tokens(ids: Sequence[int], indices: Iterable[int]) -> list[int]:
    """Token ids of a sentence whose tokens at `indices` were taken out, the rest closing up.

    Indices beyond the sentence (cut off by `max_tokens`) change nothing. Where nothing is left, one
    unknown word stands for the sentence.
    """
    taken = set(indices)
    return [number for t, number in enumerate(ids) if t not in taken] or [UNKNOWN_ID]


def measure_reliance(
    trained: TrainedClassifier,
    texts: Sequence[str],
    marked: Sequence[Sequence[int]],
    replacements: Callable[[str], Sequence[str]],
    seed: int = 0,
) -> Reliance | None:
    """Measure how far predictions depend on the marked tokens.

    Args:
        trained: the model.
        texts: sentences; those without a marked token (within `max_tokens`) are left out.
        marked: indices of each text's marked tokens.
        replacements: the words that a marked word may be swapped for, at least one.
        seed: fixes which of them is taken.

    Returns:
        None if no sentence has a marked token.
    """
    ids, kept = trained.encode(texts), []
    for i, indices in enumerate(marked):
        within = [index for index in indices if index < len(ids[i])]
        if within:
            kept.append((i, within))
    if not kept:
        return None

    random = np.random.default_rng(seed)
    swapped, removed = [], []
    for i, indices in kept:
        tokens = tokenize(texts[i])
        swap = list(ids[i])
        for index in indices:
            choices = replacements(tokens[index].text)
            swap[index] = trained.vocabulary.id_of(choices[int(random.integers(len(choices)))])
        swapped.append(swap)
        removed.append(without_tokens(ids[i], indices))

    norms, probabilities = trained.gradient_norms_of_ids([ids[i] for i, _ in kept])
    before = probabilities.argmax(axis=1)
    after_swap = trained.probabilities_of_ids(swapped).argmax(axis=1)
    after_removal = trained.probabilities_of_ids(removed).argmax(axis=1)
    shares = [
        float(norm[indices].sum() / norm.sum()) if norm.sum() > 0 else 0.0
        for norm, (_, indices) in zip(norms, kept, strict=True)
    ]
    return Reliance(
        num_examples=len(kept),
        swap_flip_rate=float(np.mean(before != after_swap)),
        removal_change=float(np.mean(before != after_removal)),
        saliency_share=float(np.mean(shares)),
    )
