"""The store's queries are written for every database that can keep a workspace."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rrr.errors import DataError
from rrr.records import NewExample
from rrr.store import importing, project_queries, word_queries
from rrr.store.database import Database
from rrr.store.schema import JSON, Integer, Text, UtcTime
from rrr.store.schema.all_tables import metadata
from rrr.store.word_index import LONGEST_WORD

pytestmark = pytest.mark.both_stores

STORE = Path(importing.__file__).parent
ENGINES = re.compile(r"(sqlite|postgres|generation|file_identity|dialects|backing_up)")
ONE_DATABASE_S_OWN = re.compile(
    r"exec_driver_sql|sqlalchemy\.dialects|OR IGNORE|OR REPLACE|rowid\b|PRAGMA|json_each|\btext\("
)


def test_only_the_engines_write_what_one_database_alone_understands() -> None:
    for file in STORE.glob("*.py"):
        if not ENGINES.match(file.name):
            assert not ONE_DATABASE_S_OWN.findall(file.read_text()), file.name


def test_migrations_that_postgresql_goes_through_take_their_types_from_the_schema() -> None:
    for file in (STORE / "migrations" / "versions").glob("[0-9]*.py"):
        if file.name >= "0018":
            typed = re.findall(r"\bsa\.(Text|String|Integer|JSON|DateTime)\b", file.read_text())
            assert not typed, file.name


def test_columns_have_the_types_that_mean_the_same_everywhere() -> None:
    plain = {"VARCHAR", "TEXT", "INTEGER", "JSON", "DATETIME"}
    for table in metadata.tables.values():
        for column in table.columns:
            ours = column.type in (JSON, Integer, Text) or isinstance(column.type, UtcTime)
            assert ours or str(column.type) not in plain, f"{table.name}.{column.name}"


def test_a_zero_character_is_refused_in_plain_words(database: Database) -> None:
    with pytest.raises(DataError, match="zero character"):
        importing.add(database, "zero\0name", ("a",), [])
    with pytest.raises(DataError, match="zero character"):
        importing.add(database, "zero text", ("a",), [NewExample("a\0b", "a", "train")])
    assert project_queries.list_all(database) == []


def test_what_is_too_long_for_a_word_is_stored_and_not_looked_up(database: Database) -> None:
    word, picture = "w" * LONGEST_WORD, "".join(f"{n:x}" for n in range(3_000))
    rows = [NewExample(f"{word} {picture}", "a", "train")]
    project = importing.add(database, "long", ("a",), rows)
    assert len(word_queries.sentences_with(database, project.id, word)) == 1
    assert len(word_queries.sentences_with(database, project.id, picture)) == 0
