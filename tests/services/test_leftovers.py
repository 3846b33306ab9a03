"""What a killed program has left in the workspace is found and removed; what is in use is not."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from rrr.records import Project, TrainingConfig
from rrr.services import doctor, leftovers
from rrr.services.projects.project_files import write_project
from rrr.services.training import runs
from rrr.services.workspace import Workspace
from rrr.settings import Settings
from rrr.store import run_queries

TWO_DAYS = 2 * 24 * 3600


def make(folder: Path, prefix: str, *, age: float) -> Path:
    folder.mkdir(exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=folder, prefix=prefix))
    (made / "1").mkdir()
    (made / "1" / "classifier.keras").write_bytes(bytes(3_000_000))
    for each in (made / "1" / "classifier.keras", made / "1", made):
        os.utime(each, (time.time() - age,) * 2)
    return made


@pytest.mark.parametrize("prefix", [".project-", ".restore-", ".backup-"])
def test_old_hidden_folders_are_told_and_go_with_the_next_start(
    fresh_workspace: Workspace, small_project: Project, prefix: str
) -> None:
    settings = fresh_workspace.settings
    old = make(settings.workspace, prefix, age=TWO_DAYS)
    model = make(settings.checkpoints, ".run-7-", age=TWO_DAYS)
    in_use = make(settings.workspace, prefix, age=TWO_DAYS)
    os.utime(in_use / "1" / "classifier.keras")  # somebody writes in it
    ours = make(settings.workspace, ".other-", age=TWO_DAYS)
    assert set(leftovers.hidden_folders(settings)) == {old, model}
    (finding,) = [each for each in doctor.examine(settings) if "hidden folder" in each.says]
    assert "2 hidden folders (6 MB) left by programs that were killed" in finding.says
    assert not finding.is_wrong
    runs.list_runs(Workspace(settings), small_project.id)
    assert [each.exists() for each in (old, model, in_use, ours)] == [False, False, True, True]


def test_a_folder_of_a_run_that_is_there_stays(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    new = [run_queries.NewRun("one", TrainingConfig(), "", 0)]
    (run,) = run_queries.queue(fresh_workspace.database, small_project.id, lambda _: new)
    checkpoints = fresh_workspace.settings.checkpoints
    for name in (f"run-{run.id}", "run-77", "notes"):
        (checkpoints / name).mkdir(parents=True)
    assert leftovers.remove_all(fresh_workspace.settings) == [checkpoints / "run-77"]
    assert {each.name for each in checkpoints.iterdir()} == {f"run-{run.id}", "notes"}


def test_a_workspace_without_folders_has_no_leftovers(tmp_path: Path) -> None:
    assert leftovers.hidden_folders(Settings(tmp_path / "none", "me")) == []


KILLED = """
import os, sys
from pathlib import Path
from rrr.services.projects.project_files import read_project
from rrr.services.workspace import Workspace
from rrr.settings import Settings

workspace = Workspace(Settings(Path(sys.argv[1]), "me"))
read_project(workspace, "x.zip", Path(sys.argv[2]), "again", lambda done, total: os._exit(9))
"""


def test_what_a_killed_import_of_a_project_leaves_goes_when_it_is_old(
    fresh_workspace: Workspace, small_project: Project, tmp_path: Path
) -> None:
    settings, file = fresh_workspace.settings, tmp_path / "x.zip"
    content = io.BytesIO()
    write_project(fresh_workspace, small_project, content)
    file.write_bytes(content.getvalue())
    command = [sys.executable, "-c", KILLED, str(settings.workspace), str(file)]
    assert subprocess.run(command, check=False).returncode == 9
    (left,) = settings.workspace.glob(".project-*")
    assert leftovers.hidden_folders(settings) == []  # it might still be at work
    os.utime(left, (time.time() - TWO_DAYS,) * 2)
    leftovers.remove_hidden(settings)
    assert not left.exists()
