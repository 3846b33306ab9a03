"""The classifiers we ship: token ids in, logits out, exact under padding.

All look at a text twice: a reader finds what is said somewhere (the maximum over the text), and
beside it goes the plain sum of the embeddings, a bag of words. From few and long texts the reader
alone learns worse (benchmarks/README.md, “Plain accuracy”). The reader of `average` sees one word
at a time, so that the order of the words makes no difference to it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, get_args

import keras

from rrr.errors import ConfigError
from rrr.learning.encoders import encoder_classifier
from rrr.learning.layers import MaskedConv1D, MaskedMax, MaskedRootSum, ReverseTokens
from rrr.learning.recurrent import CausalGRU, CausalLSTM
from rrr.records import ClassifierKind

Tensor: TypeAlias = keras.KerasTensor


def _lstm(embedded: Tensor, hidden_size: int) -> list[Tensor]:
    return [MaskedMax()(CausalLSTM(hidden_size)(embedded)), MaskedRootSum()(embedded)]


def _bilstm(embedded: Tensor, hidden_size: int) -> list[Tensor]:
    forward = MaskedMax()(CausalLSTM(hidden_size)(embedded))
    backward = MaskedMax()(CausalLSTM(hidden_size)(ReverseTokens()(embedded)))
    return [forward, backward, MaskedRootSum()(embedded)]


def _gru(embedded: Tensor, hidden_size: int) -> list[Tensor]:
    return [MaskedMax()(CausalGRU(hidden_size)(embedded)), MaskedRootSum()(embedded)]


def _cnn(embedded: Tensor, hidden_size: int) -> list[Tensor]:
    # tanh, not ReLU: the penalty needs a second derivative that is not 0 everywhere.
    convolutions = (
        MaskedConv1D(hidden_size, width, padding="same", activation="tanh") for width in _WIDTHS
    )
    return [
        *(MaskedMax()(convolution(embedded)) for convolution in convolutions),
        MaskedRootSum()(embedded),
    ]


def _average(embedded: Tensor, hidden_size: int) -> list[Tensor]:
    of_each = keras.layers.Dense(hidden_size, activation="tanh")(embedded)
    return [MaskedMax()(of_each), MaskedRootSum()(embedded)]


_WIDTHS = (3, 5)
"""Tokens that a convolution sees at once."""

_READERS: dict[str, Callable[[Tensor, int], list[Tensor]]] = {
    "lstm": _lstm,
    "bilstm": _bilstm,
    "gru": _gru,
    "cnn": _cnn,
    "average": _average,
}


def build_classifier(
    kind: ClassifierKind = "cnn",
    *,
    num_classes: int,
    vocabulary_size: int | None = None,
    embedding_size: int | None = None,
    hidden_size: int | None = None,
    max_embedding_norm: float | None = None,
    encoder: str | None = None,
    trained_layers: int | None = None,
) -> keras.Model:
    """Build an untrained classifier from token ids `(batch, time)` to logits `(batch, classes)`.

    Args:
        kind: `"cnn"` (convolutions of widths 3 and 5), `"lstm"`, `"bilstm"`, `"gru"` or
            `"average"` (a hidden layer on each word, blind to their order), of each the maximum
            over the text, beside the sum of the embeddings; or `"encoder"` (pre-trained; the mean
            of its last layer). An encoder reads the ids of `rrr.encoder_vocabulary` and takes the
            last two arguments, no sizes.
        num_classes: at least 2.
        vocabulary_size: number of ids, padding (0) and unknown (1) included; at least 2.
        embedding_size: numbers per token, at least 1.
        hidden_size: units of the layer that reads (per direction, or width), at least 1.
        max_embedding_norm: bound on the Euclidean norm of every embedding row. None: no bound.
        encoder: a folder with a pre-trained encoder, or the name of one of KerasHub's presets.
        trained_layers: how many of the encoder's last layers learn; None: all, and the embeddings.

    Raises:
        ConfigError: if the kind is unknown, a size is too small or missing, or an argument belongs
            to another kind.
        DataError: if the encoder cannot be used.

    Examples:
        >>> classifier = rrr.build_classifier(
        ...     "cnn", vocabulary_size=5000, embedding_size=64, hidden_size=64, num_classes=2
        ... )
        >>> classifier.output_shape
        (None, 2)
    """
    if kind == "encoder":
        own = (vocabulary_size, embedding_size, hidden_size, max_embedding_norm)
        if encoder is None or any(setting is not None for setting in own):
            raise ConfigError(
                'kind="encoder" takes encoder="…", num_classes and trained_layers. '
                "An encoder brings its own sizes and embeddings. Leave the other arguments out."
            )
        return encoder_classifier(encoder, num_classes, trained_layers)
    if kind not in _READERS:
        raise ConfigError(
            f"kind must be one of {', '.join(get_args(ClassifierKind))}. Received: {kind!r}."
        )
    if encoder is not None or trained_layers is not None:
        raise ConfigError(
            'encoder and trained_layers belong to kind="encoder". '
            f"Received: kind={kind!r}. Leave them out, or choose that kind."
        )
    least = {"vocabulary_size": 2, "embedding_size": 1, "hidden_size": 1, "num_classes": 2}
    sizes: dict[str, Any] = {
        "vocabulary_size": vocabulary_size,
        "embedding_size": embedding_size,
        "hidden_size": hidden_size,
        "num_classes": num_classes,
    }
    for name, size in sizes.items():
        if not isinstance(size, int) or isinstance(size, bool) or size < least[name]:
            raise ConfigError(
                f"{name} must be a whole number, {least[name]} or more. Received: {size!r}."
            )
    constraint = None
    if max_embedding_norm is not None:
        constraint = keras.constraints.MaxNorm(max_embedding_norm, axis=1)
    token_ids = keras.Input((None,), dtype="int32", name="token_ids")
    embedded = keras.layers.Embedding(
        vocabulary_size,
        embedding_size,
        mask_zero=True,
        embeddings_constraint=constraint,
        name="embedding",
    )(token_ids)
    features = _READERS[kind](embedded, sizes["hidden_size"])
    encoded = keras.layers.Concatenate()(features) if len(features) > 1 else features[0]
    logits = keras.layers.Dense(num_classes, name="logits")(encoded)
    return keras.Model(token_ids, logits, name=kind)
