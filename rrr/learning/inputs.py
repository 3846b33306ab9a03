"""Refuses what does not fit at the door of the model, in words that say the remedy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

import tensorflow as tf

from rrr.errors import AnnotationError, ConfigError, DataError

_EXPECTED = (
    "Pass a dict: {'token_ids': int (batch, time), 'Z': (batch, time)} for a classifier with an "
    "Embedding layer, or {'X': float (batch, time, embedding), 'Z': (batch, time)}"
)

_OUT_OF_BOUNDS = (  # without quotes, which TensorFlow would escape
    "The relevance mask Z must lie in [0, 1]: 1 = may be used, 0 = marked irrelevant. "
    "Scale it, or turn it round if your marks say 1 for irrelevant."
)


class Rows(NamedTuple):
    """Sentences of a batch. Of `embeddings` and `token_ids` one is None."""

    embeddings: tf.Tensor | None  # (rows, time, embedding)
    token_ids: tf.Tensor | None  # (rows, time)
    Z: tf.Tensor  # (rows, time), 1 = may be used, 0 = marked irrelevant
    labels: tf.Tensor  # (rows,), (rows, 1) or (rows, classes)
    sample_weight: tf.Tensor | None  # (rows,)


def rows_of(x: Any, y: Any, sample_weight: Any = None) -> Rows:
    """Unpack a batch as Keras gives it.

    Raises:
        DataError: if x is no such dict, or there are no labels.
        AnnotationError: if Z is missing or of the wrong shape.
        tf.errors.InvalidArgumentError: if Z holds values outside [0, 1], which a graph finds only
            while it runs; see `plain_mask_errors`.
    """
    if not isinstance(x, Mapping) or ("X" in x) == ("token_ids" in x):
        received = sorted(x) if isinstance(x, Mapping) else type(x).__name__
        raise DataError(
            f"The input of a RightReasonsModel is a dict. {_EXPECTED}. Got: {received}."
        )
    if "Z" not in x:
        raise AnnotationError(
            f"The relevance mask 'Z' is missing. {_EXPECTED}. "
            "Z is 1 where a token may be used and 0 where it is marked irrelevant; "
            "all ones where nothing is marked."
        )
    name = "X" if "X" in x else "token_ids"
    tokens, Z = tf.convert_to_tensor(x[name]), tf.convert_to_tensor(x["Z"])
    rank = 3 if name == "X" else 2
    if tokens.shape.rank != rank:
        raise DataError(
            f"'{name}' must have {rank} dimensions. Received: {tokens.shape}. {_EXPECTED}."
        )
    if name == "token_ids" and not tokens.dtype.is_integer:
        raise DataError(f"'token_ids' must be whole numbers. Received: {tokens.dtype.name}.")
    if Z.shape.rank != 2 or not Z.shape.is_compatible_with(tokens.shape[:2]):
        raise AnnotationError(
            f"The relevance mask 'Z' must have one number per token: {tuple(tokens.shape[:2])}. "
            f"Received: {tuple(Z.shape)}. Pad it with ones where the tokens are padded."
        )
    if y is None:
        raise DataError("Labels are missing. Pass y: class numbers (batch,) or one-hot.")
    return Rows(
        embeddings=tokens if name == "X" else None,
        token_ids=tokens if name == "token_ids" else None,
        Z=_within_bounds(Z),
        labels=tf.convert_to_tensor(y),
        sample_weight=None if sample_weight is None else tf.reshape(sample_weight, (-1,)),
    )


def taken(rows: Rows, places: tf.Tensor) -> Rows:
    """Some of the rows, by their places in the batch."""
    return Rows(*(None if each is None else tf.gather(each, places) for each in rows))


@contextmanager
def plain_mask_errors() -> Iterator[None]:
    """Turn the graph's error about Z, sixty lines of trace, into an `AnnotationError`."""
    try:
        yield
    except tf.errors.InvalidArgumentError as error:
        if _OUT_OF_BOUNDS in str(error):
            raise AnnotationError(_OUT_OF_BOUNDS) from error
        raise


def _within_bounds(Z: tf.Tensor) -> tf.Tensor:
    Z = tf.cast(Z, tf.float32) if not Z.dtype.is_floating else Z
    within = tf.reduce_all((Z >= 0) & (Z <= 1))  # False for NaN, too
    check = tf.debugging.Assert(within, [_OUT_OF_BOUNDS])
    with tf.control_dependencies([] if check is None else [check]):
        return tf.identity(Z)


def one_hot_labels(y: tf.Tensor, logits: tf.Tensor) -> tf.Tensor:
    """Labels as one-hot `(batch, classes)`, from one-hot or from class numbers `(batch,)`.

    Raises:
        DataError: if their shape fits neither.
        ConfigError: if the classifier has fewer than two classes.
    """
    num_classes = logits.shape[-1]
    if num_classes is not None and num_classes < 2:
        raise ConfigError(
            f"A classifier needs one output per class, at least 2. Received: {num_classes}. "
            "For two classes use Dense(2), not one sigmoid."
        )
    if y.shape.rank == 2 and y.shape[-1] == num_classes:
        return tf.cast(y, logits.dtype)
    if y.shape.rank == 1 or (y.shape.rank == 2 and y.shape[-1] == 1):
        return tf.one_hot(tf.cast(tf.reshape(y, (-1,)), tf.int32), num_classes, dtype=logits.dtype)
    raise DataError(
        f"Labels must be class numbers (batch,) or one-hot (batch, {num_classes}). "
        f"Received shape: {tuple(y.shape)}."
    )
