"""Memory for what compiled loops give to TensorFlow, used again once TensorFlow lets go of it.

A step of the double tape fills some 40 MB. Fresh from the operating system they cost a page fault
for each 4 kB, a twentieth of the step's time.
"""

from __future__ import annotations

import math
import threading
import weakref
from collections import deque
from typing import Any

import numpy as np

ALIGNMENT = 64
"""Bytes. TensorFlow takes arrays over without copying only where they begin at a multiple."""

_MOST_KEPT = 64_000_000
"""Bytes."""

_kept: deque[np.ndarray] = deque()
_lock = threading.Lock()


def empty_array(shape: tuple[int, ...], dtype: Any) -> np.ndarray:
    """An aligned array with arbitrary content."""
    size = math.prod(shape) * np.dtype(dtype).itemsize
    memory = _taken(size + ALIGNMENT)
    bytes_held = memory.view(_Held)
    # Runs in whatever thread drops the last view, also one that is within `_taken`: so no lock.
    weakref.finalize(bytes_held, _kept.append, memory).atexit = False
    start = -memory.ctypes.data % ALIGNMENT
    return bytes_held[start : start + size].view(np.ndarray).view(dtype).reshape(shape)


class _Held(np.ndarray):
    """Lives as long as any view of the memory. NumPy has a view of a view hold the array behind
    both, except where that is of another class."""


def _taken(size: int) -> np.ndarray:
    with _lock:
        for _ in range(len(_kept)):  # only ever longer meanwhile
            memory = _kept.popleft()
            if size <= memory.size <= 2 * size:
                return memory
            _kept.append(memory)
        while sum(memory.size for memory in list(_kept)) > _MOST_KEPT:
            _kept.popleft()
    return np.empty(size, np.uint8)
