"""What is measured when a run has finished: accuracy per test split, and reliance on the marks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rrr.annotating.marked_words import MarkedWords, marked_words
from rrr.records import TEST, TRAIN, VALIDATION, Evaluation, LabelledTexts, Reliance

if TYPE_CHECKING:
    from rrr.learning.trained import TrainedClassifier


def evaluate(trained: TrainedClassifier, splits: Mapping[str, LabelledTexts]) -> Evaluation:
    """Measure a trained model.

    Reliance is measured on the `test` split, where every occurrence of a word that was marked in
    the training split counts as marked; where the test split has none of these words, on the
    training split itself.

    Args:
        trained: the model.
        splits: the project's splits by name, `train` among them.
    """
    accuracy = {
        name: accuracy_of(trained, data)
        for name, data in splits.items()
        if name not in (TRAIN, VALIDATION) and len(data)
    }
    words = marked_words(splits[TRAIN])
    reliance = None
    for name in (TEST, TRAIN):
        if reliance is None and name in splits:
            reliance = judge(trained, splits[name], words)
    return Evaluation(accuracy, reliance)


def accuracy_of(trained: TrainedClassifier, data: LabelledTexts) -> float:
    """Share of right predictions, in [0, 1]; `data` must not be empty."""
    predicted = trained.probabilities(data.texts).argmax(axis=1)
    right = [trained.labels[p] == label for p, label in zip(predicted, data.labels, strict=True)]
    return sum(right) / len(right)


def judge(trained: TrainedClassifier, data: LabelledTexts, words: MarkedWords) -> Reliance | None:
    """Reliance on marked words wherever they stand in these sentences; None if they do nowhere."""
    from rrr.explaining.reliance import measure_reliance  # loads TensorFlow: only when needed

    marked = [words.marked_in(text) for text in data.texts]
    return measure_reliance(trained, data.texts, marked, words.replacements, data.labels)
