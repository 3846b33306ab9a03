"""Labels as Keras users write them: class numbers, one-hot, or a number from 0 to 1 per output."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorflow as tf

from rrr.errors import DataError
from rrr.learning.graph_checks import checked, extremes

_TOLERANCE = 1e-3
"""By which the probabilities of a sentence's classes may miss a sum of 1."""


def checked_labels(
    labels: tf.Tensor, logits: tf.Tensor, yes_or_no: bool, ignored: int | None = None
) -> tf.Tensor:
    """The labels as they are, refused if they do not fit the classifier's outputs.

    Args:
        labels: class numbers `(batch,)` or `(batch, 1)`, or a number from 0 to 1 per output,
            `(batch, outputs)`.
        logits: the classifier's, `(batch, outputs)`.
        yes_or_no: whether each output is a sigmoid's, so that several can be true at once.
        ignored: a class number that is allowed besides.

    Raises:
        DataError: if their shape does not fit. If their values do not, the graph's own error; see
            `rrr.learning.graph_checks`.
    """
    outputs = logits.shape[-1]
    expected = f"class numbers (batch,) or one-hot (batch, {outputs})"
    if yes_or_no:
        expected = "0 or 1, (batch,)" if outputs == 1 else f"0 or 1 per label, (batch, {outputs})"
    widths = {outputs} if yes_or_no else {1, outputs}
    columns = as_columns(labels)
    width = columns.shape[-1]
    if labels.dtype == tf.string or columns.shape.rank != 2 or width not in {None, *widths}:
        raise DataError(
            f"Labels must be {expected}. Received: {labels.dtype.name} of shape {labels.shape}."
        )
    values = tf.cast(columns, tf.float64)  # which holds every class number
    received = f"Labels must be {expected}. Received: values from {{}} to {{}}. "
    if width is None:
        num_columns = tf.shape(values)[-1]
        fits = tf.reduce_any([num_columns == width for width in widths])
        message = f"Labels must be {expected}. Received: {{}} numbers per sentence."
        labels = checked(labels, fits, DataError, message, [num_columns])
    if yes_or_no:
        holds = tf.reduce_all((values >= 0) & (values <= 1))
        remedy = "Numbers between 0 and 1 say how likely a label is."
        return checked(labels, holds, DataError, received + remedy, extremes(values))
    is_class = (values >= 0) & (values < outputs) & (values == tf.floor(values))
    if ignored is not None:
        is_class |= values == ignored
    sums = tf.reduce_sum(values, axis=-1, keepdims=True)
    is_share = (values >= 0) & (tf.abs(sums - 1) < _TOLERANCE)
    holds = tf.reduce_all(tf.where(tf.shape(values)[-1] == 1, is_class, is_share))
    remedy = (
        f"Number classes from 0 to {outputs - 1}, or let each row sum to 1. If several labels can "
        "be true at once, use a classifier that ends in sigmoids."
    )
    return checked(labels, holds, DataError, received + remedy, extremes(values))


def as_outputs(labels: tf.Tensor, outputs: tf.Tensor) -> tf.Tensor:
    """Labels as one number per output, `(batch, outputs)`, of the type of the outputs."""
    number = outputs.shape[-1]

    def one_hot(columns: tf.Tensor) -> tf.Tensor:
        return tf.one_hot(tf.cast(columns[:, 0], tf.int32), number, dtype=outputs.dtype)

    def as_they_are(columns: tf.Tensor) -> tf.Tensor:
        return tf.cast(columns, outputs.dtype)

    return _by_width(labels, outputs, one_hot, as_they_are)


def as_class_numbers(labels: tf.Tensor, outputs: tf.Tensor) -> tf.Tensor:
    """Labels as class numbers `(batch,)`; of one-hot labels the place of the greatest."""
    return _by_width(
        labels,
        outputs,
        lambda columns: tf.cast(columns[:, 0], tf.int32),
        lambda columns: tf.argmax(columns, axis=-1, output_type=tf.int32),
    )


def labels_for(taker: Any, labels: tf.Tensor, outputs: tf.Tensor) -> tf.Tensor:
    """Labels in the form that a loss or metric needs.

    Keras' own take class numbers if their names say that they are sparse, else a number per output.
    Others get the labels as they are.
    """
    wrapped = [getattr(taker, name, None) for name in ("func", "fn", "_fn")]  # in a Keras object
    function = next(filter(None, wrapped), taker)
    if not str(getattr(function, "__module__", None)).startswith("keras."):
        return labels
    if any(name_of(named).lower().startswith("sparse") for named in (taker, function)):
        return as_class_numbers(labels, outputs)
    return as_outputs(labels, outputs)


def name_of(taker: Any) -> str:
    """Name of a function, or of an instance's class."""
    function = getattr(taker, "func", taker)  # a partial's
    return str(getattr(function, "__name__", type(function).__name__))


def _by_width(
    labels: tf.Tensor,
    outputs: tf.Tensor,
    of_one: Callable[[tf.Tensor], tf.Tensor],
    of_all: Callable[[tf.Tensor], tf.Tensor],
) -> tf.Tensor:
    """Of class numbers one thing, of labels with a number per output another."""
    columns = as_columns(labels)
    width = columns.shape[-1]
    if width is None:  # calls with labels of several ranks have been made
        width, number = tf.shape(columns)[-1], outputs.shape[-1]
        message = f"Labels must have 1 or {number} numbers per sentence. Received: {{}}."

        def of_many() -> tf.Tensor:
            all_there = checked(columns, width == number, DataError, message, [width])
            return of_all(tf.ensure_shape(all_there, (None, number)))

        return tf.cond(width == 1, lambda: of_one(columns), of_many)
    return of_all(columns) if width == outputs.shape[-1] else of_one(columns)


def as_columns(labels: tf.Tensor) -> tf.Tensor:
    """Labels `(batch, 1)` or `(batch, outputs)`."""
    return labels[:, None] if labels.shape.rank == 1 else labels


def of_known_rank(labels: tf.Tensor) -> tf.Tensor:
    """Labels with their number of dimensions known.

    It is not once Keras has met labels `(batch,)` and `(batch, 1)` by turns.
    """
    if labels.shape.rank is not None:
        return labels
    columns = tf.cond(tf.rank(labels) == 1, lambda: labels[:, None], lambda: labels)
    return tf.ensure_shape(columns, (None, None))
