"""What compiled loops over time are made with."""

from __future__ import annotations

import math
from typing import Any

import numba
import numpy as np
from numba.extending import overload

_FAST = {"contract", "reassoc", "nsz", "arcp", "afn"}
"""Sums and products may be rearranged; but what is no number stays so, or nobody would notice."""

compiled = numba.njit(nogil=True, fastmath=_FAST, cache=True, error_model="numpy")


def tanh(x: Any) -> Any:
    """Hyperbolic tangent, for use in compiled loops only."""
    raise NotImplementedError


@overload(tanh, jit_options={"fastmath": _FAST})
def _tanh(x):  # type: ignore[no-untyped-def]  # Numba compares signatures
    if x != numba.types.float32:
        return lambda x: math.tanh(x)
    # The quotient of polynomials that TensorFlow uses, too (Eigen's ptanh_float; within 3e-7):
    # nothing but sums and products, so that the compiler takes several numbers at a time.
    f = np.float32
    most = f(7.90531110763549805)
    a13, a11, a9 = f(-2.76076847742355e-16), f(2.00018790482477e-13), f(-8.60467152213735e-11)
    a7, a5, a3 = f(5.12229709037114e-08), f(1.48572235717979e-05), f(6.37261928875436e-04)
    a1 = f(4.89352455891786e-03)
    b6, b4, b2 = f(1.19825839466702e-06), f(1.18534705686654e-04), f(2.26843463243900e-03)
    b0 = f(4.89352518554385e-03)

    def quotient(x):  # type: ignore[no-untyped-def]
        x = -most if x < -most else x
        x = most if x > most else x
        y = x * x
        above = ((((((a13 * y + a11) * y + a9) * y + a7) * y + a5) * y) + a3) * y + a1
        below = ((b6 * y + b4) * y + b2) * y + b0
        return x * above / below

    return quotient


def sigmoid(x: Any) -> Any:
    """1 / (1 + exp(−x)), for use in compiled loops only."""
    raise NotImplementedError


@overload(sigmoid, jit_options={"fastmath": _FAST})
def _sigmoid(x):  # type: ignore[no-untyped-def]
    half = np.float32(0.5) if x == numba.types.float32 else np.float64(0.5)
    return lambda x: half + half * tanh(half * x)


@compiled
def quarters(x):  # type: ignore[no-untyped-def]
    """A row's four parts of equal length, as views."""
    n = x.size // 4
    return x[:n], x[n : 2 * n], x[2 * n : 3 * n], x[3 * n :]


@compiled
def thirds(x):  # type: ignore[no-untyped-def]
    """A row's three parts of equal length, as views."""
    n = x.size // 3
    return x[:n], x[n : 2 * n], x[2 * n :]


@compiled
def gate_products(x, U, out):  # type: ignore[no-untyped-def]
    """x U[gate] into out[gate]; `x` `(rows, n)`, `U` `(gates, n, m)`, `out` `(gates, rows, m)`.

    One product per gate instead of one for all: OpenBLAS copies matrices before it multiplies them,
    a third of the time here, unless rows · n · m is at most 100³ (on processors with AVX-512).
    """
    for gate in range(len(U)):
        np.dot(x, U[gate], out[gate])


@compiled
def sum_over_gates(x, U, out):  # type: ignore[no-untyped-def]
    """Σ x[gate] U[gate] into `out` `(rows, m)`; `x` `(gates, rows, n)`, `U` `(gates, n, m)`."""
    np.dot(x[0], U[0], out)
    more = np.empty_like(out)
    for gate in range(1, len(U)):
        np.dot(x[gate], U[gate], more)
        for row in range(len(out)):
            for j in range(out.shape[1]):
                out[row, j] += more[row, j]
