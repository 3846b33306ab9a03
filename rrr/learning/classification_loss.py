"""The classification loss a user compiles, for each sentence by itself.

Each sentence's own loss is needed because its weight also weighs its penalty. Keras' losses give it
before their reduction, which is made up for here, for the penalty alike.
"""

from __future__ import annotations

import functools
import inspect
import warnings
from collections.abc import Callable
from typing import Any

import keras
import tensorflow as tf

from rrr.errors import ConfigError
from rrr.learning.graph_checks import checked
from rrr.learning.halves import ClassifierHalves
from rrr.learning.labels import as_columns, labels_for, name_of
from rrr.learning.outputs import probabilities_of

_MEANS = ("sum_over_batch_size", "mean", "mean_with_sample_weight")


class ClassificationLoss:
    """A Keras loss, evaluated row by row.

    A loss with an option `from_logits` is given the logits, whatever the classifier returns: it is
    the same number without rounding to 0 or 1. So Keras' default, `from_logits=False`, is never
    taken at its word for a classifier that returns logits; of an instance a warning says so, since
    nobody can see whether it was left out or meant. A class of your own is taken at its word. All
    others are given what the classifier returns, as by Keras. Keras' own losses get labels in the
    form that they need, yours get them as you pass them to `fit`; a function gets those of one
    output as `(batch, 1)`.

    Args:
        loss: what Keras' `compile` takes: a name, a function, an instance; None for cross-entropy.
        halves: the classifier that it is for.

    Raises:
        ConfigError: if there is no such loss, or it contradicts the classifier.
    """

    def __init__(self, loss: Any, halves: ClassifierHalves) -> None:
        self._halves = halves
        self._loss = _resolved(loss)
        self._options = _options_of(self._loss)
        self.reduction = getattr(self._loss, "reduction", "sum_over_batch_size")
        self.ignored: int | None = self._options.get("ignore_class")
        if self.reduction not in (*_MEANS, "sum"):
            raise ConfigError(
                f"A training needs one number per batch. Received: reduction={self.reduction!r}. "
                'Use "sum_over_batch_size" or "sum".'
            )
        _check_said(self._loss, self._options, returns_logits=halves.ending.from_logits)
        self._takes_logits = _takes_logits(self._loss, self._options)
        self._given = _of_logits(self._loss, self._options) if self._takes_logits else self._loss

    def per_row(self, labels: tf.Tensor, logits: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor | None]:
        """Losses `(batch,)`, and which of them count; None if all do.

        Args:
            labels: class numbers `(batch,)`, or `(batch, outputs)`.
            logits: the classifier's, `(batch, outputs)`.

        Raises:
            ConfigError: if the loss is not for this kind of output, or not a loss per sentence.
        """
        yes_or_no = self._halves.yes_or_no(logits)
        _check_kind(self._loss, yes_or_no)
        loss = self._given or _cross_entropy(yes_or_no)
        outputs = logits
        if not self._takes_logits and not self._halves.ending.from_logits:
            outputs = probabilities_of(logits, yes_or_no)
        dtype = getattr(loss, "dtype", keras.config.floatx())
        targets = labels_for(loss, labels, logits)
        if not isinstance(loss, keras.losses.Loss) and outputs.shape[-1] == 1:
            targets = as_columns(targets)  # as Keras gives them to a function
        losses = _called(loss)(tf.cast(targets, dtype), tf.cast(outputs, dtype))
        counts = getattr(losses, "_keras_mask", None)  # where Keras' losses tell what they ignored
        losses = tf.convert_to_tensor(losses)
        losses = _without_pairs(losses, targets, outputs, name_of(loss))
        if losses.shape.rank == 0:
            raise ConfigError(
                f"The loss must give a number per sentence. Received: {name_of(loss)}, which gives "
                "one for the whole batch. Leave the mean over the batch to Keras."
            )
        if losses.shape.rank > 1:  # Keras, too, takes the mean over everything
            losses = tf.reduce_mean(tf.reshape(losses, (tf.shape(logits)[0], -1)), axis=-1)
        return tf.cast(losses, logits.dtype), counts

    def reduced(
        self, values: tf.Tensor, weights: tf.Tensor | None, counts: tf.Tensor | None = None
    ) -> tf.Tensor:
        """One number for the batch from one per sentence, as the loss' `reduction` says.

        Args:
            values: `(batch,)`.
            weights: of the sentences, `(batch,)`.
            counts: which sentences count, `(batch,)`.
        """
        total = tf.cast(tf.size(values), values.dtype)
        if counts is not None:
            counts = tf.cast(counts, values.dtype)
            values, total = values * counts, tf.reduce_sum(counts)
        if weights is not None:
            weights = tf.cast(weights, values.dtype)
            values *= weights
            if self.reduction == "mean_with_sample_weight":
                total = tf.reduce_sum(weights if counts is None else weights * counts)
        if self.reduction == "sum":
            # The step divides by the replicas, of which each has a part of the batch.
            return tf.reduce_sum(values) * tf.distribute.get_strategy().num_replicas_in_sync
        return tf.math.divide_no_nan(tf.reduce_sum(values), total)


def _resolved(loss: Any) -> Any:
    """The loss that is meant; None for the default."""
    if isinstance(loss, list | tuple) and len(loss) == 1:  # one output
        (loss,) = loss
    if loss is None or loss in ("crossentropy", "ce"):
        return None
    try:
        return keras.losses.get(loss)
    except (ValueError, TypeError) as error:
        raise ConfigError(
            f"There is no such loss. Received: {loss!r}. Pass one Keras loss, or none for "
            "cross-entropy; the penalty is added to it."
        ) from error


def _options_of(loss: Any) -> dict[str, Any]:
    if isinstance(loss, keras.losses.Loss):
        return loss.get_config()
    if loss is None:
        return {"from_logits": None}
    parameters = inspect.signature(loss).parameters
    return {"from_logits": None} if "from_logits" in parameters else {}


def _check_said(loss: Any, options: dict[str, Any], *, returns_logits: bool) -> None:
    """Refuse what the loss says of the classifier's outputs if it is wrong."""
    if isinstance(loss, functools.partial):
        expects_logits = loss.keywords.get("from_logits")
    else:
        expects_logits = options.get("from_logits")
    if expects_logits and not returns_logits:
        raise ConfigError(
            "The loss has from_logits=True, but the classifier returns probabilities. Leave "
            "from_logits out of the loss, or the softmax or sigmoid out of the classifier."
        )
    if expects_logits is not False or not returns_logits:
        return
    if _is_own_class(loss):
        raise ConfigError(
            f"The loss {name_of(loss)} has from_logits=False, but the classifier returns logits. "
            "Say from_logits=True in the loss, or add a softmax or sigmoid to the classifier."
        )
    if isinstance(loss, functools.partial):
        raise ConfigError(
            "The loss has from_logits=False, but the classifier returns logits. Leave from_logits "
            "out of the loss, or add a softmax or sigmoid to the classifier."
        )
    warnings.warn(
        f"The loss {name_of(loss)} has from_logits=False, Keras' default, but the classifier "
        "returns logits. It is given logits all the same and takes them for logits; Keras itself "
        "would take them for probabilities. Say from_logits=True in the loss.",
        stacklevel=4,
    )


def _of_logits(loss: Any, options: dict[str, Any]) -> Any:
    """The same loss, told that it is given logits."""
    if loss is None or options["from_logits"]:
        return loss
    if not isinstance(loss, keras.losses.Loss):
        return functools.partial(loss, from_logits=True)
    return type(loss).from_config({**options, "from_logits": True})


def _takes_logits(loss: Any, options: dict[str, Any]) -> bool:
    """Whether a loss can be given logits. A class of the user's own that was not told of them
    cannot: made again, it would lack what its options do not tell."""
    if "from_logits" not in options:
        return False
    return bool(options["from_logits"]) or not _is_own_class(loss)


def _is_own_class(loss: Any) -> bool:
    is_class = isinstance(loss, keras.losses.Loss)
    return is_class and not type(loss).__module__.startswith("keras.")


def _without_pairs(
    losses: tf.Tensor, targets: tf.Tensor, outputs: tf.Tensor, name: str
) -> tf.Tensor:
    """The losses, refused if they compare each sentence's label with each sentence's output."""
    if losses.shape.rank != 2 or targets.shape.rank != 1 or outputs.shape[-1] != 1:
        return losses
    message = (
        f"The loss {name} gives numbers of shape {{}}, one for each pair of sentences: its labels "
        "have the shape (batch,), its predictions (batch, 1). Pass labels (batch, 1), or let the "
        "loss reshape them."
    )
    return checked(losses, tf.shape(losses)[1] == 1, ConfigError, message, [tf.shape(losses)])


def _cross_entropy(yes_or_no: bool) -> keras.losses.Loss:
    of_its_kind = (
        keras.losses.BinaryCrossentropy if yes_or_no else keras.losses.CategoricalCrossentropy
    )
    return of_its_kind(from_logits=True)


def _called(loss: Any) -> Callable[[tf.Tensor, tf.Tensor], tf.Tensor]:
    return loss.call if isinstance(loss, keras.losses.Loss) else loss


def _check_kind(loss: Any, yes_or_no: bool) -> None:
    """Refuse Keras' losses of exclusive classes for sigmoids, and the other way round."""
    name = name_of(loss).lower().replace("_", "")
    if yes_or_no and "categorical" in name:
        raise ConfigError(
            f"The classifier ends in sigmoids. Received: the loss {name_of(loss)}, which is for "
            "classes of which just one is true. Use BinaryCrossentropy, or leave loss out."
        )
    if not yes_or_no and name.startswith("binary"):
        raise ConfigError(
            f"The loss {name_of(loss)} takes each output for a sigmoid of its own. If several "
            "labels can be true at once, say RightReasonsModel(…, multi_label=True); else use "
            "CategoricalCrossentropy, or leave loss out."
        )
