from __future__ import annotations

import shutil
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from rrr.errors import DataError, Locked, NotFound, StorageError
from rrr.records import Project
from rrr.services.marks import rules
from rrr.services.projects import backups, catalogue
from rrr.services.training.run_checkpoints import has_checkpoint
from rrr.services.workspace import Workspace
from rrr.settings import Settings
from rrr.store import run_queries
from tests import stores


@pytest.fixture
def backup(fresh_workspace: Workspace, trained_project: Project, tmp_path: Path) -> Path:
    """Of a project with one rule and two trained models, made while the workspace is open."""
    rules.add_rule(fresh_workspace, trained_project, "odeon")
    assert backups.back_up(fresh_workspace, tmp_path / "monday.zip") == 2
    return tmp_path / "monday.zip"


def test_a_backup_brings_projects_marks_and_models_back(backup: Path, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "elsewhere", "tester")
    assert backups.restore(settings, backup).num_checkpoints == 2
    workspace = Workspace(settings)
    (project,) = catalogue.list_projects(workspace)
    assert [each.rule.pattern for each in rules.list_rules(workspace, project)] == ["odeon"]
    known = run_queries.list_of(workspace.database, project.id)
    assert [has_checkpoint(workspace, run) for run in known] == [True, True]
    workspace.close()


def test_a_backup_is_never_written_over_another(fresh_workspace: Workspace, backup: Path) -> None:
    before = backup.read_bytes()
    with pytest.raises(DataError, match="is there already"):
        backups.back_up(fresh_workspace, backup)
    assert backup.read_bytes() == before


def test_a_workspace_is_replaced_only_if_that_is_asked_for_and_is_kept(
    backup: Path, tmp_path: Path
) -> None:
    settings = Settings(tmp_path / "elsewhere", "tester")
    Workspace(settings).close()
    with pytest.raises(DataError, match="already"):
        backups.restore(settings, backup)
    kept = backups.restore(settings, backup, replace=True).kept
    assert [each.name for each in kept] == ["right_reasons.sqlite3"]
    assert all(each.is_file() for each in kept)


def test_a_workspace_in_use_is_not_replaced(fresh_workspace: Workspace, backup: Path) -> None:
    with pytest.raises(Locked, match="is in use"):
        backups.restore(fresh_workspace.settings, backup, replace=True)
    assert len(catalogue.list_projects(fresh_workspace)) == 1


def damaged(backup: Path) -> bytes:
    with zipfile.ZipFile(backup) as archive:
        content = bytearray(archive.read("right_reasons.sqlite3"))
    content[8192:20_000] = bytes(20_000 - 8192)
    return bytes(content)


@pytest.mark.parametrize("packed", [True, False])
def test_a_damaged_backup_is_refused_and_everything_stays_as_it_was(
    backup: Path, tmp_path: Path, packed: bool
) -> None:
    bad = tmp_path / "bad"
    if packed:
        with zipfile.ZipFile(bad, "w") as archive:
            archive.writestr("right_reasons.sqlite3", damaged(backup))
    else:
        bad.write_bytes(damaged(backup))
    settings = Settings(tmp_path / "elsewhere", "tester")
    backups.restore(settings, backup)
    before = settings.database.read_bytes()
    with pytest.raises(StorageError, match="damaged"):
        backups.restore(settings, bad, replace=True)
    assert settings.database.read_bytes() == before
    assert {each.name for each in settings.workspace.iterdir()} == {
        "right_reasons.sqlite3",
        "checkpoints",
    }


def test_a_backup_cut_short_is_refused(backup: Path, tmp_path: Path) -> None:
    backup.write_bytes(backup.read_bytes()[:-2000])
    with pytest.raises(StorageError, match="damaged"):
        backups.restore(Settings(tmp_path / "elsewhere", "tester"), backup)


def test_nothing_is_unpacked_outside_of_the_workspace(backup: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(backup, "a") as archive:
        archive.writestr("checkpoints/../../victim", "")
        archive.writestr("checkpoints/run-1/../../../victim", "")
        archive.writestr("/victim", "")
    settings = Settings(tmp_path / "folder" / "elsewhere", "tester")
    backups.restore(settings, backup)
    assert not list(tmp_path.rglob("victim"))


def test_a_rescued_database_alone_can_be_restored(
    fresh_workspace: Workspace, trained_project: Project, tmp_path: Path
) -> None:
    fresh_workspace.close()
    settings = replace(fresh_workspace.settings, workspace=tmp_path / "elsewhere")
    backups.restore(settings, fresh_workspace.settings.database)
    workspace = Workspace(settings)
    assert [each.name for each in catalogue.list_projects(workspace)] == [trained_project.name]
    workspace.close()


def test_a_copy_of_database_and_log_is_restored_with_what_only_the_log_holds(
    fresh_workspace: Workspace, small_project: Project, tmp_path: Path
) -> None:
    rules.add_rule(fresh_workspace, small_project, "odeon")
    path = fresh_workspace.settings.database
    for end in ("", "-wal"):
        shutil.copy(f"{path}{end}", tmp_path / f"copy{end}")
    settings = Settings(tmp_path / "elsewhere", "tester")
    backups.restore(settings, tmp_path / "copy")
    workspace = Workspace(settings)
    assert [each.rule.pattern for each in rules.list_rules(workspace, small_project)] == ["odeon"]
    workspace.close()


def change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", "newer version .* Update the program"),
        ("DROP TABLE alembic_version", "no database of Right Reasons, .*“rrr backup” has written"),
    ],
)
def test_what_this_version_cannot_read_is_refused_by_its_name_with_advice(
    empty_workspace: Path, tmp_path: Path, statement: str, told: str
) -> None:
    other = shutil.copy(empty_workspace / "right_reasons.sqlite3", tmp_path / "other.sqlite3")
    change(other, statement)
    settings = Settings(tmp_path / "elsewhere", "tester")
    with pytest.raises(StorageError, match=rf"^other\.sqlite3 .*{told}"):
        backups.restore(settings, other)
    assert not list(settings.workspace.iterdir())


@pytest.mark.parametrize("content", [b"", b"dear diary " * 100])
def test_a_file_that_is_no_database_is_not_restored(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "notes.txt").write_bytes(content)
    settings = Settings(tmp_path / "elsewhere", "tester")
    with pytest.raises(StorageError, match=r"^notes\.txt .*it was not restored\. Choose"):
        backups.restore(settings, tmp_path / "notes.txt")
    assert not list(settings.workspace.iterdir())


def test_a_backup_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="Check the name"):
        backups.restore(Settings(tmp_path / "elsewhere", "tester"), tmp_path / "no.zip")


def test_a_backup_moves_a_workspace_into_the_other_store_and_back(
    fresh_workspace: Workspace, small_project: Project, schema_url: str, tmp_path: Path
) -> None:
    rules.add_rule(fresh_workspace, small_project, "odeon")
    backups.back_up(fresh_workspace, tmp_path / "file.zip")
    stores.empty(schema_url)
    on_server = Settings(tmp_path / "server", "tester", database_url=schema_url)
    assert backups.restore(on_server, tmp_path / "file.zip").kept == ()
    with pytest.raises(DataError, match="already"):
        backups.restore(on_server, tmp_path / "file.zip")
    workspace = Workspace(on_server)
    assert [each.rule.pattern for each in rules.list_rules(workspace, small_project)] == ["odeon"]
    rules.add_rule(workspace, small_project, "rialto")
    with pytest.raises(Locked, match="is in use"):
        backups.restore(on_server, tmp_path / "file.zip", replace=True)
    backups.back_up(workspace, tmp_path / "server.zip")
    workspace.close()
    kept, *_ = backups.restore(on_server, tmp_path / "file.zip", replace=True).kept
    for number, source in enumerate((tmp_path / "server.zip", kept)):
        settings = Settings(tmp_path / f"file {number}", "tester")
        backups.restore(settings, source)
        workspace = Workspace(settings)
        patterns = [each.rule.pattern for each in rules.list_rules(workspace, small_project)]
        assert patterns == ["odeon", "rialto"]
        workspace.close()
