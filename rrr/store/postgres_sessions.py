"""Which processes live, where they share a PostgreSQL server: each keeps a connection to it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from rrr.store.postgres_address import APPLICATION
from rrr.store.presence import Presence

GRACE = 10.0
"""Seconds that a process has to connect again after the server has cut its connection; until then
whoever has seen it living believes that it does."""


class ServerSessions(Presence):
    """The server lists each connection under a name, and drops it when its process ends.

    Args:
        engine: of the database.
        in_plain_words: a context in which the server's refusals become StorageErrors.
    """

    def __init__(
        self, engine: Engine, in_plain_words: Callable[[], AbstractContextManager[None]]
    ) -> None:
        self._engine, self._in_plain_words = engine, in_plain_words
        self._sessions: dict[str, Connection] = {}
        self._seen: dict[str, float] = {}
        """When each process was last seen; those that are gone for long are left out."""
        self._lock = threading.Lock()

    def announce(self, name: str) -> None:
        with self._in_plain_words(), self._lock:
            session = self._sessions.get(name)
            if session is not None:
                try:
                    session.execute(sa.text("SELECT 1"))
                    return
                except Exception:  # the server was away, or has ended the connection
                    _end(self._sessions.pop(name))
            self._sessions[name] = _begun(self._engine, name)

    def withdraw(self, name: str) -> None:
        # The server takes a moment to end a connection, and lists it until then.
        with self._lock:
            session = self._sessions.pop(name, None)
            self._seen.pop(name, None)
        if session is not None:
            with suppress(Exception):  # the server may have ended it
                session.execute(_SET, {"setting": "application_name", "value": ""})
            _end(session)

    def alive(self) -> set[str]:
        for name in list(self._sessions):
            self.announce(name)
        with self._in_plain_words(), self._engine.connect() as connection:
            prefix = _prefix(connection)
            listed = connection.scalars(_LISTED, {"prefix": prefix}).all()
        now = time.monotonic()
        with self._lock:
            self._seen |= {full_name.removeprefix(prefix): now for full_name in listed}
            for name in [name for name, last_seen in self._seen.items() if now - last_seen > GRACE]:
                del self._seen[name]
            return set(self._seen)

    def close(self) -> None:
        with self._lock:
            sessions, self._sessions = list(self._sessions.values()), {}
        for session in sessions:
            _end(session)


_LISTED = sa.text(
    "SELECT application_name FROM pg_stat_activity "
    "WHERE datname = current_database() AND starts_with(application_name, :prefix)"
)

_SET = sa.text("SELECT set_config(:setting, :value, false)")

_LONGEST_NAME = 63
"""Bytes that the server keeps of a connection's name."""


def _prefix(connection: Connection) -> str:
    """What names of this schema begin with."""
    return f"{APPLICATION}:{connection.scalar(sa.text('SELECT hashtext(current_schema())'))}:"


def _begun(engine: Engine, name: str) -> Connection:
    session = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    session.detach()  # others do not get it, and it does not count as one of them
    listed_as = f"{_prefix(session)}{name}"
    if len(listed_as) > _LONGEST_NAME:
        raise ValueError(f"too long for the server's list: {listed_as}")
    # If this machine is gone without a word, the server notices within half a minute.
    settings = {
        "application_name": listed_as,
        "tcp_keepalives_idle": "10",
        "tcp_keepalives_interval": "5",
        "tcp_keepalives_count": "3",
    }
    for setting, value in settings.items():
        session.execute(_SET, {"setting": setting, "value": value})
    return session


def _end(session: Connection) -> None:
    with suppress(Exception):  # the server may have ended it
        session.close()
