"""LSTM and GRU arranged for the penalty: the same arithmetic as Keras', a leaner loop over time.

Keras multiplies each token's embedding by the input weights inside the loop, where the double tape
pays for it step by step, three times over. Here one product before the loop does it for all tokens
(`python -m benchmarks.step_time`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import keras
import tensorflow as tf

from rrr.errors import ConfigError

register = keras.saving.register_keras_serializable("rrr")


class _CausalRecurrence:
    """Shared by the layers below: no cuDNN, no mask inside the loop, inputs projected before it.

    cuDNN's kernels have no second derivative, and Keras forgets `use_cudnn=False` when a layer is
    cloned or loaded; a constructor that always says so does not. A recurrence over right-padded
    input never sees padding before the last real token, so the loop may ignore the mask (a third
    of its time) as long as nobody reads its output beyond: `LastStep` does not.

    Raises:
        ConfigError: for what the loop leaves out, dropout and running backwards among it.
    """

    def __init__(self, units: int, **options: Any) -> None:
        for name in ("dropout", "recurrent_dropout", "go_backwards", "unroll", "stateful"):
            if options.get(name):
                raise ConfigError(
                    f"{type(self).__name__} cannot do {name}. Received: {options[name]!r}. "
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
        del mask
        return super().call(  # type: ignore[misc]
            sequences, initial_state=initial_state, mask=None, training=training
        )

    def compute_mask(self, _: Any, mask: Any = None) -> Any:
        return mask


@register
class CausalLSTM(_CausalRecurrence, keras.layers.LSTM):
    """LSTM returning every step, `(batch, time, units)`."""

    def inner_loop(self, sequences: Any, initial_state: Any, mask: Any, training: bool) -> Any:
        """Keras' place for the loop: last output, all outputs, last states."""
        cell = self.cell
        activation, gate = cell.activation, cell.recurrent_activation

        def step(projected: tf.Tensor, states: Sequence[tf.Tensor]) -> list[tf.Tensor]:
            output, carry = states
            i, f, c, o = tf.split(projected + output @ recurrent, 4, axis=1)
            carry = gate(f) * carry + gate(i) * activation(c)
            return [gate(o) * activation(carry), carry]

        recurrent = tf.convert_to_tensor(cell.recurrent_kernel)
        projected = _projected(sequences, cell.kernel, cell.bias)
        return _over_time(step, projected, list(initial_state), self.units)


@register
class CausalGRU(_CausalRecurrence, keras.layers.GRU):
    """GRU (the reset gate after the product) returning every step, `(batch, time, units)`."""

    def inner_loop(self, sequences: Any, initial_state: Any, mask: Any, training: bool) -> Any:
        """Keras' place for the loop: last output, all outputs, last states."""
        cell = self.cell
        activation, gate = cell.activation, cell.recurrent_activation
        recurrent = tf.convert_to_tensor(cell.recurrent_kernel)
        input_bias, recurrent_bias = (None, None) if cell.bias is None else tf.unstack(cell.bias)

        def step(projected: tf.Tensor, states: Sequence[tf.Tensor]) -> list[tf.Tensor]:
            (output,) = states
            inner = output @ recurrent
            if recurrent_bias is not None:
                inner += recurrent_bias
            x_z, x_r, x_h = tf.split(projected, 3, axis=1)
            h_z, h_r, h_h = tf.split(inner, 3, axis=1)
            keep = gate(x_z + h_z)
            return [keep * output + (1 - keep) * activation(x_h + gate(x_r + h_r) * h_h)]

        states = initial_state if isinstance(initial_state, list | tuple) else [initial_state]
        projected = _projected(sequences, cell.kernel, input_bias)
        return _over_time(step, projected, list(states), self.units)


def _projected(sequences: tf.Tensor, kernel: Any, bias: Any) -> tf.Tensor:
    """Inputs times weights for all tokens at once, `(time, batch, gates · units)`."""
    projected = tf.tensordot(tf.transpose(sequences, [1, 0, 2]), tf.convert_to_tensor(kernel), 1)
    return projected if bias is None else projected + bias


def _over_time(
    step: Callable[[tf.Tensor, Sequence[tf.Tensor]], list[tf.Tensor]],
    projected: tf.Tensor,
    states: list[tf.Tensor],
    units: int,
) -> tuple[tf.Tensor, tf.Tensor, list[tf.Tensor]]:
    """Run `step` over axis 0; the first of the states is the output, `(batch, units)`.

    Returns:
        The last output, all outputs `(batch, time, units)`, and the last states.
    """
    num_steps = tf.shape(projected)[0]
    inputs = tf.TensorArray(
        projected.dtype, size=num_steps, element_shape=(None, projected.shape[-1])
    ).unstack(projected)
    outputs = tf.TensorArray(projected.dtype, size=num_steps, element_shape=(None, units))

    def body(time: tf.Tensor, outputs: tf.TensorArray, *states: tf.Tensor) -> tuple[Any, ...]:
        new = step(inputs.read(time), states)
        return time + 1, outputs.write(time, new[0]), *new

    # Told the number of steps beforehand, TensorFlow reserves the memory for the way back.
    _, outputs, *states = tf.while_loop(
        lambda time, *_: time < num_steps,
        body,
        (0, outputs, *states),
        maximum_iterations=num_steps,
    )
    return states[0], tf.transpose(outputs.stack(), [1, 0, 2]), states
