"""Runs stored when the stage of a search was a text for people are read as ever."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from rrr.records import WITHOUT_MARKS, WORDS_DELETED, SearchStage, TrainingConfig
from rrr.store import run_queries
from rrr.store.sqlite_database import SqliteDatabase

NOW = "2026-01-01 00:00:00.000000"


def stored_by_an_older_version(path: Path, at_work: str) -> None:
    engine = create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", "rrr.store:migrations")
    search = {
        "baseline": None,
        "deleted_accuracy": None,
        "trials": [],
        "at_work": at_work,
        "chosen": None,
        "why": "",
    }
    values = {
        "id": 1,
        "project_id": 1,
        "name": "run",
        "status": "interrupted",
        "config": json.dumps(TrainingConfig().to_dict()),
        "marks_hash": "hash",
        "num_marked_tokens": 1,
        "created_at": NOW,
        "search": json.dumps(search),
    }
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0008")
        connection.execute(
            text(
                "INSERT INTO projects (id, name, labels, split_sizes, is_demo, created_at, state) "
                "VALUES (1, 'old', '[\"a\", \"b\"]', '{}', 0, :now, 'ready')"
            ),
            {"now": NOW},
        )
        names = ", ".join(values)
        marks = ", ".join(f":{name}" for name in values)
        connection.execute(text(f"INSERT INTO runs ({names}) VALUES ({marks})"), values)
    engine.dispose()


@pytest.mark.parametrize(
    ("at_work", "stage"),
    [
        ("", None),
        ("without your marks", WITHOUT_MARKS),
        ("with your words deleted from the texts", WORDS_DELETED),
        ("λ = 1e+03", SearchStage("trial", 1000.0)),
        ("λ = 5.62 on all sentences", SearchStage("all sentences", 5.62)),
    ],
)
def test_a_search_of_an_older_version_is_at_the_stage_that_its_text_named(
    tmp_path: Path, at_work: str, stage: SearchStage | None
) -> None:
    path = tmp_path / "old.sqlite3"
    stored_by_an_older_version(path, at_work)
    database = SqliteDatabase(path)
    search = run_queries.get(database, 1).search
    database.close()
    assert search is not None
    assert search.stage == stage
