from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rrr.records import Project
from rrr.services.readiness import OK, ReadinessCheck
from rrr.services.workspace import Workspace, open_workspace
from rrr.settings import Settings


def test_a_working_workspace_is_ready_and_its_runs_are_counted(
    fresh_workspace: Workspace, trained_project: Project
) -> None:
    now = ReadinessCheck().look(5)
    assert (now.database, now.disk, now.worker) == (OK, OK, OK)
    assert now.is_ready
    assert now.runs == {"finished": 2}


def test_a_database_that_cannot_be_read_is_not_ready_and_no_path_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RRR_WORKSPACE", str(tmp_path))
    Settings.from_environment().database.write_text("no database, whatever its name says")
    now = ReadinessCheck().look(5)
    assert now.database == "cannot be read (StorageError)"
    assert not now.is_ready


def test_a_workspace_whose_folder_is_gone_is_not_ready(fresh_workspace: Workspace) -> None:
    shutil.rmtree(fresh_workspace.settings.workspace)
    assert not ReadinessCheck().look(5).is_ready
    fresh_workspace.settings.workspace.mkdir()


def test_a_disk_without_room_is_not_ready(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RRR_WORKSPACE", str(small_disk / "w"))
    now = ReadinessCheck().look(10)
    assert (now.database, now.disk) == (OK, "almost full")
    assert not now.is_ready


def test_a_database_that_takes_too_long_is_asked_once_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RRR_DATABASE_URL", "")
    monkeypatch.setenv("RRR_WORKSPACE", str(tmp_path / "made now"))  # which takes a while
    check = ReadinessCheck()
    assert check.look(0).database == "does not answer in time"
    assert check.look(60).database == OK
    open_workspace().close()
