"""The classifiers we ship: token ids in, logits out, exact under padding."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias, get_args

import keras

from rrr.errors import ConfigError
from rrr.learning.layers import LastStep, MaskedConv1D, MaskedMax, MaskedMean, ReverseTokens
from rrr.learning.recurrent import CausalGRU, CausalLSTM
from rrr.records import ClassifierKind

Tensor: TypeAlias = keras.KerasTensor


def _lstm(embedded: Tensor, hidden_size: int) -> Tensor:
    return LastStep()(CausalLSTM(hidden_size)(embedded))


def _bilstm(embedded: Tensor, hidden_size: int) -> Tensor:
    forward = LastStep()(CausalLSTM(hidden_size)(embedded))
    backward = LastStep()(CausalLSTM(hidden_size)(ReverseTokens()(embedded)))
    return keras.layers.Concatenate()([forward, backward])


def _gru(embedded: Tensor, hidden_size: int) -> Tensor:
    return LastStep()(CausalGRU(hidden_size)(embedded))


def _cnn(embedded: Tensor, hidden_size: int) -> Tensor:
    # tanh, not ReLU: the penalty needs a second derivative that is not 0 everywhere.
    convolution = MaskedConv1D(hidden_size, 3, padding="same", activation="tanh")
    return MaskedMax()(convolution(embedded))


def _average(embedded: Tensor, hidden_size: int) -> Tensor:
    return keras.layers.Dense(hidden_size, activation="tanh")(MaskedMean()(embedded))


_ENCODERS: dict[str, Callable[[Tensor, int], Tensor]] = {
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
        kind: `"lstm"`, `"bilstm"`, `"gru"` (last state), `"cnn"` (width 3, maximum over time) or
            `"average"` (mean of the embeddings, one hidden layer).
        vocabulary_size: number of ids, padding (0) and unknown (1) included; at least 2.
        embedding_size: numbers per token, at least 1.
        hidden_size: units of the encoder (per direction), at least 1.
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
    encoded = _ENCODERS[kind](embedded, hidden_size)
    logits = keras.layers.Dense(num_classes, name="logits")(encoded)
    return keras.Model(token_ids, logits, name=kind)
