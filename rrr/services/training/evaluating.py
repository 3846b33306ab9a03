"""What is measured of a trained model: its answers in each split, and what they come to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from rrr.annotating.marked_words import MarkedWords, marked_words
from rrr.errors import Cancelled
from rrr.records import TEST, TRAIN, LabelledTexts, Measurement, Reliance

if TYPE_CHECKING:
    from rrr.learning.trained import TrainedClassifier


def measure(
    trained: TrainedClassifier,
    splits: Mapping[str, LabelledTexts],
    marks_hash: str,
    should_stop: Callable[[], bool] = lambda: False,
) -> Measurement:
    """Ask a model about every split but the one it was trained on.

    Every occurrence of a word that was marked in the training split counts as marked. Where the
    test split has none of these words, the training split is asked about, too.

    Args:
        trained: the model.
        splits: the project's splits by name, `train` among them.
        marks_hash: identifies the marks.
        should_stop: asked before each split.

    Raises:
        Cancelled: if `should_stop` says so.
    """
    from rrr.explaining.answering import ask  # loads TensorFlow: only when needed

    words = marked_words(splits[TRAIN])
    numbers = {word: number for number, word in enumerate(sorted(words.label_counts))}
    measured = {}

    def answer(name: str) -> None:
        if should_stop():
            raise Cancelled("The measurement was stopped.")
        data = splits[name]
        measured[name] = ask(
            trained,
            data.texts,
            data.labels,
            [words.marked_in(text) for text in data.texts],
            words.replacements,
            numbers=numbers,
            with_saliency=name in (TEST, TRAIN),
        )

    for name, data in splits.items():
        if name != TRAIN and len(data):
            answer(name)
    if numbers and (TEST not in measured or not len(measured[TEST].marked)):
        answer(TRAIN)
    return Measurement(trained.labels, tuple(numbers), marks_hash, measured)


def accuracy_of(trained: TrainedClassifier, data: LabelledTexts) -> float:
    """Share of right predictions, in [0, 1]; `data` must not be empty."""
    predicted = trained.probabilities(data.texts).argmax(axis=1)
    right = [trained.labels[p] == label for p, label in zip(predicted, data.labels, strict=True)]
    return sum(right) / len(right)


def judge(trained: TrainedClassifier, data: LabelledTexts, words: MarkedWords) -> Reliance | None:
    """Reliance on the marked words in these sentences; None if no sentence has one."""
    from rrr.explaining.reliance import measure_reliance  # loads TensorFlow: only when needed

    marked = [words.marked_in(text) for text in data.texts]
    return measure_reliance(trained, data.texts, marked, words.replacements, data.labels)
