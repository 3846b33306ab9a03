"""LSTM and GRU arranged for the penalty: the same arithmetic as Keras', in compiled loops.

Keras multiplies each token's embedding by the input weights inside its loop over time, where the
double tape pays for it three times over, and keeps every intermediate of every step. Here one
product before the loop does it for all tokens, and the loops are compiled for the CPU
(`python -m benchmarks.step_time`).

The compiled loops are Python functions of this package, which no other process could serve. So a
layer takes them only inside `compiled_loops()`, as `ClassifierHalves` does, and Keras' own loop
elsewhere: an exported classifier is a graph that needs nothing of ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import keras
import tensorflow as tf

from rrr.errors import ConfigError
from rrr.learning.gru import gru
from rrr.learning.loops import FLOATS
from rrr.learning.lstm import lstm
from rrr.learning.padding import put_back, tokens_in_front

register = keras.saving.register_keras_serializable("rrr")

_LEFT_OUT = {
    "activation": "tanh",
    "recurrent_activation": "sigmoid",
    "dropout": 0.0,
    "recurrent_dropout": 0.0,
    "go_backwards": False,
    "unroll": False,
    "stateful": False,
    "return_state": False,
    "time_major": False,
}
"""The only values that the compiled loops know."""


_compiled: ContextVar[bool] = ContextVar("compiled", default=False)


@contextmanager
def compiled_loops() -> Iterator[None]:
    """Let the layers below run their compiled loops while they are called or traced here."""
    token = _compiled.set(True)
    try:
        yield
    finally:
        _compiled.reset(token)


class _CausalRecurrence:
    """Shared by the layers below: no cuDNN, no mask inside the loop, inputs projected before it.

    cuDNN's kernels have no second derivative, and Keras forgets `use_cudnn=False` when a layer is
    cloned or loaded; a constructor that always says so does not. The real tokens are moved to the
    front, wherever the padding is: no real token sees padding before it, so the loop may ignore the
    mask. Outputs at real tokens are those of Keras' own layer; at padding they mean nothing, and
    `LastStep` reads none there.

    Outside `compiled_loops()`, on a GPU, and for other floats than 32 and 64 bits, Keras' own loop
    runs.

    Raises:
        ConfigError: for what the loops leave out, dropout and running backwards among it.
    """

    def __init__(self, units: int, **options: Any) -> None:
        for name, value in _LEFT_OUT.items():
            if options.get(name, value) != value:
                raise ConfigError(
                    f"{type(self).__name__} cannot do {name} = {options[name]!r}, only {value!r}. "
                    "Take Keras' own layer, or a Dropout layer before it."
                )
        options |= {"use_cudnn": False, "return_sequences": True}
        super().__init__(units, **options)  # type: ignore[call-arg]
        self.supports_masking = True

    def call(
        self,
        sequences: tf.Tensor,
        initial_state: Any = None,
        mask: Any = None,
        training: bool = False,
    ) -> tf.Tensor:
        if initial_state is not None:
            raise ConfigError(
                f"{type(self).__name__} begins with zeros. Received an initial_state. "
                "Take Keras' own layer."
            )
        if not self._may_run_compiled(sequences.dtype):
            return super().call(sequences, mask=mask, training=training)  # type: ignore[misc]
        if mask is not None:
            sequences = tokens_in_front(sequences, mask)
        first = tf.transpose(sequences, [1, 0, 2])  # time first
        outputs = tf.transpose(self._over_time(first), [1, 0, 2])
        if mask is not None:
            outputs = put_back(outputs, mask)
        outputs.set_shape((*sequences.shape[:2], self.units))  # type: ignore[attr-defined]
        return outputs

    def _may_run_compiled(self, dtype: tf.DType) -> bool:
        return _compiled.get() and dtype in FLOATS and not tf.config.list_logical_devices("GPU")

    def _over_time(self, sequences: tf.Tensor) -> tf.Tensor:
        """Outputs `(time, batch, units)` from inputs `(time, batch, features)`."""
        raise NotImplementedError

    def compute_mask(self, _: Any, mask: Any = None) -> Any:
        return mask


@register
class CausalLSTM(_CausalRecurrence, keras.layers.LSTM):
    """LSTM returning every step, `(batch, time, units)`."""

    def _over_time(self, sequences: tf.Tensor) -> tf.Tensor:
        cell = self.cell
        projected = _projected(sequences, cell.kernel, cell.bias)
        return lstm(projected, tf.convert_to_tensor(cell.recurrent_kernel))


@register
class CausalGRU(_CausalRecurrence, keras.layers.GRU):
    """GRU (the reset gate after the product) returning every step, `(batch, time, units)`."""

    def __init__(self, units: int, **options: Any) -> None:
        if not options.get("reset_after", True):
            raise ConfigError(
                "CausalGRU applies the reset gate after the product. Received: reset_after=False. "
                "Take Keras' own layer."
            )
        super().__init__(units, **options)

    def _over_time(self, sequences: tf.Tensor) -> tf.Tensor:
        cell = self.cell
        U = tf.convert_to_tensor(cell.recurrent_kernel)
        input_bias, recurrent_bias = None, tf.zeros(3 * self.units, U.dtype)
        if cell.bias is not None:
            input_bias, recurrent_bias = tf.unstack(cell.bias)
        return gru(_projected(sequences, cell.kernel, input_bias), U, recurrent_bias)


def _projected(sequences: tf.Tensor, kernel: Any, bias: Any) -> tf.Tensor:
    """Inputs times weights for all tokens at once, `(time, batch, gates · units)`."""
    projected = tf.tensordot(sequences, tf.convert_to_tensor(kernel), 1)
    # Not `+`, whose gradient takes twice as long.
    return projected if bias is None else tf.nn.bias_add(projected, bias)
