"""Whether this process can serve people now: database, disk and the thread that trains.

Nothing that is said here holds a path, a name or a text.
"""

from __future__ import annotations

import shutil
import threading
from concurrent.futures import Future
from dataclasses import dataclass

from rrr.services.training import worker
from rrr.services.workspace import open_workspace
from rrr.settings import Settings
from rrr.store import run_queries

ROOM_FOR_WORK = 100_000_000
"""Free bytes below which the disk counts as full: a trained model takes some ten million."""

OK = "ok"


@dataclass(frozen=True)
class Readiness:
    """Each part is “ok” or says what is wrong; `runs` counts runs by status, if they could be
    read."""

    database: str
    disk: str
    worker: str
    runs: dict[str, int]

    @property
    def is_ready(self) -> bool:
        return self.database == self.disk == self.worker == OK


class ReadinessCheck:
    """Asks the database in a thread, one question at a time, so that one that hangs holds up
    neither the server nor the questions of later probes."""

    def __init__(self) -> None:
        self._asked: Future[dict[str, int]] | None = None
        self._asking = threading.Lock()

    def look(self, seconds: float) -> Readiness:
        """Wait for the database for this long at most. Opens the workspace, if nobody has yet."""
        runs: dict[str, int] = {}
        with self._asking:
            if self._asked is None or self._asked.done():
                self._asked = _in_thread()
            answer = self._asked
        try:
            runs, database = answer.result(seconds), OK
        except TimeoutError:
            database = "does not answer in time"
        except Exception as error:  # its message may name files
            database = f"cannot be read ({type(error).__name__})"
        return Readiness(database, _disk(), OK if worker.is_alive() else "has stopped", runs)


def _in_thread() -> Future[dict[str, int]]:
    answer: Future[dict[str, int]] = Future()

    def ask() -> None:
        try:
            workspace = open_workspace()
            answer.set_result(run_queries.count_by_status(workspace.database))
        except BaseException as error:
            answer.set_exception(error)

    # The end of the program does not wait for a database that does not answer.
    threading.Thread(target=ask, name="readiness", daemon=True).start()
    return answer


def _disk() -> str:
    try:
        free = shutil.disk_usage(Settings.from_environment().workspace).free
    except OSError:
        return "cannot be looked at"
    return OK if free >= ROOM_FOR_WORK else "almost full"
