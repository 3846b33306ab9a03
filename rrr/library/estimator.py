"""A classifier of texts as scikit-learn expects it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from rrr.errors import ConfigError, DataError
from rrr.learning.training import train
from rrr.library.given import checked_labels, checked_texts
from rrr.library.irrelevant import Irrelevant, as_told, irrelevant_shares, irrelevant_tokens
from rrr.library.sklearn_base import BaseEstimator, ClassifierMixin, check_is_fitted
from rrr.library.text_model import TextModel
from rrr.records import ClassifierSetting, LabelledTexts, Penalty, TrainingConfig
from rrr.services.training.classifier_choosing import choose_classifier
from rrr.services.training.classifier_rule import SHARE_OF_TIME, ceiling_of, with_kind_of
from rrr.services.training.weight_search import search_reason_weight

_FEWEST_HELD_BACK = 20
"""With fewer texts than this, none is held back."""


class RightReasonsClassifier(ClassifierMixin, BaseEstimator):
    """Learns texts' labels without the words you call irrelevant; a scikit-learn estimator.

    Pipelines, `cross_val_score`, `GridSearchCV`, `clone` and pickles work with it. `model_` is the
    fitted `rrr.TextModel`, `classes_` are the labels, `reason_weight_` and `classifier_` are the λ
    and the kind it was trained with. A pickle holds Keras' own format, which is read back without
    running code of its own.

    Args:
        classifier: `"lstm"`, `"bilstm"`, `"gru"`, `"cnn"` or `"average"`; or `"auto"` to train each
            once on texts without the irrelevant words, and take the best.
        reason_weight: λ, or `"auto"` to search for it, which trains several times.
        penalty: as in `rrr.RightReasonsModel`.
        embedding_size: numbers per word.
        hidden_size: units of the classifier.
        vocabulary_size: the most frequent words that are told apart.
        max_tokens: words read of each text.
        max_embedding_norm: bound on the length of word embeddings; None: none.
        learning_rate: of Adam.
        batch_size: texts per step.
        epochs: at most; the best one is kept.
        validation_fraction: share of the texts held back to choose the epoch, λ and the kind of
            classifier; 0: none.
        search_minutes: after these the search for λ ends with the best one so far; comparing kinds
            of classifier takes half of them at most. None: nothing is cut short.
        random_state: seed of the weights and of the order of the texts.

    Examples:
        >>> estimator = rrr.RightReasonsClassifier(
        ...     classifier="average", embedding_size=8, hidden_size=8, epochs=2, reason_weight=10.0
        ... )
        >>> estimator = estimator.fit(texts, labels, irrelevant=words)
        >>> sorted(set(estimator.predict(texts))) <= ["bad", "good"]
        True
    """

    def __init__(
        self,
        *,
        classifier: str = TrainingConfig.classifier,
        reason_weight: float | str = "auto",
        penalty: str = TrainingConfig.penalty,
        embedding_size: int = TrainingConfig.embedding_size,
        hidden_size: int = TrainingConfig.hidden_size,
        vocabulary_size: int = TrainingConfig.vocabulary_size,
        max_tokens: int = TrainingConfig.max_tokens,
        max_embedding_norm: float | None = TrainingConfig.max_embedding_norm,
        learning_rate: float = TrainingConfig.learning_rate,
        batch_size: int = TrainingConfig.batch_size,
        epochs: int = TrainingConfig.epochs,
        validation_fraction: float = 0.1,
        search_minutes: float | None = None,
        random_state: int = 0,
    ) -> None:
        self.classifier = classifier
        self.reason_weight = reason_weight
        self.penalty = penalty
        self.embedding_size = embedding_size
        self.hidden_size = hidden_size
        self.vocabulary_size = vocabulary_size
        self.max_tokens = max_tokens
        self.max_embedding_norm = max_embedding_norm
        self.learning_rate = learning_rate
        self.batch_size = batch_size
        self.epochs = epochs
        self.validation_fraction = validation_fraction
        self.search_minutes = search_minutes
        self.random_state = random_state

    def fit(
        self,
        texts: Sequence[str],
        labels: Sequence[Any],
        irrelevant: Irrelevant | None = None,
    ) -> RightReasonsClassifier:
        """Learn.

        Args:
            texts: the texts.
            labels: a label per text.
            irrelevant: as in `rrr.relevance_mask`. None: nothing is, and λ plays no part.

        Raises:
            AnnotationError: if `irrelevant` does not fit the texts.
            ConfigError: if a setting is out of its range.
            DataError: if there is nothing to learn from.
        """
        texts = checked_texts(texts)
        irrelevant = as_told(irrelevant)
        classes, numbers = np.unique(checked_labels(labels, len(texts)), return_inverse=True)
        if len(classes) < 2:
            received = f"one class, {classes[0]!r}" if len(classes) else "no class"
            raise DataError(
                f"Expected texts of at least two labels. Received: {len(texts)} texts of "
                f"{received}. Add texts with another label."
            )
        names = tuple(map(str, classes.tolist()))
        marked = irrelevant_tokens(texts, irrelevant)
        shares = irrelevant_shares(texts, irrelevant)
        of_texts = tuple(names[number] for number in numbers)
        data = LabelledTexts(tuple(texts), of_texts, marked, shares)
        config = self._config()
        if not any(marked):
            config = replace(config, reason_weight=0.0)
        learned, held_back = self._divided(data)
        options: Any = {
            "labels": names,
            "marks_hash": "",
            "report": lambda epoch: None,
            "should_stop": lambda: False,
        }
        seconds = self._seconds()
        ceiling = None
        if config.classifier == "auto":
            half = SHARE_OF_TIME * seconds
            choice = choose_classifier(learned, held_back, config, **options, max_seconds=half)
            config = with_kind_of(config, choice)
            seconds -= choice.seconds
            ceiling = ceiling_of(choice)
        if config.reason_weight == "auto":
            options |= {"max_seconds": seconds, "ceiling": ceiling}
            trained = search_reason_weight(learned, held_back, config, **options).trained
        else:
            trained = train(learned, held_back, config, **options)
        self.classes_ = classes
        self.model_ = TextModel.of_trained(trained)
        self.reason_weight_ = trained.config.fixed_weight
        self.classifier_ = trained.config.fixed_classifier
        return self

    def predict_proba(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Probability of each label, `(texts, classes)`, in the order of `classes_`."""
        check_is_fitted(self)
        return self.model_.predict_proba(texts)

    def predict(self, texts: Sequence[str]) -> npt.NDArray[Any]:
        """The likeliest label of each text."""
        numbers = self.predict_proba(texts).argmax(axis=1)
        likeliest: npt.NDArray[Any] = self.classes_[numbers]
        return likeliest

    def score(self, texts: Sequence[str], labels: Sequence[Any]) -> float:
        """Share of the texts whose label is predicted, in [0, 1]."""
        texts = checked_texts(texts)
        return float(np.mean(self.predict(texts) == checked_labels(labels, len(texts))))

    def save(self, path: str | Path) -> None:
        """Write a folder that `rrr.load` reads back as a `rrr.TextModel`."""
        check_is_fitted(self)
        self.model_.save(path)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.input_tags.one_d_array = True
        return tags

    def _config(self) -> TrainingConfig:
        if self.classifier == "encoder":
            raise ConfigError(
                "A pre-trained encoder is trained by `rrr train --encoder`, or as a rrr.TextModel."
            )
        return TrainingConfig(
            classifier=cast(ClassifierSetting, self.classifier),
            reason_weight=cast(Any, self.reason_weight),
            penalty=cast(Penalty, self.penalty),
            embedding_size=self.embedding_size,
            hidden_size=self.hidden_size,
            vocabulary_size=self.vocabulary_size,
            max_tokens=self.max_tokens,
            max_embedding_norm=self.max_embedding_norm,
            learning_rate=self.learning_rate,
            batch_size=self.batch_size,
            epochs=self.epochs,
            seed=self.random_state,
        )

    def _seconds(self) -> float:
        minutes = math.inf if self.search_minutes is None else self.search_minutes
        if not minutes > 0:
            raise ConfigError(
                f"search_minutes must be more than 0, or None. Received: {self.search_minutes!r}."
            )
        return 60 * minutes

    def _divided(self, data: LabelledTexts) -> tuple[LabelledTexts, LabelledTexts | None]:
        """What is learned from, and what is held back: as large a share of each label."""
        if not 0 <= self.validation_fraction < 1:
            raise ConfigError(
                "validation_fraction must be 0 or more, and less than 1. "
                f"Received: {self.validation_fraction!r}."
            )
        held_back: set[int] = set()
        random = np.random.default_rng(self.random_state)
        if len(data) >= _FEWEST_HELD_BACK:
            for label in sorted(set(data.labels)):
                rows = [row for row, row_label in enumerate(data.labels) if row_label == label]
                number = round(self.validation_fraction * len(rows))
                held_back |= set(random.permutation(rows)[:number].tolist())
        other_rows = [row for row in range(len(data)) if row not in held_back]
        return data.take(other_rows), data.take(sorted(held_back)) if held_back else None
