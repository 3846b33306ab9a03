"""Run compiled loops over time on all cores, as operations of a TensorFlow graph."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise

import numpy as np
import tensorflow as tf

from rrr.learning import blas
from rrr.learning.loop_memory import empty_array
from rrr.learning.priority import name_thread

FLOATS = (tf.float32, tf.float64)
"""The types that the loops are compiled for."""

_LEAST_ROWS = 16
"""Per thread: fewer make the matrix products inefficient."""


def run(
    loop: Callable[..., None],
    inputs: Sequence[tf.Tensor],
    output_shapes: Sequence[tf.Tensor],
    num_rows_of: int = 0,
) -> list[tf.Tensor]:
    """Run a compiled loop as an operation of TensorFlow.

    Args:
        loop: called with the inputs, the outputs to be filled in, and the first and last row of the
            batch; several times at once, each for other rows.
        inputs: tensors of one type of `FLOATS`.
        output_shapes: of the outputs, each a tensor.
        num_rows_of: which output has the batch on its axis 1.
    """
    dtype = inputs[0].dtype

    def call(*arrays: np.ndarray) -> list[np.ndarray]:
        values, shapes = arrays[: len(inputs)], arrays[len(inputs) :]
        outputs = [empty_array(tuple(shape), dtype.as_numpy_dtype) for shape in shapes]
        _share(loop, (*map(np.ascontiguousarray, values), *outputs), outputs[num_rows_of].shape[1])
        return outputs

    outputs = tf.numpy_function(
        call, [*inputs, *output_shapes], [dtype] * len(output_shapes), stateful=False
    )
    for output, shape in zip(outputs, output_shapes, strict=True):
        output.set_shape([None] * shape.shape[0])
    return outputs


def if_any(*gradients: tf.Tensor) -> list[tf.Tensor]:
    """The gradients, or empty tensors if the tape has made them up, nothing having flowed there.

    That is so as long as nobody differentiates twice, and zeros would be read for nothing.
    """
    if all(map(_is_surely_zero, gradients)):
        return [tf.zeros((0, 0, 0), gradient.dtype) for gradient in gradients]
    return list(gradients)


def _is_surely_zero(tensor: tf.Tensor) -> bool:
    if hasattr(tensor, "numpy"):
        return not tensor.numpy().any()
    if tensor.op.type == "Fill":
        return tf.get_static_value(tensor.op.inputs[1]) == 0
    return tensor.op.type == "ZerosLike"


def sum_of_products(left: tf.Tensor, right: tf.Tensor) -> tf.Tensor:
    """Σ over time and batch of the outer products: `(time, batch, m)`, `(…, n)` -> `(m, n)`."""
    flat = [tf.reshape(factor, (-1, tf.shape(factor)[-1])) for factor in (left, right)]
    return tf.matmul(*flat, transpose_a=True)


def by_gate(U: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """Recurrent weights `(units, gates · units)` as `(gates, units, units)`, and transposed."""
    units = tf.shape(U)[0]
    divided = tf.reshape(U, (units, -1, units))
    return tf.transpose(divided, [1, 0, 2]), tf.transpose(divided, [1, 2, 0])


def _share(loop: Callable[..., None], arrays: tuple[np.ndarray, ...], num_rows: int) -> None:
    """Run the loop on all rows, on as many cores as pays."""
    blas.keep_to_one_thread()
    threads, pool = _threads()
    parts = max(1, min(threads, num_rows // _LEAST_ROWS))
    bounds = [round(part * num_rows / parts) for part in range(parts + 1)]
    rest = []
    for first, last in pairwise(bounds[1:]):
        try:
            rest.append((pool.submit(loop, *arrays, first, last), first, last))
        except RuntimeError:  # the program is ending
            loop(*arrays, first, last)
    loop(*arrays, bounds[0], bounds[1])
    for part, first, last in rest:
        if part.cancel():  # not begun yet: the other cores have other work
            loop(*arrays, first, last)
        else:
            part.result()


@cache
def _threads() -> tuple[int, ThreadPoolExecutor]:
    """How many threads may compute, as TensorFlow was told, and a pool for all but this one."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    threads = tf.config.threading.get_intra_op_parallelism_threads() or cores or 1
    return threads, ThreadPoolExecutor(
        max(1, threads - 1), "loops", initializer=name_thread, initargs=("tf_loops",)
    )
