"""Measure cells in worker processes, keeping each result at once."""

from __future__ import annotations

import os
import sys
import threading
import time
import types
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.context import SpawnContext, SpawnProcess
from pathlib import Path

from rrr.errors import RightReasonsError
from rrr.evidence.cells import Cell, Measured
from rrr.evidence.ledger import Ledger
from rrr.evidence.on_ray import RayWorkers

_CELLS_PER_PROCESS = 40
"""Then fresh processes take over, so that what one leaves in memory does not pile up. (The
executor's own `max_tasks_per_child` can wait forever for a process that has ended: CPython issue
115634.)"""


@dataclass(frozen=True)
class Progress:
    """How far a run is: cells done and to do in this run, and the seconds it took so far."""

    measured: Measured
    num_done: int
    num_cells: int
    seconds: float

    @property
    def seconds_left(self) -> float:
        """By the mean of the cells measured so far."""
        return self.seconds / self.num_done * (self.num_cells - self.num_done)


def run(
    cells: Sequence[Cell],
    ledger: Ledger,
    *,
    corpora: Path | None,
    num_jobs: int,
    tell: Callable[[Progress], None],
    load_tensorflow: Callable[[], None],
    on_ray: bool = False,
) -> dict[Cell, str]:
    """Measure those cells that the ledger does not hold.

    Args:
        cells: in the order in which they are begun.
        ledger: holds what was measured before, and gets each new result at once.
        corpora: folder of the optional corpora.
        num_jobs: processes that work at a time, each on one core; at least 1.
        tell: called after each cell.
        load_tensorflow: called once in each process, before it measures.
        on_ray: whether a Ray cluster measures, on as many processors as it has.

    Returns:
        The cells that cannot be measured, with the reason, as where random marks hit no word that
        stands in the sentences λ is judged by. They are tried again next time.

    Raises:
        Exception: whatever else a cell raised; the cells that were measured before it are kept.
    """
    known = ledger.read()
    missing = [cell for cell in cells if cell not in known]
    began = time.monotonic()
    num_done = 0
    unmeasured: dict[Cell, str] = {}
    at_once = len(missing) if on_ray else num_jobs * _CELLS_PER_PROCESS
    for start in range(0, len(missing), at_once or 1):
        with _workers(num_jobs, load_tensorflow, on_ray=on_ray) as workers:
            cell_of: dict[Future[Measured], Cell] = {
                workers.submit(_measure, cell, corpora): cell
                for cell in missing[start : start + at_once]
            }
            waiting = set(cell_of)
            while waiting:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    num_done += 1
                    try:
                        measured = future.result()
                    except RightReasonsError as error:
                        unmeasured[cell_of[future]] = str(error)
                        continue
                    ledger.add(measured)
                    tell(Progress(measured, num_done, len(missing), time.monotonic() - began))
    return {cell: unmeasured[cell] for cell in missing if cell in unmeasured}


def _measure(cell: Cell, corpora: Path | None) -> Measured:
    from rrr.evidence.measuring import measure

    return measure(cell, corpora)


@contextmanager
def _workers(
    num_jobs: int, load_tensorflow: Callable[[], None], *, on_ray: bool
) -> Iterator[ProcessPoolExecutor | RayWorkers]:
    """Processes in which TensorFlow keeps to one core; what is not begun is dropped at the end."""
    if on_ray:
        cluster = RayWorkers(load_tensorflow)
        try:
            yield cluster
        finally:
            cluster.cancel()
        return
    workers = ProcessPoolExecutor(
        num_jobs,
        mp_context=_OwnMain(),
        initializer=_begin,
        initargs=(load_tensorflow,),
    )
    try:
        yield workers
    finally:
        workers.shutdown(wait=False, cancel_futures=True)


class _Worker(SpawnProcess):
    """A process that does not run the `__main__` of the one that starts it.

    `spawn` would run it again, to find functions that stand there. Ours stand in modules, and
    `__main__` can be anything: a script without a guard, or the page that Streamlit shows.
    """

    def start(self) -> None:
        with _swapping_main:
            main = sys.modules["__main__"]
            sys.modules["__main__"] = types.ModuleType("__main__")
            try:
                super().start()
            finally:
                sys.modules["__main__"] = main


class _OwnMain(SpawnContext):
    Process = _Worker


_swapping_main = threading.Lock()


def _begin(load_tensorflow: Callable[[], None]) -> None:
    # TensorFlow reads these when it is imported, which happens only in these processes.
    os.environ.update(TF_NUM_INTRAOP_THREADS="1", TF_NUM_INTEROP_THREADS="1")
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    load_tensorflow()


def _end_with_parent(parent: int) -> None:
    """A process whose parent was killed would go on measuring for nobody."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
