"""The LSTM's loops over time, compiled: forward, backward, and the tangent of the backward one.

TensorFlow's own loop keeps every intermediate of every step for the second derivative, and pays for
each of its dozen operations a step. These three run a step in one pass over memory around one
matrix product, and save only the gates and the state.

Per step, with a the sum of the projected input and h₋ U, and c₋, h₋ those of the step before:

    i, f, o = σ(a)    u = tanh(a)    c = f c₋ + i u    h = o tanh(c)

(Hochreiter & Schmidhuber, Neural Computation 1997, with the forget gate of Gers et al., 2000.)
All arrays are of one float type, time first; `first` and `last` bound the rows of the batch that a
call works on, so that several threads share a batch without waiting for each other.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from rrr.learning.loop_math import (
    compiled,
    gate_products,
    quarters,
    sigmoid,
    sum_over_gates,
    tanh,
)


@compiled
def forward(
    a: np.ndarray, U: np.ndarray, h: Any, gates: Any, c: Any, first: int, last: int
) -> None:
    """Fill in outputs, gates and states.

    Args:
        a: projected inputs `(time, batch, 4 · units)`, in the order i, f, u, o.
        U: recurrent weights of each gate `(4, units, units)`.
        h: outputs `(time, batch, units)`, filled in.
        gates: i, f, u, o after their activation `(time, batch, 4 · units)`, filled in.
        c: states `(time, batch, units)`, filled in.
    """
    num_steps, _, width = a.shape
    n = width // 4
    rows = last - first
    from_before = np.zeros((4, rows, n), a.dtype)
    output = np.zeros((rows, n), a.dtype)
    state = np.zeros((rows, n), a.dtype)
    for t in range(num_steps):
        if t > 0:
            gate_products(output, U, from_before)
        for row in range(rows):
            x_i, x_f, x_u, x_o = quarters(a[t, first + row])
            m_i, m_f, m_u, m_o = (
                from_before[0, row],
                from_before[1, row],
                from_before[2, row],
                from_before[3, row],
            )
            i, f, u, o = quarters(gates[t, first + row])
            for j in range(n):
                i[j] = sigmoid(x_i[j] + m_i[j])
            for j in range(n):
                f[j] = sigmoid(x_f[j] + m_f[j])
            for j in range(n):
                u[j] = tanh(x_u[j] + m_u[j])
            for j in range(n):
                o[j] = sigmoid(x_o[j] + m_o[j])
            s, out = state[row], output[row]
            for j in range(n):
                s[j] = f[j] * s[j] + i[j] * u[j]
                out[j] = o[j] * tanh(s[j])
            c[t, first + row] = s
            h[t, first + row] = out


@compiled
def backward(
    dh: np.ndarray,
    dgates: np.ndarray,
    dc: np.ndarray,
    gates: np.ndarray,
    c: np.ndarray,
    U_transposed: np.ndarray,
    da: Any,
    all_dh: Any,
    all_dc: Any,
    first: int,
    last: int,
) -> None:
    """Fill in the gradient by the projected inputs.

    Args:
        dh: gradient by the outputs `(time, batch, units)`.
        dgates, dc: gradients by gates and states; empty arrays where they are 0.
        gates, c: as `forward` filled them in.
        U_transposed: recurrent weights of each gate, transposed `(4, units, units)`.
        da: gradient by the projected inputs `(time, batch, 4 · units)`, filled in.
        all_dh, all_dc: gradients by output and state of each step, those that come from later
            steps included `(time, batch, units)`, filled in; `tangent` needs them.
    """
    num_steps, _, n = dh.shape
    one = dh.dtype.type(1)
    rows = last - first
    from_later = np.zeros((rows, n), dh.dtype)  # by the output
    carried = np.zeros((rows, n), dh.dtype)  # by the state
    here = np.zeros((4, rows, n), dh.dtype)
    nothing, squashed = np.zeros(n, dh.dtype), np.zeros(n, dh.dtype)
    for t in range(num_steps - 1, -1, -1):
        for row in range(rows):
            r = first + row
            i, f, u, o = quarters(gates[t, r])
            s, before = c[t, r], c[t - 1, r] if t > 0 else nothing
            out, later, carry = dh[t, r], from_later[row], carried[row]
            by_h, by_c = all_dh[t, r], all_dc[t, r]
            d_i, d_f, d_u, d_o = here[0, row], here[1, row], here[2, row], here[3, row]
            for j in range(n):
                squashed[j] = tanh(s[j])
            for j in range(n):
                by_h[j] = out[j] + later[j]
            for j in range(n):
                by_c[j] = carry[j] + by_h[j] * o[j] * (one - squashed[j] * squashed[j])
            if dc.size:
                extra = dc[t, r]
                for j in range(n):
                    by_c[j] += extra[j]
            for j in range(n):
                d_i[j] = by_c[j] * u[j]
            for j in range(n):
                d_f[j] = by_c[j] * before[j]
            for j in range(n):
                d_u[j] = by_c[j] * i[j]
            for j in range(n):
                d_o[j] = by_h[j] * squashed[j]
            if dgates.size:
                more_i, more_f, more_u, more_o = quarters(dgates[t, r])
                for j in range(n):
                    d_i[j] += more_i[j]
                for j in range(n):
                    d_f[j] += more_f[j]
                for j in range(n):
                    d_u[j] += more_u[j]
                for j in range(n):
                    d_o[j] += more_o[j]
            for j in range(n):
                d_i[j] *= i[j] * (one - i[j])
            for j in range(n):
                d_f[j] *= f[j] * (one - f[j])
            for j in range(n):
                d_u[j] *= one - u[j] * u[j]
            for j in range(n):
                d_o[j] *= o[j] * (one - o[j])
            for j in range(n):
                carry[j] = by_c[j] * f[j]
            a_i, a_f, a_u, a_o = quarters(da[t, r])
            a_i[:], a_f[:], a_u[:], a_o[:] = d_i, d_f, d_u, d_o
        if t > 0:
            sum_over_gates(here, U_transposed, from_later)


@compiled
def tangent(
    v: np.ndarray,
    dgates: np.ndarray,
    gates: np.ndarray,
    c: np.ndarray,
    all_dh: np.ndarray,
    all_dc: np.ndarray,
    U: np.ndarray,
    h_dot: Any,
    gates_dot: Any,
    c_dot: Any,
    by_gates: Any,
    by_c: Any,
    first: int,
    last: int,
) -> None:
    """Fill in the gradients of Σ v · da, where da is what `backward` gave.

    `backward` is linear in its incoming gradients, with the transposed derivative of `forward`: so
    by these the gradient is the change of outputs, gates and states when the projected inputs
    change along v. By gates and states, which are its coefficients, it is a sum per step.

    Args:
        v: gradient by da `(time, batch, 4 · units)`.
        dgates: as given to `backward`; empty where 0.
        gates, c: as `forward` filled them in.
        all_dh, all_dc: as `backward` filled them in.
        U: recurrent weights of each gate `(4, units, units)`.
        h_dot: gradient by dh, filled in.
        gates_dot, c_dot: gradients by dgates and dc, filled in unless dgates is empty.
        by_gates, by_c: gradients by gates and c, filled in.
    """
    num_steps, _, width = v.shape
    n = width // 4
    one, two = v.dtype.type(1), v.dtype.type(2)  # Numba takes 1 and 2 for 64 bits
    rows = last - first
    from_before = np.zeros((4, rows, n), v.dtype)
    output = np.zeros((rows, n), v.dtype)
    state = np.zeros((rows, n), v.dtype)
    nothing, squashed, now_dot = np.zeros(n, v.dtype), np.zeros(n, v.dtype), np.zeros(n, v.dtype)
    a_dot, g_dot = np.zeros(width, v.dtype), np.zeros(width, v.dtype)
    ai, af, au, ao = quarters(a_dot)
    i_dot, f_dot, u_dot, o_dot = quarters(g_dot)
    for t in range(num_steps):
        if t > 0:
            gate_products(output, U, from_before)
        for row in range(rows):
            r = first + row
            x_i, x_f, x_u, x_o = quarters(v[t, r])
            m_i, m_f, m_u, m_o = (
                from_before[0, row],
                from_before[1, row],
                from_before[2, row],
                from_before[3, row],
            )
            i, f, u, o = quarters(gates[t, r])
            s, before = c[t, r], c[t - 1, r] if t > 0 else nothing
            by_h, by_s = all_dh[t, r], all_dc[t, r]
            s_dot, out_dot = state[row], output[row]
            # How the sums, the gates and the state change along v.
            for j in range(n):
                ai[j] = x_i[j] + m_i[j]
            for j in range(n):
                af[j] = x_f[j] + m_f[j]
            for j in range(n):
                au[j] = x_u[j] + m_u[j]
            for j in range(n):
                ao[j] = x_o[j] + m_o[j]
            for j in range(n):
                i_dot[j] = i[j] * (one - i[j]) * ai[j]
            for j in range(n):
                f_dot[j] = f[j] * (one - f[j]) * af[j]
            for j in range(n):
                u_dot[j] = (one - u[j] * u[j]) * au[j]
            for j in range(n):
                o_dot[j] = o[j] * (one - o[j]) * ao[j]
            for j in range(n):
                now_dot[j] = f_dot[j] * before[j] + f[j] * s_dot[j]
            for j in range(n):
                now_dot[j] += i_dot[j] * u[j] + i[j] * u_dot[j]
            for j in range(n):
                squashed[j] = tanh(s[j])
            # By the gates after their activation, of which the slopes are functions, too.
            g = by_gates[t, r]
            g_i, g_f, g_u, g_o = quarters(g)
            for j in range(n):
                g_i[j] = by_s[j] * (u_dot[j] + u[j] * (one - two * i[j]) * ai[j])
            for j in range(n):
                g_f[j] = by_s[j] * (s_dot[j] + before[j] * (one - two * f[j]) * af[j])
            for j in range(n):
                g_u[j] = by_s[j] * (i_dot[j] - two * i[j] * u[j] * au[j])
            for j in range(n):
                slope = one - squashed[j] * squashed[j]
                g_o[j] = by_h[j] * (slope * now_dot[j] + squashed[j] * (one - two * o[j]) * ao[j])
            # By the state: through tanh here, and as the one before of the next step.
            here = by_c[t, r]
            for j in range(n):
                slope = one - squashed[j] * squashed[j]
                here[j] = by_h[j] * slope * (o_dot[j] - two * o[j] * squashed[j] * now_dot[j])
            if t > 0:
                earlier = by_c[t - 1, r]
                for j in range(n):
                    earlier[j] += by_s[j] * f_dot[j]
            for j in range(n):
                slope = one - squashed[j] * squashed[j]
                out_dot[j] = o_dot[j] * squashed[j] + o[j] * slope * now_dot[j]
            for j in range(n):
                s_dot[j] = now_dot[j]
            h_dot[t, r] = out_dot
            if dgates.size:
                more, all_g = dgates[t, r], gates[t, r]
                for j in range(width):
                    if 2 * n <= j < 3 * n:
                        g[j] -= two * more[j] * all_g[j] * a_dot[j]
                    else:
                        g[j] += more[j] * (one - two * all_g[j]) * a_dot[j]
                gates_dot[t, r] = g_dot
                c_dot[t, r] = now_dot
