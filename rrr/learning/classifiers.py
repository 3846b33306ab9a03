"""The classifiers we ship: token ids in, logits out, exact under padding.

All but `average` look at a text twice: an encoder finds what is said somewhere (the maximum over
the text), and beside it goes the plain sum of the embeddings, a bag of words. From few and long
texts the encoder alone learns worse (benchmarks/README.md, “Plain accuracy”).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias, get_args

import keras

from rrr.errors import ConfigError
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
    return [*(MaskedMax()(each(embedded)) for each in convolutions), MaskedRootSum()(embedded)]


def _average(embedded: Tensor, hidden_size: int) -> list[Tensor]:
    return [keras.layers.Dense(hidden_size, activation="tanh")(MaskedRootSum()(embedded))]


_WIDTHS = (3, 5)
"""Tokens that a convolution sees at once."""

_ENCODERS: dict[str, Callable[[Tensor, int], list[Tensor]]] = {
    "lstm": _lstm,
    "bilstm": _bilstm,
    "gru": _gru,
    "cnn": _cnn,
    "average": _average,
}


def build_classifier(
    kind: ClassifierKind = "lstm",
    *,
    vocabulary_size: int,
    embedding_size: int,
    hidden_size: int,
    num_classes: int,
    max_embedding_norm: float | None = None,
) -> keras.Model:
    """Build an untrained classifier from token ids `(batch, time)` to logits `(batch, classes)`.

    Args:
        kind: `"cnn"` (convolutions of widths 3 and 5), `"lstm"`, `"bilstm"` or `"gru"`, of each the
            maximum over the text, beside the sum of the embeddings; or `"average"` (that sum and
            one hidden layer).
        vocabulary_size: number of ids, padding (0) and unknown (1) included; at least 2.
        embedding_size: numbers per token, at least 1.
        hidden_size: units of the encoder (per direction, or width), at least 1.
        num_classes: at least 2.
        max_embedding_norm: bound on the Euclidean norm of every embedding row. None: no bound.

    Raises:
        ConfigError: if the kind is unknown or a size too small.
    """
    if kind not in _ENCODERS:
        raise ConfigError(
            f"kind must be one of {', '.join(get_args(ClassifierKind))}. Received: {kind!r}."
        )
    least = {"vocabulary_size": 2, "embedding_size": 1, "hidden_size": 1, "num_classes": 2}
    sizes = {
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
    features = _ENCODERS[kind](embedded, hidden_size)
    encoded = keras.layers.Concatenate()(features) if len(features) > 1 else features[0]
    logits = keras.layers.Dense(num_classes, name="logits")(encoded)
    return keras.Model(token_ids, logits, name=kind)
