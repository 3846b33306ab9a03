"""The workspace: the folder with the database, opened once per process."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from rrr.annotating.word_index import WordIndex
from rrr.settings import Settings
from rrr.store import examples
from rrr.store.database import Database

_KEPT_INDEXES = 2
"""Word indexes kept in memory; an index takes about as much room as its project's texts."""


class Workspace:
    """What all services work on. Safe to share between threads; the caller closes it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.database = Database(settings.database)
        self._indexes: OrderedDict[int, WordIndex] = OrderedDict()
        self._lock = Lock()

    def word_index(self, project_id: int) -> WordIndex:
        """The project's words; built when first asked for, good for ever (examples stay)."""
        with self._lock:
            if project_id not in self._indexes:
                self._indexes[project_id] = WordIndex(examples.list_of(self.database, project_id))
            self._indexes.move_to_end(project_id)
            while len(self._indexes) > _KEPT_INDEXES:
                self._indexes.popitem(last=False)
            return self._indexes[project_id]

    def close(self) -> None:
        self.database.close()


_open: dict[Settings, Workspace] = {}
_open_lock = Lock()


def open_workspace(settings: Settings | None = None) -> Workspace:
    """This process's workspace for these settings (default: those of the environment).

    Every call with equal settings returns the same workspace.
    """
    settings = settings or Settings.from_environment()
    with _open_lock:
        if settings not in _open:
            _open[settings] = Workspace(settings)
        return _open[settings]
