"""The GRU as operations of TensorFlow that can be differentiated twice; `lstm` says how."""

from __future__ import annotations

from typing import Any

import tensorflow as tf

from rrr.learning import gru_loops
from rrr.learning.loops import by_gate, if_any, run, sum_of_products


def gru(a: tf.Tensor, U: tf.Tensor, b: tf.Tensor) -> tf.Tensor:
    """Outputs `(time, batch, units)` from projected inputs and recurrent weights.

    Args:
        a: inputs times their weights plus their bias `(time, batch, 3 · units)`, in the order
            update gate, reset gate, candidate. float32 or float64.
        U: recurrent weights `(units, 3 · units)`.
        b: recurrent bias `(3 · units,)`.
    """
    outputs: list[tf.Tensor] = []

    @tf.custom_gradient
    def forward(a: tf.Tensor, U: tf.Tensor, b: tf.Tensor) -> tuple[Any, Any]:
        time, batch, _ = tf.unstack(tf.shape(a))
        state = tf.stack([time, batch, tf.shape(U)[0]])

        def gradient(dh: tf.Tensor, dgates: tf.Tensor, dp: tf.Tensor) -> tuple[Any, ...]:
            h, gates, p = outputs
            da, dm = _backward(dh, *if_any(dgates, dp), h, gates, p, U)
            return da, sum_of_products(h[:-1], dm[1:]), tf.reduce_sum(dm, axis=[0, 1])

        return run(gru_loops.forward, [a, by_gate(U)[0], b], [state, tf.shape(a), state]), gradient

    outputs += forward(a, U, b)
    return outputs[0]


@tf.custom_gradient
def _backward(
    dh: tf.Tensor,
    dgates: tf.Tensor,
    dp: tf.Tensor,
    h: tf.Tensor,
    gates: tf.Tensor,
    p: tf.Tensor,
    U: tf.Tensor,
) -> tuple[Any, Any]:
    state, wide = tf.shape(dh), tf.shape(gates)
    da, dm, all_dh = run(
        gru_loops.backward,
        [dh, dgates, dp, h, gates, p, by_gate(U)[1]],
        [wide, wide, state],
    )

    def gradient(v: tf.Tensor, w: tf.Tensor) -> tuple[tf.Tensor, ...]:
        (w,) = if_any(w)
        h_dot, gates_dot, p_dot, by_h, by_gates, by_p = run(
            gru_loops.tangent,
            [v, w, dgates, h, gates, p, all_dh, da, by_gate(U)[0]],
            [state, tf.shape(dgates), tf.shape(dp), state, wide, state],
        )
        by_U = sum_of_products(h_dot[:-1], dm[1:])
        return h_dot, gates_dot, p_dot, by_h, by_gates, by_p, by_U

    return (da, dm), gradient
