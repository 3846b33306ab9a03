"""The workspace: the folder with the database, opened once per process."""

from __future__ import annotations

import atexit
import copy
import logging
from threading import Lock

from rrr.annotating.rule_matching import RuleMatcher
from rrr.printable import printable
from rrr.records import Authority, Person, Project
from rrr.settings import Settings
from rrr.store.indexing_old import index_old
from rrr.store.opening import open_database

_log = logging.getLogger(__name__)

_TOLD_EVERY = 20_000
"""Sentences, while an old project is indexed."""


class Workspace:
    """What all services work on. Safe to share between threads; the caller closes it.

    All that is done with it is done by `person`, whose rights rest on `authority`. Opened, it acts
    for whoever runs the program; `acting_as` gives a view of it for somebody else.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        settings.make_workspace()
        self.database = open_database(settings)
        index_old(self.database, _tell, lambda rule: RuleMatcher([rule]).strikes_in)
        self.person = Person.named(settings.annotator)
        self.authority: Authority = "program"
        self._opened: Workspace | None = None

    @property
    def opened(self) -> Workspace:
        """The workspace that this is a view of; it lives as long as the database is open."""
        return self._opened or self

    def acting_as(self, person: Person, authority: Authority) -> Workspace:
        """A light view, for one person, of the same database and settings."""
        view = copy.copy(self)
        view.person, view.authority, view._opened = person, authority, self.opened
        return view

    def permitted(self) -> Workspace:
        """A view for the rest of a deed that this person has been found to be allowed."""
        return self if self.authority == "program" else self.acting_as(self.person, "program")

    def close(self) -> None:
        self.database.close()


def _tell(project: Project, done: int) -> None:
    if done == 0:
        _log.warning(
            "Looking up the words of “%s” (%s sentences), once, because it was made by an older "
            "version. This takes up to half a minute.",
            printable(project.name),
            f"{project.num_examples:,}",
        )
    elif done % _TOLD_EVERY == 0:
        _log.warning("Looked up %s of %s sentences.", f"{done:,}", f"{project.num_examples:,}")


_open: dict[Settings, Workspace] = {}
"""Open until the program ends; it has one, by its environment."""
_open_lock = Lock()


def is_at_hand(settings: Settings) -> bool:
    """Whether `open_workspace` returns at once; else it may have to bring an old one up to date."""
    return settings in _open


def open_workspace(settings: Settings | None = None) -> Workspace:
    """This process's workspace for these settings (default: from the environment).

    Every call with equal settings returns the same workspace.
    """
    settings = settings or Settings.from_environment()
    with _open_lock:
        if settings not in _open:
            _open[settings] = Workspace(settings)
            # The last to close leaves everything in one file: whoever copies it has it all.
            atexit.register(_open[settings].close)
        return _open[settings]
