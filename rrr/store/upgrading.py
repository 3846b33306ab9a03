"""Brings the tables up to date, once, whichever process comes first; the others wait for it."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, inspect

from rrr.errors import Locked, NewerVersion, StorageError

if TYPE_CHECKING:
    from rrr.store.sqlite_database import SqliteDatabase

PATIENCE = 20
"""How many times the usual time a process waits for another one's upgrade."""

_log = logging.getLogger(__name__)


def bring_up_to_date(database: SqliteDatabase) -> None:
    """Apply the migrations that the file does not have yet. Writes nothing if there are none.

    Raises:
        StorageError: if the file is of a newer version or none of this program's.
    """
    config = Config()
    config.set_main_option("script_location", "rrr.store:migrations")
    newest = ScriptDirectory.from_config(config).get_current_head()
    for attempt in range(PATIENCE):
        with database.read() as connection:
            version = _version(connection, database.path)
        if version == newest:
            return
        if version is not None:
            _log.warning(
                "%s was made by an older version. It is being brought up to date, once; with many "
                "sentences this takes up to a minute.",
                database.path,
            )
        try:
            # A second process waits here and finds the work done.
            with database.write() as connection:
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
            database.bring_log_in()  # from now on the file itself tells whose it is
            return
        except CommandError as error:
            raise NewerVersion(
                f"{database.path} was made by a newer version of Right Reasons. "
                "Update the program, or set RRR_WORKSPACE to another folder."
            ) from error
        except Locked:
            if attempt == PATIENCE - 1:
                raise
            _log.warning("Another program is at work on %s; waiting for it.", database.path)


def _version(connection: Connection, path: Path) -> str | None:
    version = MigrationContext.configure(connection).get_current_revision()
    if version is None and inspect(connection).get_table_names():
        raise StorageError(
            f"{path} is a database of another program. Move the file away, or set RRR_WORKSPACE "
            "to another folder."
        )
    return version
