"""Run any Keras classifier in two halves: token ids → embeddings, and embeddings → logits.

The penalty needs the embeddings as a tensor of their own (to watch, and to differentiate by) and
the logits before any softmax (whose gradient vanishes in float32 once the model is confident). A
Keras model offers neither, so while it is called its `Embedding` layer is made to return given
embeddings, and its closing softmax or sigmoid to return its input. The layer still computes its
padding mask from the token ids. This works alike for functional, sequential and subclassed models,
in graph and in eager mode, and leaves the classifier as it was.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

import keras
import tensorflow as tf

from rrr.errors import ConfigError, DataError
from rrr.learning.embedding_layer import all_layers, embedding_of, layer_named
from rrr.learning.endings import ending_of, transformed_ending
from rrr.learning.graph_checks import checked
from rrr.learning.layer_traits import (
    draws_noise,
    looks_beyond_a_row,
    refuse_layers_that_wait,
)
from rrr.learning.precision import full_precision
from rrr.learning.recurrent import compiled_loops
from rrr.learning.second_derivatives import exact_second_derivatives

# Tracing two functions of one classifier at a time must not see each other's substitutions.
_LOCK = threading.RLock()


@contextmanager
def _substituted(layer: Any, name: str, value: Any) -> Iterator[None]:
    """Give `layer` another attribute for a while, past Keras' own attribute tracking."""
    attributes = vars(layer)
    had_attribute, before = name in attributes, attributes.get(name)
    object.__setattr__(layer, name, value)
    try:
        yield
    finally:
        if had_attribute:
            object.__setattr__(layer, name, before)
        else:
            object.__delattr__(layer, name)


@contextmanager
def _returning(
    layer: Any, name: str, value: Callable[..., tf.Tensor], classifier: keras.Model
) -> Iterator[None]:
    """Let `layer` return something else in the one call that the classifier makes of it.

    Raises:
        ConfigError: if the classifier does not call it exactly once.
    """
    calls = 0
    built = classifier.built  # if it is not, Keras calls its layers once more to build it

    def counted(*args: Any, **options: Any) -> tf.Tensor:
        nonlocal calls
        calls += 1
        return value(*args, **options)

    with _substituted(layer, name, counted):
        yield
    if calls != 1 and built:
        raise ConfigError(
            f"The classifier uses its layer {layer.name!r} {calls} times. "
            "The layer that embeds the tokens, and the closing softmax or sigmoid, must be used "
            "once. Give the other places layers of their own."
        )


def _if_unchanged(values: tf.Tensor, token_ids: tf.Tensor, reached: tf.Tensor) -> tf.Tensor:
    """The values, refused if other ids than these have reached the embedding layer.

    Raises:
        ConfigError: if the classifier changes its token ids first: a mark would be on another one.
    """
    if reached is token_ids:
        return values
    message = (
        "The classifier changes its token ids before it embeds them, so that marks would not be on "
        "the words that it reads. Change the ids where you make them, and leave that out of it."
    )
    if not reached.shape.is_compatible_with(token_ids.shape):
        raise ConfigError(message)
    same_shape = tf.reduce_all(tf.shape(reached) == tf.shape(token_ids))
    both = [tf.cast(ids, tf.float64) for ids in (reached, token_ids)]  # holds every id
    holds = tf.cond(same_shape, lambda: tf.reduce_all(tf.equal(*both)), lambda: tf.constant(False))
    return checked(values, holds, ConfigError, message)


class ClassifierHalves:
    """A classifier seen as embedding and the rest.

    Args:
        classifier: Keras model from token ids `(batch, time)` or embeddings
            `(batch, time, embedding)`, and other inputs perhaps, to logits or probabilities
            `(batch, outputs)`.
        from_logits: whether the classifier returns logits. None finds out; to be told where its
            last layer does not say.
        multi_label: whether several outputs can be true at once. None finds out: they can if it
            ends in sigmoids.
        embedding_layer: the layer that embeds the tokens, or its name. None: the only `Embedding`.
        predictions_transform: makes the one output `(batch, outputs)` of all that the classifier
            returns. `from_logits` then says whether that one is logits.

    Raises:
        ConfigError: if something has to be told, was told wrongly, or is no classifier.
    """

    def __init__(
        self,
        classifier: keras.Model,
        from_logits: bool | None = None,
        multi_label: bool | None = None,
        embedding_layer: keras.layers.Layer | str | None = None,
        predictions_transform: Callable[[Any], Any] | None = None,
    ) -> None:
        if not isinstance(classifier, keras.Model):
            raise ConfigError(
                f"The classifier must be a Keras model. Received: {type(classifier).__name__}. "
                "Make one with keras.Sequential, or with rrr.build_classifier."
            )
        self.classifier = classifier
        self._transform = predictions_transform
        if predictions_transform is None:
            self.ending = ending_of(classifier, from_logits, multi_label)
        else:
            self.ending = transformed_ending(predictions_transform, from_logits, multi_label)
        self._embedding_name = None
        if embedding_layer is not None:
            self._embedding_name = layer_named(classifier, embedding_layer).name
        self.options = {
            "from_logits": from_logits,
            "multi_label": multi_label,
            "embedding_layer": self._embedding_name,
            "predictions_transform": predictions_transform,
        }
        """The arguments beside the classifier."""

    @property
    def has_other_outputs(self) -> bool:
        """Whether some of what the classifier returns may play no part."""
        return self._transform is not None

    @property
    def rows_are_independent(self) -> bool:
        """Whether a batch may be divided: no statistics, and no loss, of more than a row."""
        return not any(map(looks_beyond_a_row, all_layers(self.classifier)))

    @property
    def draws_noise(self) -> bool:
        """Whether two passes in training differ: dropout and the like, Keras' own or others."""
        return any(map(draws_noise, all_layers(self.classifier)))

    @property
    def embedding(self) -> Any:
        """The layer that turns token ids into embeddings.

        Raises:
            ConfigError: if none was chosen and it cannot be told which one does.
        """
        if self._embedding_name is not None:
            return layer_named(self.classifier, self._embedding_name)
        return embedding_of(self.classifier)

    @property
    def vocabulary_size(self) -> int | None:
        """Number of token ids that the embedding knows; None where it does not tell."""
        return getattr(self.embedding, "input_dim", None)

    def yes_or_no(self, logits: tf.Tensor) -> bool:
        """Whether each output is a sigmoid's: a single one, or one for each of several labels."""
        return self.ending.multi_label or logits.shape[-1] == 1

    def embed(self, token_ids: tf.Tensor) -> tf.Tensor:
        """Embeddings `(batch, time, embedding)` of token ids `(batch, time)`."""
        with _LOCK:  # in `logits` another thread may have put embeddings in the layer's place
            return self.embedding(token_ids)

    def arranged(self, name: str, tokens: tf.Tensor, others: Mapping[str, tf.Tensor]) -> Any:
        """What the classifier is called with: its tokens, or all its inputs in their places.

        Args:
            name: what a subclassed classifier with several inputs calls the tokens.
            tokens: token ids or embeddings.
            others: its other inputs, by name.

        Raises:
            DataError: if the other inputs are not those that it has.
        """
        names = self._input_names()
        if names is None:
            return {**others, name: tokens} if others else tokens
        token_names = [input_name for input_name in names if input_name not in others]
        if len(token_names) != 1 or len(names) != 1 + len(others):
            raise DataError(
                f"The classifier has these inputs: {', '.join(names)}. One is for the tokens, "
                f"'{name}'; pass the others in the same dict under these names. Received besides "
                f"'{name}' and 'Z': {', '.join(sorted(others)) or 'nothing'}."
            )
        if isinstance(self.classifier, keras.Sequential):
            return tokens
        values = {**others, token_names[0]: tokens}
        return keras.tree.pack_sequence_as(
            self.classifier.input, [values[input_name] for input_name in names]
        )

    def _input_names(self) -> list[str] | None:
        """Names of the inputs, in Keras' order; None for a subclassed classifier."""
        if isinstance(self.classifier, keras.Sequential):
            return ["tokens"]
        if not getattr(self.classifier, "inputs", None):
            return None
        if isinstance(self.classifier.input, dict):
            return sorted(self.classifier.input)
        return [tensor.name for tensor in self.classifier.inputs]

    def logits(
        self,
        embeddings: tf.Tensor,
        token_ids: tf.Tensor | None = None,
        training: bool = False,
        others: Mapping[str, tf.Tensor] | None = None,
    ) -> tf.Tensor:
        """Logits `(batch, outputs)` of given embeddings `(batch, time, embedding)`, in 32 bits.

        Args:
            embeddings: of the tokens.
            token_ids: `(batch, time)`, still needed for the padding mask; None for a classifier
                that takes embedded input.
            training: whether dropout and the like are at work.
            others: the classifier's other inputs, by name.
        """
        refuse_layers_that_wait(self.classifier)
        with _LOCK, compiled_loops(), exact_second_derivatives(), ExitStack() as stack:
            reached: list[tf.Tensor] = []
            closing = self.ending.layer
            if closing is not None:
                name = "activation" if hasattr(closing, "activation") else "call"
                stack.enter_context(
                    _returning(closing, name, lambda inputs, **_: inputs, self.classifier)
                )
            if token_ids is not None:
                token_ids = tf.convert_to_tensor(token_ids)

                def given(ids: tf.Tensor, *_: Any, **__: Any) -> tf.Tensor:
                    reached.append(ids)
                    return embeddings

                stack.enter_context(_returning(self.embedding, "call", given, self.classifier))
            name, tokens = ("X", embeddings) if token_ids is None else ("token_ids", token_ids)
            inputs = self.arranged(name, tokens, others or {})
            outputs = self.classifier(inputs, training=training)
            if self._transform is not None:
                outputs = self._transform(outputs)
            outputs = full_precision(outputs)
        if reached:
            outputs = _if_unchanged(outputs, token_ids, reached[-1])
        if outputs.shape.rank != 2 or outputs.shape[-1] is None:
            raise ConfigError(
                "The classifier must return one row of numbers per sentence, (batch, classes). "
                f"Received: {outputs.shape}."
            )
        if self.ending.from_logits or closing is not None:
            return outputs
        return self._logits_of(outputs)

    def _logits_of(self, probabilities: tf.Tensor) -> tf.Tensor:
        """Logits that are out of reach, up to a constant that does not matter."""
        tiny = probabilities.dtype.as_numpy_dtype(1e-30)
        log_p = tf.math.log(tf.maximum(probabilities, tiny))
        if not self.yes_or_no(probabilities):
            return log_p
        return log_p - tf.math.log(tf.maximum(1 - probabilities, tiny))
