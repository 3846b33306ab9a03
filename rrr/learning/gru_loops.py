"""The GRU's loops over time, compiled; `lstm_loops` says why, and how the three belong together.

Per step, with m = h₋ U + b and h₋ the output of the step before:

    z, r = σ(a + m)    q = tanh(a + r m)    h = z h₋ + (1 − z) q

(Cho et al., EMNLP 2014, with the reset gate r after the product, as Keras and cuDNN have it.)
"""

from __future__ import annotations

from typing import Any

import numpy as np

from rrr.learning.loop_math import (
    compiled,
    gate_products,
    sigmoid,
    sum_over_gates,
    tanh,
    thirds,
)


@compiled
def forward(
    a: np.ndarray, U: np.ndarray, b: np.ndarray, h: Any, gates: Any, p: Any, first: int, last: int
) -> None:
    """Fill in outputs, gates and candidates.

    Args:
        a: projected inputs `(time, batch, 3 · units)`, in the order z, r, q.
        U: recurrent weights of each gate `(3, units, units)`.
        b: recurrent bias `(3 · units,)`.
        h: outputs `(time, batch, units)`, filled in.
        gates: z, r, q after their activation `(time, batch, 3 · units)`, filled in.
        p: the last third of m `(time, batch, units)`, filled in.
    """
    num_steps, _, width = a.shape
    n = width // 3
    one = a.dtype.type(1)  # Numba takes a plain 1 for 64 bits
    rows = last - first
    product = np.zeros((3, rows, n), a.dtype)
    output = np.zeros((rows, n), a.dtype)
    b_z, b_r, b_q = thirds(b)
    for t in range(num_steps):
        if t > 0:
            gate_products(output, U, product)
        for row in range(rows):
            x_z, x_r, x_q = thirds(a[t, first + row])
            m_z, m_r, m_q = product[0, row], product[1, row], product[2, row]
            z, r, q = thirds(gates[t, first + row])
            kept = p[t, first + row]
            for j in range(n):
                z[j] = sigmoid(x_z[j] + m_z[j] + b_z[j])
            for j in range(n):
                r[j] = sigmoid(x_r[j] + m_r[j] + b_r[j])
            for j in range(n):
                kept[j] = m_q[j] + b_q[j]
            for j in range(n):
                q[j] = tanh(x_q[j] + r[j] * kept[j])
            out = output[row]
            for j in range(n):
                out[j] = z[j] * out[j] + (one - z[j]) * q[j]
            h[t, first + row] = out


@compiled
def backward(
    dh: np.ndarray,
    dgates: np.ndarray,
    dp: np.ndarray,
    h: np.ndarray,
    gates: np.ndarray,
    p: np.ndarray,
    U_transposed: np.ndarray,
    da: Any,
    dm: Any,
    all_dh: Any,
    first: int,
    last: int,
) -> None:
    """Fill in the gradients by the projected inputs and by m.

    Args:
        dh: gradient by the outputs `(time, batch, units)`.
        dgates, dp: gradients by gates and p; empty arrays where they are 0.
        h, gates, p: as `forward` filled them in.
        U_transposed: recurrent weights of each gate, transposed `(3, units, units)`.
        da, dm: gradients by projected inputs and by m `(time, batch, 3 · units)`, filled in.
        all_dh: gradient by the output of each step, that which comes from later steps included
            `(time, batch, units)`, filled in; `tangent` needs it.
    """
    num_steps, _, n = dh.shape
    one = dh.dtype.type(1)
    rows = last - first
    from_later = np.zeros((rows, n), dh.dtype)
    kept = np.zeros((rows, n), dh.dtype)  # what reaches the output before by z
    here = np.zeros((3, rows, n), dh.dtype)
    nothing = np.zeros(n, dh.dtype)
    for t in range(num_steps - 1, -1, -1):
        for row in range(rows):
            at = first + row
            z, r, q = thirds(gates[t, at])
            before, product = h[t - 1, at] if t > 0 else nothing, p[t, at]
            out, later, keep = dh[t, at], from_later[row], kept[row]
            by_h, (a_z, a_r, a_q) = all_dh[t, at], thirds(da[t, at])
            m_z, m_r, m_q = here[0, row], here[1, row], here[2, row]
            for j in range(n):
                by_h[j] = out[j] + later[j] + keep[j]
            for j in range(n):
                a_z[j] = by_h[j] * (before[j] - q[j])
            for j in range(n):
                a_q[j] = by_h[j] * (one - z[j])
            if dgates.size:
                more_z, more_q = dgates[t, at, :n], dgates[t, at, 2 * n :]
                for j in range(n):
                    a_z[j] += more_z[j]
                for j in range(n):
                    a_q[j] += more_q[j]
            for j in range(n):
                a_z[j] *= z[j] * (one - z[j])
            for j in range(n):
                a_q[j] *= one - q[j] * q[j]
            for j in range(n):
                a_r[j] = a_q[j] * product[j]
            if dgates.size:
                more_r = dgates[t, at, n : 2 * n]
                for j in range(n):
                    a_r[j] += more_r[j]
            for j in range(n):
                a_r[j] *= r[j] * (one - r[j])
            m_z[:], m_r[:] = a_z, a_r
            for j in range(n):
                m_q[j] = a_q[j] * r[j]
            if dp.size:
                extra = dp[t, at]
                for j in range(n):
                    m_q[j] += extra[j]
            by_m_z, by_m_r, by_m_q = thirds(dm[t, at])
            by_m_z[:], by_m_r[:], by_m_q[:] = m_z, m_r, m_q
            for j in range(n):
                keep[j] = by_h[j] * z[j]
        if t > 0:
            sum_over_gates(here, U_transposed, from_later)


@compiled
def tangent(
    v: np.ndarray,
    w: np.ndarray,
    dgates: np.ndarray,
    h: np.ndarray,
    gates: np.ndarray,
    p: np.ndarray,
    all_dh: np.ndarray,
    da: np.ndarray,
    U: np.ndarray,
    h_dot: Any,
    gates_dot: Any,
    p_dot: Any,
    by_h: Any,
    by_gates: Any,
    by_p: Any,
    first: int,
    last: int,
) -> None:
    """Fill in the gradients of Σ v · da + Σ w · dm, da and dm being what `backward` gave.

    As in `lstm_loops`: by the incoming gradients it is how outputs, gates and p change when the
    projected inputs change along v and m along w; by h, gates and p it is a sum per step.

    Args:
        v, w: gradients by da and dm `(time, batch, 3 · units)`; w empty where it is 0.
        dgates: as given to `backward`; empty where 0.
        h, gates, p: as `forward` filled them in.
        all_dh, da: as `backward` filled them in.
        U: recurrent weights of each gate `(3, units, units)`.
        h_dot: gradient by dh, filled in.
        gates_dot, p_dot: gradients by dgates and dp, filled in unless dgates is empty.
        by_h, by_gates, by_p: gradients by h, gates and p, filled in.
    """
    num_steps, _, width = v.shape
    n = width // 3
    one, two = v.dtype.type(1), v.dtype.type(2)
    rows = last - first
    product_dot = np.zeros((3, rows, n), v.dtype)
    output = np.zeros((rows, n), v.dtype)
    nothing = np.zeros(n, v.dtype)
    s_dot, g_dot = np.zeros(width, v.dtype), np.zeros(width, v.dtype)
    s_z, s_r, s_q = thirds(s_dot)
    z_dot, r_dot, q_dot = thirds(g_dot)
    for t in range(num_steps):
        if t > 0:
            gate_products(output, U, product_dot)
        for row in range(rows):
            at = first + row
            z, r, q = thirds(gates[t, at])
            before, product = h[t - 1, at] if t > 0 else nothing, p[t, at]
            (x_z, x_r, x_q), e_q = thirds(v[t, at]), da[t, at, 2 * n :]
            m_z, m_r, m_q = product_dot[0, row], product_dot[1, row], product_dot[2, row]
            out, e = output[row], all_dh[t, at]
            if w.size:
                w_z, w_r, w_q = thirds(w[t, at])
                for j in range(n):
                    m_z[j] += w_z[j]
                for j in range(n):
                    m_r[j] += w_r[j]
                for j in range(n):
                    m_q[j] += w_q[j]
            # How the sums within the activations change along v and w, then the gates.
            for j in range(n):
                s_z[j] = x_z[j] + m_z[j]
            for j in range(n):
                s_r[j] = x_r[j] + m_r[j]
            for j in range(n):
                z_dot[j] = z[j] * (one - z[j]) * s_z[j]
            for j in range(n):
                r_dot[j] = r[j] * (one - r[j]) * s_r[j]
            for j in range(n):
                s_q[j] = x_q[j] + r_dot[j] * product[j] + r[j] * m_q[j]
            for j in range(n):
                q_dot[j] = (one - q[j] * q[j]) * s_q[j]
            # By the gates after their activation, of which the slopes are functions, too.
            g = by_gates[t, at]
            (g_z, g_r, g_q), here = thirds(g), by_p[t, at]
            for j in range(n):
                g_z[j] = out[j] - q_dot[j] + (before[j] - q[j]) * (one - two * z[j]) * s_z[j]
            for j in range(n):
                g_z[j] *= e[j]
            for j in range(n):
                g_r[j] = e_q[j] * (m_q[j] + product[j] * (one - two * r[j]) * s_r[j])
            for j in range(n):
                g_q[j] = -e[j] * (z_dot[j] + (one - z[j]) * two * q[j] * s_q[j])
            for j in range(n):
                here[j] = e_q[j] * r_dot[j]
            by_h[t, at] = nothing
            if t > 0:
                earlier = by_h[t - 1, at]
                for j in range(n):
                    earlier[j] = e[j] * z_dot[j]
            for j in range(n):
                out[j] = z_dot[j] * (before[j] - q[j]) + z[j] * out[j] + (one - z[j]) * q_dot[j]
            h_dot[t, at] = out
            if dgates.size:
                for j in range(width):
                    slope = one - two * gates[t, at, j] if j < 2 * n else -two * gates[t, at, j]
                    g[j] += dgates[t, at, j] * slope * s_dot[j]
                gates_dot[t, at] = g_dot
                p_dot[t, at] = m_q
