"""Copies all rows from one database into another, whichever kind each of them is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Insert, Table, bindparam, insert, select

from rrr.store.dialects import count_as_used, last_used_id
from rrr.store.schema import JSON, corpus_tables
from rrr.store.schema.all_tables import metadata
from rrr.store.word_index import LONGEST_WORD

_AT_ONCE = 500
"""Rows in memory."""

_NO_LETTER = "\N{REPLACEMENT CHARACTER}"


def copy_rows(source: Connection, target: Connection) -> None:
    """Copy every table; those of the target must be empty.

    What PostgreSQL cannot keep is left out on the way: a zero character becomes “�”, and words that
    are too long are no longer looked up.
    """
    for table in metadata.sorted_tables:
        for rows in _batches(source, table):
            target.execute(_storing(table), rows)
    # Storing the marks has counted as changing them.
    projects = corpus_tables.projects
    for row in source.execute(select(projects.c.id, projects.c.marks_version)):
        target.execute(
            sa.update(projects)
            .where(projects.c.id == row.id)
            .values(marks_version=row.marks_version)
        )
    for table in metadata.sorted_tables:
        if table.dialect_options["sqlite"]["autoincrement"]:
            count_as_used(target, table, last_used_id(source, table))


def _storing(table: Table) -> Insert:
    # JSON is copied as the text it is.
    types = {c.name: sa.Text() if c.type is JSON else c.type for c in table.columns}
    return insert(table).values({name: bindparam(name, type_=types[name]) for name in types})


def _batches(source: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    columns = [
        sa.type_coerce(column, sa.Text).label(column.name) if column.type is JSON else column
        for column in table.columns
    ]
    rows = source.execute(select(*columns), execution_options={"yield_per": _AT_ONCE})
    for part in rows.partitions():
        batch = [
            {name: _kept(value) for name, value in row._mapping.items()}
            for row in part
            if len(row._mapping.get("word") or "") <= LONGEST_WORD
        ]
        if batch:
            yield batch


def _kept(value: Any) -> Any:
    return value.replace("\0", _NO_LETTER) if isinstance(value, str) and "\0" in value else value
