"""What SQLite and PostgreSQL write differently, and SQLAlchemy has no common word for."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, FromClause, Table
from sqlalchemy import Insert as PlainInsert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

Insert = sqlite.Insert | postgresql.Insert


def insert_into(connection: Connection, table: Table) -> Insert:
    """An INSERT that can be told what to do where a row is there already (`on_conflict_…`)."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table)


def insert_new(connection: Connection, table: Table) -> Insert:
    """An INSERT that leaves alone what is there already."""
    return insert_into(connection, table).on_conflict_do_nothing()


def insert_or_replace(connection: Connection, table: Table) -> Insert:
    """An INSERT that overwrites the row that has the same primary key."""
    statement = insert_into(connection, table)
    keys = table.primary_key.columns
    others = {c.name: statement.excluded[c.name] for c in table.columns if c not in set(keys)}
    return statement.on_conflict_do_update(index_elements=list(keys), set_=others)


def insert_rows(
    connection: Connection, statement: Insert | PlainInsert, rows: Sequence[tuple[Any, ...]]
) -> None:
    """Insert very many rows, fast.

    Args:
        statement: an INSERT into a table of numbers, texts and bytes.
        rows: the values of all columns of its table, as the driver takes them.
    """
    names = [column.name for column in statement.table.columns]
    if connection.dialect.name == "postgresql":
        connection.execute(statement, [dict(zip(names, row, strict=True)) for row in rows])
    else:  # past what looks at each value, which takes longer than storing it
        compiled = statement.compile(dialect=connection.dialect, column_keys=names)
        connection.exec_driver_sql(str(compiled), list(rows))


def reserve_ids(connection: Connection, table: Table, count: int) -> range:
    """Ids for new rows, ascending, that no row has ever had; the caller inserts the rows with them.

    The connection must hold the write lock.
    """
    if connection.dialect.name == "postgresql":
        sequence = sa.func.pg_get_serial_sequence(table.name, "id")
        first = connection.execute(sa.select(sa.func.nextval(sequence))).scalar_one()
        connection.execute(sa.select(sa.func.setval(sequence, first + count - 1)))
    else:  # inserting a row with its id counts it as used
        used = sa.text("SELECT seq FROM sqlite_sequence WHERE name = :table")
        first = (connection.scalar(used, {"table": table.name}) or 0) + 1
    return range(first, first + count)


class _JsonTexts(GenericFunction[Any]):
    """The texts in a JSON list, as the rows of a table with the one column `value`."""

    inherit_cache = True


@compiles(_JsonTexts, "sqlite")
def _(element: _JsonTexts, compiler: Any, **kw: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **kw)})"


@compiles(_JsonTexts, "postgresql")
def _(element: _JsonTexts, compiler: Any, **kw: Any) -> str:
    return f"json_array_elements_text(CAST({compiler.process(element.clauses, **kw)} AS JSON))"


def texts_table(texts: Collection[str]) -> FromClause:
    """A table with the one column `value`, from one parameter, however many texts there are."""
    return _JsonTexts(json.dumps(list(texts))).table_valued("value")
