"""Keeps the matrix products of compiled loops from starting threads of their own.

Each thread of `rrr.learning.loops` has its own rows of the batch. Where a product of so few rows
starts further threads, they spin while they wait for each other: a step takes a third more CPU on a
quiet machine and nine times as much on a busy one.

Numba's products run in the BLAS library that SciPy brings, NumPy's in another copy of it. Only
SciPy's copy is limited, for as long as the process lives: products of NumPy keep their threads,
those of `scipy.linalg` lose them. Where both share one library, it is limited for both.
"""

from __future__ import annotations

import importlib
import os
from functools import cache
from pathlib import Path

from threadpoolctl import LibController, ThreadpoolController


def keep_to_one_thread() -> None:
    """Limit the library that the loops call, whatever was loaded or set before.

    Call it before each loop: it costs some microseconds, and the rest of the program may have
    raised the limit since.
    """
    for library in _libraries():
        if library.num_threads != 1:
            library.set_num_threads(1)


@cache
def _libraries() -> list[LibController]:
    # Numba loads it at the first product. A library that is not loaded yet cannot be limited.
    importlib.import_module("scipy.linalg.cython_blas")
    loaded = [
        library for library in ThreadpoolController().lib_controllers if library.user_api == "blas"
    ]
    return [library for library in loaded if _comes_with_scipy(library)] or loaded


def _comes_with_scipy(library: LibController) -> bool:
    """Whether it lies in `scipy/` or in `scipy.libs/` beside it, where wheels have it."""
    import scipy

    folder = Path(os.path.realpath(scipy.__file__)).parent
    return os.path.realpath(library.filepath).startswith(str(folder))
