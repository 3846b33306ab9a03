"""How faithful each saliency method is, on a model verified to use the planted words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rrr.annotating.marked_words import marked_words
from rrr.evidence.corpus import Corpus
from rrr.records import TEST, TRAIN
from rrr.text import tokenize

if TYPE_CHECKING:
    from rrr.learning.trained import TrainedClassifier

NUM_TEXTS = 200
"""Test texts looked at, the first ones."""


def heatmap_numbers(trained: TrainedClassifier, corpus: Corpus) -> dict[str, float]:
    """Precision at k on texts whose prediction follows the planted word; erasure on all.

    A text is verified where swapping its planted words for those of another label turns the
    prediction. `precision_at_k` is missing where no text is. `chance` is what a heatmap at random
    would reach.
    """
    import numpy as np

    from rrr.explaining.changed_words import swapped_ids
    from rrr.explaining.faithfulness import erasure, precision_at_k
    from rrr.explaining.saliency_methods import SALIENCY_METHODS

    data = corpus.splits[TEST]
    pairs = [
        (text, marked)
        for text, marked in zip(data.texts, data.marked, strict=True)
        if marked and marked[-1] < corpus.max_tokens
    ][:NUM_TEXTS]
    texts = [text for text, _ in pairs]
    used = [list(marked) for _, marked in pairs]
    swapped = swapped_ids(trained, texts, used, marked_words(corpus.splits[TRAIN]).replacements)
    before = trained.probabilities(texts).argmax(axis=1)
    follows = np.flatnonzero(before != trained.probabilities_of_ids(swapped).argmax(axis=1))
    numbers = {"verified": len(follows) / len(texts)}
    if len(follows):
        lengths = [min(len(tokenize(texts[i])), corpus.max_tokens) for i in follows]
        numbers["precision_at_k.chance"] = float(
            np.mean([len(used[i]) / n for i, n in zip(follows, lengths, strict=True)])
        )
    for name, explain in SALIENCY_METHODS.items():
        explanations = explain(trained, texts)
        if len(follows):
            numbers[f"precision_at_k.{name}"] = precision_at_k(
                [explanations[i] for i in follows], [used[i] for i in follows]
            )
        comprehensiveness, sufficiency = erasure(trained, texts, explanations)
        numbers[f"comprehensiveness.{name}"] = comprehensiveness
        numbers[f"sufficiency.{name}"] = sufficiency
    return numbers
