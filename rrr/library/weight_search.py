"""Find λ for any Keras classifier."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias, cast

from rrr.library.given import checked_labels, checked_texts
from rrr.library.irrelevant import Irrelevant, as_told, irrelevant_shares, irrelevant_words
from rrr.library.text_model import TextModel
from rrr.records import LabelledTexts, Penalty, TrainingConfig, Trial
from rrr.services.training.weight_rule import MAX_TRIALS
from rrr.services.training.weight_search import search_reason_weight as search

LabelledData: TypeAlias = tuple[Sequence[str], Sequence[Any]]
"""Texts and their labels."""


@dataclass(frozen=True)
class FoundWeight:
    """What a search for λ has found: the λ, the model trained with it, why it was taken, and all
    that was tried."""

    reason_weight: float
    model: TextModel
    why: str
    trials: tuple[Trial, ...]


def labelled(data: LabelledData) -> LabelledTexts:
    """Texts and labels as one, without marks.

    Raises:
        DataError: if they are not equally many, or not texts and labels.
    """
    texts, labels = data
    texts = checked_texts(texts)
    names = map(str, checked_labels(labels, len(texts)).tolist())
    return LabelledTexts(tuple(texts), tuple(names), ((),) * len(texts))


def search_reason_weight(
    build: Callable[[], TextModel],
    train: LabelledData,
    validation: LabelledData | None = None,
    *,
    irrelevant: Irrelevant,
    penalty: str = TrainingConfig.penalty,
    learning_rate: float = TrainingConfig.learning_rate,
    batch_size: int = TrainingConfig.batch_size,
    epochs: int = TrainingConfig.epochs,
    seed: int = 0,
    max_trials: int = MAX_TRIALS,
) -> FoundWeight:
    """Train with several λ and take the one that ends the reliance at the least cost.

    λ has a narrow useful window that differs from data to data. The search trains without the
    penalty, without the words, and then with one λ after another; it judges each by swapping and
    removing the irrelevant words in sentences that were not learned from.

    Args:
        build: makes a fresh, untrained model each time.
        train: texts and labels to learn from.
        validation: texts and labels to judge on. None: some of `train` are held back, and the λ
            found is trained again on all of them.
        irrelevant: of the training texts, as in `rrr.relevance_mask`.
        penalty: as in `rrr.RightReasonsModel`.
        learning_rate: of Adam.
        batch_size: texts per step.
        epochs: at most; the best one is kept.
        seed: of the order of the texts.
        max_trials: how many λ to try at most.

    Raises:
        AnnotationError: if no irrelevant word stands in the training texts.
        ConfigError: if a setting is out of its range.
        DataError: if there is nothing to learn from, or with no λ anything is learned.

    Examples:
        >>> def build() -> rrr.TextModel:
        ...     classifier = rrr.build_classifier(
        ...         "average",
        ...         vocabulary_size=256,
        ...         embedding_size=8,
        ...         hidden_size=8,
        ...         num_classes=2,
        ...         max_embedding_norm=1.0,
        ...     )
        ...     return rrr.TextModel(classifier, vocabulary, labels=["bad", "good"])
        >>> result = rrr.search_reason_weight(
        ...     build, (texts, labels), (texts, labels), irrelevant=words, epochs=2, max_trials=1
        ... )
        >>> result.reason_weight > 0, result.model.labels
        (True, ('bad', 'good'))
    """
    training, irrelevant = labelled(train), as_told(irrelevant)
    marked = irrelevant_words(training.texts, irrelevant)
    shares = irrelevant_shares(training.texts, irrelevant)
    training = replace(training, marked=marked, shares=shares)
    config = TrainingConfig(
        penalty=cast(Penalty, penalty),
        learning_rate=learning_rate,
        batch_size=batch_size,
        epochs=epochs,
        seed=seed,
        max_tokens=build().trained.config.max_tokens,
    )
    result = search(
        training,
        None if validation is None else labelled(validation),
        config,
        labels=build().labels,
        marks_hash="",
        report=lambda epoch: None,
        should_stop=lambda: False,
        max_trials=max_trials,
        build=lambda: build().trained,
    )
    model = TextModel.of_trained(result.trained)
    return FoundWeight(
        result.trained.config.fixed_weight, model, result.search.why, result.search.trials
    )
