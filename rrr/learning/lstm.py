"""The LSTM as operations of TensorFlow that can be differentiated twice.

`lstm_loops` has the arithmetic. Here is told which loop gives the gradient of which: the backward
loop that of the forward one, the tangent loop that of the backward one, and again the backward loop
that of both, with all that has come in by then: four loops for a double-tape step.
"""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from rrr.learning import lstm_loops
from rrr.learning.loops import by_gate, if_any, run, sum_of_products


def lstm(a: tf.Tensor, U: tf.Tensor) -> tf.Tensor:
    """Outputs `(time, batch, units)` from projected inputs and recurrent weights.

    Args:
        a: inputs times their weights plus the bias `(time, batch, 4 · units)`, in the order input
            gate, forget gate, candidate, output gate. float32 or float64.
        U: recurrent weights `(units, 4 · units)`.
    """
    outputs: list[tf.Tensor] = []

    @tf.custom_gradient
    def forward(a: tf.Tensor, U: tf.Tensor) -> tuple[Any, Any]:
        time, batch, _ = tf.unstack(tf.shape(a))
        state = tf.stack([time, batch, tf.shape(U)[0]])

        def gradient(dh: tf.Tensor, dgates: tf.Tensor, dc: tf.Tensor) -> tuple[Any, Any]:
            h, gates, c = outputs
            da = _backward(dh, *if_any(dgates, dc), gates, c, U)
            return da, sum_of_products(h[:-1], da[1:])

        return run(lstm_loops.forward, [a, by_gate(U)[0]], [state, tf.shape(a), state]), gradient

    # The gradient is taken by what comes out here: the tape knows nothing of tensors within.
    outputs += forward(a, U)
    return outputs[0]


@tf.custom_gradient
def _backward(
    dh: tf.Tensor, dgates: tf.Tensor, dc: tf.Tensor, gates: tf.Tensor, c: tf.Tensor, U: tf.Tensor
) -> tuple[Any, Any]:
    state = tf.shape(dh)
    da, all_dh, all_dc = run(
        lstm_loops.backward,
        [dh, dgates, dc, gates, c, by_gate(U)[1]],
        [tf.shape(gates), state, state],
    )

    def gradient(v: tf.Tensor) -> tuple[tf.Tensor, ...]:
        h_dot, gates_dot, c_dot, by_gates, by_c = run(
            lstm_loops.tangent,
            [v, dgates, gates, c, all_dh, all_dc, by_gate(U)[0]],
            [state, tf.shape(dgates), tf.shape(dc), tf.shape(gates), state],
        )
        by_U = sum_of_products(h_dot[:-1], da[1:])
        return h_dot, gates_dot, c_dot, by_gates, by_c, by_U

    return da, gradient
