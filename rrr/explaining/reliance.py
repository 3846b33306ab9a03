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
    labels: Sequence[str] | None = None,
    seed: int = 0,
) -> Reliance | None:
    """Measure how far predictions depend on the marked tokens.

    Args:
        trained: the model.
        texts: sentences; those without a marked token (within `max_tokens`) count for the
            accuracies only.
        marked: indices of each text's marked tokens.
        replacements: the words that a marked word may be swapped for, at least one.
        labels: the texts' labels; without them no accuracies are measured.
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

    kept_texts, kept_marks = [texts[i] for i, _ in kept], [within for _, within in kept]
    swapped = swapped_ids(trained, kept_texts, kept_marks, replacements, seed)
    removed = [without_tokens(ids[i], indices) for i, indices in kept]

    norms, probabilities = trained.gradient_norms_of_ids([ids[i] for i, _ in kept])
    before = probabilities.argmax(axis=1)
    after_swap = trained.probabilities_of_ids(swapped).argmax(axis=1)
    after_removal = trained.probabilities_of_ids(removed).argmax(axis=1)
    shares = [
        float(norm[indices].sum() / norm.sum()) if norm.sum() > 0 else 0.0
        for norm, (_, indices) in zip(norms, kept, strict=True)
    ]
    swapped_accuracy = removed_accuracy = None
    if labels is not None:
        others = sorted(set(range(len(texts))) - {i for i, _ in kept})
        order = [*(i for i, _ in kept), *others]
        right = np.array([trained.labels.index(labels[i]) for i in order])
        as_is = trained.probabilities_of_ids([ids[i] for i in others]).argmax(axis=1)
        swapped_accuracy = float(np.mean(np.append(after_swap, as_is) == right))
        removed_accuracy = float(np.mean(np.append(after_removal, as_is) == right))
    return Reliance(
        num_examples=len(kept),
        swap_flip_rate=float(np.mean(before != after_swap)),
        removal_change=float(np.mean(before != after_removal)),
        saliency_share=float(np.mean(shares)),
        swapped_accuracy=swapped_accuracy,
        removed_accuracy=removed_accuracy,
    )


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
        tokens = tokenize(text)
        for index in indices:
            choices = replacements(tokens[index].text)
            row[index] = trained.vocabulary.id_of(choices[int(random.integers(len(choices)))])
    return swapped
