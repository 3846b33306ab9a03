"""All that one kind of database holds is the same in the other kind, and back again."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, Connection, select

from rrr.store import rule_queries
from rrr.store.copying import copy_rows
from rrr.store.database import Database
from rrr.store.dialects import last_used_id
from rrr.store.postgres_database import PostgresDatabase
from rrr.store.schema import JSON, UtcTime, mark_tables
from rrr.store.schema.all_tables import metadata
from rrr.store.sqlite_database import SqliteDatabase
from tests import stores


def value_for(column: Column[Any], number: int) -> Any:
    if column.foreign_keys or (column.primary_key and column.name == "id"):
        return number
    if column.type is JSON:
        return {"é": [number, float("inf"), "zero \0"], "nothing": None}
    if isinstance(column.type, UtcTime):
        return datetime(2026, 1, number, 12, 30, 59, 123_456, UTC)
    if isinstance(column.type, sa.LargeBinary):
        return bytes([0, number, 255])
    if isinstance(column.type, sa.Float):
        return number / 3
    if isinstance(column.type, sa.Boolean):
        return number == 1
    whole = isinstance(column.type, sa.Integer)
    return 2**40 + number if whole else f"{column.name} ß {number} 'quoted' % :x"


def fill(connection: Connection) -> None:
    """Two rows in each table, whatever tables there are."""
    for table in metadata.sorted_tables:
        for number in (1, 2):
            row = {column.name: value_for(column, number) for column in table.columns}
            connection.execute(table.insert().values(row))


def content_of(database: Database) -> dict[str, Any]:
    with database.read() as connection:
        rows = {
            table.name: [
                tuple(row)
                for row in connection.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in metadata.sorted_tables
        }
        used = {"rules": last_used_id(connection, mark_tables.rules)}
    return {**rows, "last used": used}


def test_rows_are_the_same_after_a_journey_to_the_other_store_and_back(
    sqlite_database: SqliteDatabase, schema_url: str, tmp_path: Path
) -> None:
    with sqlite_database.write() as connection:
        fill(connection)
    before = content_of(sqlite_database)
    assert all(len(rows) == 2 for name, rows in before.items() if name != "last used")
    stores.empty(schema_url)
    server = PostgresDatabase(schema_url)
    with sqlite_database.read() as source, server.write() as target:
        copy_rows(source, target)
    assert content_of(server) == before
    server.copy_to(tmp_path / "back.sqlite3")
    back = SqliteDatabase(tmp_path / "back.sqlite3")
    assert content_of(back) == before
    for database in (server, back):
        assert rule_queries.add(database, 1, [("word", "new", None)])[0].id == 3
        database.close()


def test_what_postgresql_cannot_keep_is_replaced_or_left_out_on_the_way(
    sqlite_database: SqliteDatabase, schema_url: str
) -> None:
    with sqlite_database.write() as connection:
        fill(connection)
        connection.execute(sa.text("UPDATE projects SET name = 'zero' || char(0) WHERE id = 1"))
        connection.execute(sa.text("UPDATE words SET word = printf('%.3000c', 'w')"))
    stores.empty(schema_url)
    server = PostgresDatabase(schema_url)
    with sqlite_database.read() as source, server.write() as target:
        copy_rows(source, target)
    content = content_of(server)
    assert content["projects"][0][1] == "zero\N{REPLACEMENT CHARACTER}"
    assert content["words"] == []
    server.close()
