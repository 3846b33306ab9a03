"""Memory for the loops' outputs is used again, never while somebody still holds it."""

import gc

import numpy as np
import pytest

from rrr.learning import loop_memory
from rrr.learning.loop_memory import ALIGNMENT, empty_array


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    gc.collect()
    loop_memory._kept.clear()


@pytest.mark.parametrize("shape", [(3, 5, 7), (0, 2, 4), (1000, 64, 32)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_an_array_is_aligned_as_tensorflow_takes_it_without_copying(shape, dtype) -> None:
    array = empty_array(shape, dtype)
    assert array.shape == shape
    assert array.dtype == dtype
    assert array.flags.c_contiguous
    assert array.flags.writeable
    assert not array.size or array.ctypes.data % ALIGNMENT == 0


def test_memory_is_used_again_once_nobody_holds_any_part_of_it() -> None:
    array = empty_array((100, 100), np.float32)
    place, part = array.ctypes.data, array[3]
    del array
    other = empty_array((100, 100), np.float32)
    assert not np.may_share_memory(other, part)
    del part
    assert empty_array((90, 100), np.float32).ctypes.data == place


def test_a_little_array_does_not_take_a_large_ones_memory() -> None:
    place = empty_array((100, 100), np.float32).ctypes.data
    assert empty_array((10, 100), np.float32).ctypes.data != place


def test_no_more_is_kept_than_a_step_needs() -> None:
    large = [empty_array((1000, 1000 + 300 * i), np.float64) for i in range(12)]
    assert sum(array.nbytes for array in large) > 2 * loop_memory._MOST_KEPT
    large.clear()
    empty_array((10,), np.float64)
    assert sum(memory.size for memory in loop_memory._kept) <= loop_memory._MOST_KEPT + 1000
