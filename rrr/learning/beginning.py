"""What a training begins with: fresh weights, word vectors, an encoder or an earlier model."""

from __future__ import annotations

import math
from pathlib import Path

import keras

from rrr.errors import ConfigError
from rrr.learning.architecture import copy_of
from rrr.learning.classifiers import build_classifier
from rrr.learning.encoders import encoder_classifier, encoder_vocabulary, train_last_layers
from rrr.learning.initial_weights import draw_weights
from rrr.learning.packaged_vectors import packaged_word_vectors
from rrr.learning.pieces import AnyVocabulary
from rrr.learning.trained import TrainedClassifier
from rrr.learning.word_vectors import fitted, read_word_vectors
from rrr.records import PACKAGED_VECTORS, LabelledTexts, TrainingConfig, settings_of_start
from rrr.text import Vocabulary

_ROWS = 256
"""The embedding has a multiple of this many rows (the last ones unused), so that corpora of about
the same vocabulary share what has been compiled."""


def embedding_rows(num_words: int) -> int:
    """Rows of the embedding of a classifier that is trained from the beginning."""
    return math.ceil(num_words / _ROWS) * _ROWS


def beginning(
    training: LabelledTexts,
    config: TrainingConfig,
    labels: tuple[str, ...],
    start: TrainedClassifier | None,
) -> tuple[keras.Model, AnyVocabulary]:
    """The classifier to train, and the vocabulary that numbers its words' pieces.

    With `start`, these are its weights and its vocabulary: a model that has learned to lean on
    marked words is repaired, not replaced.

    Raises:
        ConfigError: if `start` is of another kind or size than the config asks for, or has other
            labels; if the encoder does not have the layers that are to learn.
        DataError: if the word vectors or the encoder cannot be used.
    """
    if start is not None:
        _check_alike(start, config, labels)
        classifier = copy_of(start.classifier)
        classifier.set_weights(start.classifier.get_weights())
        if config.encoder is not None:
            train_last_layers(classifier, config.trained_layers)
        return classifier, start.vocabulary

    if config.encoder is not None:
        classifier = encoder_classifier(config.encoder, len(labels), config.trained_layers)
        draw_weights(classifier.get_layer("logits"), config.seed)
        return classifier, encoder_vocabulary(config.encoder)

    vocabulary = Vocabulary.fit(training.texts, config.vocabulary_size)
    vectors = {}
    if config.word_vectors is not None:
        if config.word_vectors == PACKAGED_VECTORS:
            vectors = packaged_word_vectors(vocabulary.words)
        else:
            vectors = read_word_vectors(Path(config.word_vectors).expanduser(), vocabulary.words)
        vectors = fitted(vectors, config.max_embedding_norm)
    classifier = build_classifier(
        config.fixed_classifier,
        vocabulary_size=embedding_rows(len(vocabulary)),
        embedding_size=next((len(vector) for vector in vectors.values()), config.embedding_size),
        hidden_size=config.hidden_size,
        num_classes=len(labels),
        max_embedding_norm=config.max_embedding_norm,
    )
    draw_weights(classifier, config.seed)
    if vectors:
        embedding = classifier.get_layer("embedding")
        (table,) = embedding.get_weights()
        for word, vector in vectors.items():
            table[vocabulary.id_of(word)] = vector
        embedding.set_weights([table])
    return classifier, vocabulary


def _check_alike(start: TrainedClassifier, config: TrainingConfig, labels: tuple[str, ...]) -> None:
    for name in settings_of_start():
        expected, received = getattr(start.config, name), getattr(config, name)
        if expected != received:
            raise ConfigError(
                f"The model to start from has {name} {expected!r}. Received: {received!r}. "
                "Choose the same, or start from fresh weights."
            )
    if start.labels != labels:
        raise ConfigError(
            f"The model to start from tells {', '.join(start.labels)} apart; this project has the "
            f"labels {', '.join(labels)}. Start from fresh weights."
        )
