"""Refuses what does not fit at the door of the model, in words that say the remedy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import keras
import numpy as np
import tensorflow as tf

from rrr.errors import AnnotationError, DataError
from rrr.learning.graph_checks import checked, extremes
from rrr.learning.labels import of_known_rank

_EXPECTED = (
    "Pass a dict: {'token_ids': int (batch, time), 'Z': (batch, time)} for a classifier with an "
    "Embedding layer, or {'X': float (batch, time, embedding), 'Z': (batch, time)}"
)


class Rows(NamedTuple):
    """Sentences of a batch. Of `embeddings` and `token_ids` one is None."""

    embeddings: tf.Tensor | None  # (rows, time, embedding)
    token_ids: tf.Tensor | None  # (rows, time)
    others: dict[str, tf.Tensor]  # the classifier's other inputs, (rows, …) each
    Z: tf.Tensor  # (rows, time), 1 = may be used, 0 = marked irrelevant
    labels: tf.Tensor  # (rows,), (rows, 1) or (rows, outputs)
    sample_weight: tf.Tensor | None  # (rows,)
    strengths: tf.Tensor | None = None  # (rows,), how much is there of the marked tokens, in [0, 1)


def tokens_of(x: Any) -> tuple[str, tf.Tensor, dict[str, tf.Tensor]]:
    """The name of the tokens, the tokens, and the classifier's other inputs by name.

    Raises:
        DataError: if x is no dict with tokens in it.
    """
    if not isinstance(x, Mapping) or ("X" in x) == ("token_ids" in x):
        received = sorted(x) if isinstance(x, Mapping) else type(x).__name__
        raise DataError(
            f"The input of a RightReasonsModel is a dict. {_EXPECTED}. Got: {received}."
        )
    name = "X" if "X" in x else "token_ids"
    rank = 3 if name == "X" else 2
    for key in (name, *({"Z"} & x.keys())):
        if isinstance(x[key], tf.RaggedTensor | tf.SparseTensor):
            raise DataError(
                f"'{key}' must be a dense tensor. Received: {type(x[key]).__name__}. Pad it on the "
                "right, the tokens with 0 and Z with 1; of a ragged tensor call "
                "to_tensor(default_value=…)."
            )
    tokens = tf.convert_to_tensor(x[name])
    if tokens.shape.rank != rank:
        hint = " Token ids are called 'token_ids'." if (name, tokens.shape.rank) == ("X", 2) else ""
        raise DataError(
            f"'{name}' must have {rank} dimensions. Received: {tokens.shape}.{hint} {_EXPECTED}."
        )
    if name == "token_ids" and not tokens.dtype.is_integer:
        raise DataError(f"'token_ids' must be whole numbers. Received: {tokens.dtype.name}.")
    others = {key: tf.convert_to_tensor(x[key]) for key in sorted(x.keys() - {name, "Z"})}
    return name, tokens, others


def check_arrays(x: Any, y: Any) -> None:
    """Refuse arrays of words, and lists of different lengths, of which Keras speaks in riddles.

    Raises:
        DataError: if x or y holds one.
    """
    named = [(f"'{name}'", values) for name, values in x.items()] if isinstance(x, Mapping) else []
    for name, values in [*named, ("y", y)]:
        if not isinstance(values, list | tuple | np.ndarray):
            continue
        try:
            kind = np.asarray(values).dtype.kind
        except ValueError:  # rows of different lengths
            kind = "O"
        if kind not in "biuf":
            raise DataError(
                f"{name} must be an array of numbers, all rows of one length. Received: "
                f"{'words' if kind in 'SU' else 'rows of different lengths or other objects'}. "
                "Number the words or labels, and pad shorter rows on the right: tokens with 0, Z "
                "with 1."
            )


def rows_of(
    x: Any,
    y: Any,
    sample_weight: Any = None,
    *,
    vocabulary_size: int | None = None,
    needs_mask: bool = True,
) -> Rows:
    """Unpack a batch as Keras gives it.

    Args:
        x: the dict of inputs.
        y: labels.
        sample_weight: a number per sentence.
        vocabulary_size: token ids must be below it. None: not known.
        needs_mask: whether a missing Z is refused; else it means all ones.

    Raises:
        DataError: if x is no such dict, or there are no labels.
        AnnotationError: if Z is missing or of a shape known to be wrong.
        tf.errors.InvalidArgumentError: for values out of bounds, which a graph finds only while it
            runs; see `rrr.learning.graph_checks`.
    """
    name, tokens, others = tokens_of(x)
    if needs_mask and "Z" not in x:
        raise AnnotationError(
            f"The relevance mask 'Z' is missing. {_EXPECTED}. "
            "Z is 1 where a token may be used and 0 where it is marked irrelevant; "
            f"all ones where nothing is marked. Got: {sorted(x)}."
        )
    Z = tf.convert_to_tensor(x["Z"]) if "Z" in x else tf.ones(tf.shape(tokens)[:2])
    message = (
        "The relevance mask 'Z' must have one number per token: {}. Received: {}. Pad it with ones "
        "where the tokens are padded."
    )
    if Z.shape.rank != 2 or not Z.shape.is_compatible_with(tokens.shape[:2]):
        raise AnnotationError(message.format(tuple(tokens.shape[:2]), tuple(Z.shape)))
    # Of a shape that is not known before the graph runs: a mask one token wide would stand for all.
    shapes = [tf.shape(tokens)[:2], tf.shape(Z)]
    Z = checked(Z, tf.reduce_all(shapes[0] == shapes[1]), AnnotationError, message, shapes)
    if y is None:
        raise DataError(
            "Labels are missing. Pass y: class numbers (batch,), or a number per output."
        )
    if sample_weight is not None:
        sample_weight = _finite("sample_weight", tf.reshape(sample_weight, (-1,)))
    return Rows(
        embeddings=_finite("X", tokens) if name == "X" else None,
        token_ids=_known_ids(tokens, vocabulary_size) if name == "token_ids" else None,
        others=others,
        Z=_within_bounds(Z),
        labels=of_known_rank(tf.convert_to_tensor(y)),
        sample_weight=sample_weight,
    )


def taken(rows: Rows, places: tf.Tensor) -> Rows:
    """Some of the rows, by their places in the batch."""
    return Rows(*keras.tree.map_structure(lambda tensor: _gathered(tensor, places), tuple(rows)))


def _gathered(values: tf.Tensor | None, places: tf.Tensor) -> tf.Tensor | None:
    return None if values is None else tf.gather(values, places)


def _finite(name: str, values: tf.Tensor) -> tf.Tensor:
    """The values as floats, of the precision that Keras is set to.

    Token ids are known by another name, so that whole numbers here are features that happen to be.
    """
    values = tf.cast(values, keras.config.floatx())
    holds = tf.reduce_all(tf.math.is_finite(values))
    message = (
        f"'{name}' must hold finite numbers. Received: NaN or infinity. Look where they arise."
    )
    return checked(values, holds, DataError, message)


def _known_ids(token_ids: tf.Tensor, vocabulary_size: int | None) -> tf.Tensor:
    if vocabulary_size is None:
        return token_ids
    message = (
        f"'token_ids' must lie between 0 and {vocabulary_size - 1}, the size of the Embedding less "
        "1. Received: ids from {} to {}. Make the Embedding larger, or map rare words to one id."
    )
    values = tf.cast(token_ids, tf.int64)  # a small type cannot hold the size
    holds = tf.reduce_all((values >= 0) & (values < vocabulary_size))
    return checked(token_ids, holds, DataError, message, extremes(token_ids))


def _within_bounds(Z: tf.Tensor) -> tf.Tensor:
    Z = tf.cast(Z, tf.float32) if not Z.dtype.is_floating else Z
    holds = tf.reduce_all((Z >= 0) & (Z <= 1))  # False for NaN, too
    message = (
        "The relevance mask Z must lie in [0, 1]: 1 = may be used, 0 = marked irrelevant. "
        "Received: values from {} to {}. Scale it, or turn it round if your marks say 1 for "
        "irrelevant."
    )
    return checked(Z, holds, AnnotationError, message, extremes(Z))
