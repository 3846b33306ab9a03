"""What a workspace from before people worked together has afterwards."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from rrr.store import answers_of_projects, fair_answer_queries, team_counts
from rrr.store.sqlite_database import SqliteDatabase

NOW = "2026-01-02 03:04:05.000000"


def test_answers_and_fair_words_of_before_count_for_the_team(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    engine = create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", "rrr.store:migrations")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0016")
        connection.execute(
            text(
                "INSERT INTO projects (id, name, labels, split_sizes, is_demo, created_at, state) "
                f"VALUES (1, 'p', '[]', '{{}}', 0, '{NOW}', 'ready')"
            )
        )
        for example in (1, 2, 3):
            connection.execute(
                text(f"INSERT INTO examples VALUES ({example}, 1, {example}, 'train', 't', NULL)")
            )
        for example, person, status in (
            (1, "ann", "marked"),
            (1, "bob", "flagged"),
            (2, "ann", "nothing_irrelevant"),
            (3, "bob", "skipped"),
        ):
            connection.execute(
                text(
                    "INSERT INTO annotations (example_id, annotator, project_id, split, status, "
                    "marked, cleared, tokenizer, token_hash, revision, updated_at) VALUES "
                    f"({example}, '{person}', 1, 'train', '{status}', '[]', '[]', 't', 'h', 1, "
                    f"'{NOW}')"
                )
            )
        connection.execute(text(f"INSERT INTO fair_words VALUES (1, 'warm', 'ann', '{NOW}')"))
    engine.dispose()
    database = SqliteDatabase(path)
    kept = team_counts.read(database, 1)
    assert kept["", team_counts.ENOUGH] == 2
    assert kept["ann", team_counts.ANSWERED_OF_ENOUGH] == 2
    assert kept["bob", team_counts.ANSWERED_OF_ENOUGH] == 1
    with database.write() as connection:
        answers_of_projects.recount(connection, 1)
    counted = team_counts.read(database, 1)
    assert {key: counted[key] for key in kept} == kept
    (warm,) = fair_answer_queries.list_of(database, 1)
    assert (warm.word, warm.annotator, warm.is_fair) == ("warm", "ann", True)
    database.close()
