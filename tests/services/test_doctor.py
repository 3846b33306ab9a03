from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from rrr.records import Project, TrainingConfig
from rrr.services import doctor
from rrr.services.workspace import Workspace
from rrr.settings import Settings
from rrr.store import run_queries
from tests.stored_runs import queued

pytestmark = pytest.mark.both_stores


def findings(workspace: Workspace) -> list[doctor.Finding]:
    return doctor.examine(workspace.settings)


def said(workspace: Workspace, *, wrong: bool) -> str:
    return "\n".join(f.says for f in findings(workspace) if f.is_wrong == wrong)


def test_a_sound_workspace_has_a_word_on_each_thing_and_nothing_wrong(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    assert said(fresh_workspace, wrong=True) == ""
    abouts = {finding.about for finding in findings(fresh_workspace)}
    assert abouts == {"versions", "database", "models", "trainings", "disk"}


def test_folders_of_no_run_and_runs_without_their_folder_are_told_apart(
    fresh_workspace: Workspace, small_project: Project, small_config: TrainingConfig
) -> None:
    database, checkpoints = fresh_workspace.database, fresh_workspace.settings.checkpoints
    run = queued(database, small_project.id, "small", small_config, "hash", 1, None)
    with database.write() as connection:
        connection.execute(sa.text(f"UPDATE runs SET checkpoint = 'run-{run.id}'"))
    (checkpoints / "run-77").mkdir(parents=True)
    (checkpoints / "run-77" / "weights").write_bytes(bytes(3_000_000))
    assert f"models of run-{run.id} are not" in said(fresh_workspace, wrong=True)
    assert "1 folder" in said(fresh_workspace, wrong=False)
    assert "(3 MB) belong to no run: run-77" in said(fresh_workspace, wrong=False)


def test_a_training_whose_program_has_ended_is_told_with_the_way_to_go_on(
    fresh_workspace: Workspace, small_project: Project, small_config: TrainingConfig
) -> None:
    database = fresh_workspace.database
    run = queued(database, small_project.id, "small", small_config, "hash", 1, None)
    run_queries.set_running(database, run.id)
    with database.write() as connection:
        connection.execute(sa.text("UPDATE runs SET owner = 'gone'"))
    (finding,) = (f for f in findings(fresh_workspace) if f.about == "trainings")
    assert f"stopped on the way: run-{run.id}" in finding.says
    assert "rrr runs resume" in finding.remedy


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM examples WHERE position = 3",
        "INSERT INTO answer_counts VALUES (1, 'me', 'train', 'marked', 7)",
    ],
)
def test_what_was_counted_wrong_is_told(
    fresh_workspace: Workspace, small_project: Project, change: str
) -> None:
    with fresh_workspace.database.write() as connection:
        connection.execute(sa.text(change))
    assert "not as many as was kept count of" in said(fresh_workspace, wrong=True)


def test_rows_that_refer_to_nothing_are_told_by_table(
    fresh_workspace: Workspace, store_url: str | None
) -> None:
    orphan = "INSERT INTO queue_orders (project_id, annotator, chosen) VALUES (99, 'me', 'x')"
    if store_url is None:
        with closing(sqlite3.connect(fresh_workspace.settings.database)) as connection:
            connection.execute(orphan)
            connection.commit()
    else:
        import psycopg

        with psycopg.connect(store_url) as server:
            server.execute("SET session_replication_role = replica")
            server.execute(orphan)
    assert "1 rows of the table queue_orders refer to rows of projects" in said(
        fresh_workspace, wrong=True
    )


def test_a_damaged_file_is_wrong_and_the_disk_is_looked_at_all_the_same(
    empty_workspace: Path, tmp_path: Path, store_kind: str
) -> None:
    if store_kind != "sqlite":
        bad = Settings(tmp_path, "tester", database_url="postgresql://127.0.0.1:1/x")
    else:
        bad = Settings(Path(shutil.copytree(empty_workspace, tmp_path / "bad")), "tester")
        with bad.database.open("r+b") as file:
            file.seek(4096)
            file.write(os.urandom(bad.database.stat().st_size - 4096))
    database, disk = doctor.examine(bad)
    assert (database.about, database.is_wrong) == ("database", True)
    assert (disk.about, disk.is_wrong) == ("disk", False)
