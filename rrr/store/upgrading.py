"""Brings the tables up to date, once, whichever process comes first; the others wait for it.

SQLite goes through all migrations, a new file, too. On PostgreSQL a new database gets the tables as
they are now, and the migrations that come after them.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, inspect

from rrr.errors import Locked, NewerVersion, StorageError
from rrr.store.postgres_triggers import make_triggers
from rrr.store.schema.all_tables import metadata

if TYPE_CHECKING:
    from rrr.store.database import Database

PATIENCE = 20
"""How many times the usual time a process waits for another one's upgrade."""

_log = logging.getLogger(__name__)


def bring_up_to_date(database: Database) -> bool:
    """Apply the migrations that the database does not have yet.

    Returns:
        Whether there were any, or tables had to be made. Else nothing was written.

    Raises:
        StorageError: if the database is of a newer version or none of this program's.
    """
    config = _config()
    script = ScriptDirectory.from_config(config)
    newest = script.get_current_head()
    for attempt in range(PATIENCE):
        with database.read() as connection:
            version = _version(connection, database)
        if version == newest:
            return False
        try:
            if version is not None:
                script.get_revision(version)
                _log.warning(
                    "%s was made by an older version. It is being brought up to date, once; with "
                    "many sentences this takes up to a minute.",
                    database.name,
                )
            with database.write() as connection:
                # A second process has waited here and finds the work done.
                if (version := _version(connection, database)) != newest:
                    _upgrade(database, connection, config, version)
            return True
        except CommandError as error:
            raise NewerVersion(
                f"{database.name} was made by a newer version of Right Reasons. "
                f"Update the program, or {database.elsewhere}."
            ) from error
        except Locked:
            if attempt == PATIENCE - 1:
                raise
            _log.warning("Another program is at work on %s; waiting for it.", database.name)
    return False


def make_tables(connection: Connection) -> None:
    """Make all tables as they are now, where there are none."""
    metadata.create_all(connection)
    if connection.dialect.name == "postgresql":
        make_triggers(connection)
    MigrationContext.configure(connection).stamp(ScriptDirectory.from_config(_config()), "head")


def versions(connection: Connection) -> tuple[str | None, str | None]:
    """The version of the tables, and the one this program is made for."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    return MigrationContext.configure(connection).get_current_revision(), newest


def _upgrade(
    database: Database, connection: Connection, config: Config, version: str | None
) -> None:
    if version is None and connection.dialect.name == "postgresql":
        make_tables(connection)
        return
    if version is not None:
        copy = database.keep_before_upgrade(connection, version)
        if copy is not None:
            _log.warning("What it was before is kept in %s.", copy)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "rrr.store:migrations")
    return config


def _version(connection: Connection, database: Database) -> str | None:
    version = MigrationContext.configure(connection).get_current_revision()
    if version is None and inspect(connection).get_table_names():
        raise StorageError(
            f"{database.name} is a database of another program. Leave it to that program, and "
            f"{database.elsewhere}."
        )
    return version
