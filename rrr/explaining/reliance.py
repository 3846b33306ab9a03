"""Reliance by intervention: change the marked words and count the predictions that follow.

A heatmap can lie. The penalty can lower the gradient at a word while the model goes on using it, by
saturating or by growing the word's embedding. Swapping and removing words cannot be fooled so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from rrr.explaining.answering import ask
from rrr.learning.trained import TrainedClassifier
from rrr.records import Reliance


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
    labels_of_texts = labels or [trained.labels[0]] * len(texts)
    answers = ask(trained, texts, labels_of_texts, marked, replacements, seed=seed)
    reliance = answers.reliance()
    if reliance is None:
        return None
    if labels is None:
        return replace(reliance, swapped_accuracy=None, removed_accuracy=None)
    return replace(reliance, by_label=answers.neutral_by_label())
