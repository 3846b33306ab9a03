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
from sqlalchemy.types import TypeEngine

from rrr.store.schema import Text

_ROWS_AT_ONCE = 10_000

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
    new_values = {c.name: statement.excluded[c.name] for c in table.columns if c not in set(keys)}
    return statement.on_conflict_do_update(index_elements=list(keys), set_=new_values)


def insert_rows(
    connection: Connection, statement: Insert | PlainInsert, rows: Sequence[tuple[Any, ...]]
) -> None:
    """Insert very many rows, fast.

    Args:
        statement: an INSERT into a table of numbers, texts and bytes.
        rows: the values of all columns of its table, as the driver takes them.
    """
    names = [column.name for column in statement.table.columns]
    if connection.dialect.name == "postgresql":  # an array of each column, and one statement
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            part = zip(*rows[start : start + _ROWS_AT_ONCE], strict=True)
            arrays = (
                sa.literal(list(values), postgresql.ARRAY(_plain_type(column)))
                for column, values in zip(statement.table.columns, part, strict=True)
            )
            unnested = sa.func.unnest(*arrays).table_valued(*names).render_derived()
            connection.execute(statement.from_select(names, sa.select(*unnested.c)))
    else:  # past what looks at each value, which takes longer than storing it
        compiled = statement.compile(dialect=connection.dialect, column_keys=names)
        connection.exec_driver_sql(str(compiled), list(rows))


def _plain_type(column: sa.ColumnClause[Any]) -> TypeEngine[Any]:
    return sa.Text() if column.type is Text else column.type


def reserve_ids(connection: Connection, table: Table, count: int) -> range:
    """Ids for new rows, ascending, that no row has ever had; the caller inserts the rows with them.

    The connection must hold the write lock.
    """
    first = last_used_id(connection, table) + 1
    if connection.dialect.name == "postgresql":  # SQLite counts when the rows are inserted
        count_as_used(connection, table, first + count - 1)
    return range(first, first + count)


def last_used_id(connection: Connection, table: Table) -> int:
    """The highest id that a row of the table has ever had; 0 for none."""
    if connection.dialect.name == "postgresql":
        used = sa.select(sa.func.pg_sequence_last_value(_sequence_of(table)))
    else:
        sequences = sa.table("sqlite_sequence", sa.column("name"), sa.column("seq"))
        used = sa.select(sequences.c.seq).where(sequences.c.name == table.name)
    return connection.scalar(used) or 0


def count_as_used(connection: Connection, table: Table, last_id: int) -> None:
    """Give no new row of the table an id up to `last_id`."""
    if not last_id:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.setval(_sequence_of(table), last_id)))
        return
    names = {"table": table.name, "last": last_id}
    connection.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = :table"), names)
    connection.execute(sa.text("INSERT INTO sqlite_sequence VALUES (:table, :last)"), names)


def _sequence_of(table: Table) -> sa.ColumnElement[Any]:
    return sa.cast(sa.func.pg_get_serial_sequence(table.name, "id"), postgresql.REGCLASS)


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
