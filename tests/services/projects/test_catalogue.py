from __future__ import annotations

from pathlib import Path

import pytest

from rrr.errors import NotFound
from rrr.formats.columns import ColumnChoice
from rrr.records import Evaluation, TrainingConfig
from rrr.services.projects import catalogue, file_import
from rrr.services.training.models import load_trained
from rrr.services.training.run_checkpoints import has_checkpoint
from rrr.services.workspace import Workspace
from rrr.store import run_queries
from tests.stored_runs import queued

pytestmark = pytest.mark.both_stores

CHOICE = ColumnChoice("text", "label")
CSV = b"text;label\n" + b"".join(b"text %d;%c\n" % (n, 97 + n % 2) for n in range(40))


def test_a_renamed_project_keeps_its_new_name(fresh_workspace: Workspace) -> None:
    made = file_import.import_file(fresh_workspace, "old", "x.csv", CSV, CHOICE).project
    catalogue.rename_project(fresh_workspace, made.id, "  new  name ")
    assert catalogue.get_project(fresh_workspace, made.id).name == "new name"


def test_a_deleted_project_takes_its_checkpoints_along(fresh_workspace: Workspace) -> None:
    made = file_import.import_file(fresh_workspace, "old", "x.csv", CSV, CHOICE).project
    run = queued(fresh_workspace.database, made.id, "run", TrainingConfig(), "hash", 0, None)
    run_queries.set_running(fresh_workspace.database, run.id)
    run_queries.set_finished(fresh_workspace.database, run.id, Evaluation({}, None), "run-1")
    kept, gone = (fresh_workspace.settings.checkpoints / name for name in ("run-2", "run-1"))
    for folder in (kept, gone):
        folder.mkdir(parents=True)
        (folder / "weights").touch()
    catalogue.delete_project(fresh_workspace, made.id)
    assert kept.exists()
    assert not gone.exists()
    with pytest.raises(NotFound):
        catalogue.get_project(fresh_workspace, made.id)


@pytest.mark.parametrize("written", ["../../victim", "{absolute}", "../victim/../../victim"])
def test_a_checkpoint_that_the_database_names_elsewhere_is_neither_read_nor_deleted(
    fresh_workspace: Workspace, tmp_path: Path, written: str
) -> None:
    victim = tmp_path / "victim"
    victim.mkdir()
    (victim / "letters").touch()
    name = written.format(absolute=victim)
    made = file_import.import_file(fresh_workspace, "old", "x.csv", CSV, CHOICE).project
    run = queued(fresh_workspace.database, made.id, "run", TrainingConfig(), "hash", 0, None)
    run_queries.set_running(fresh_workspace.database, run.id)
    run_queries.set_finished(fresh_workspace.database, run.id, Evaluation({}, None), name)
    fresh_workspace.settings.checkpoints.mkdir()
    assert not has_checkpoint(fresh_workspace, run_queries.get(fresh_workspace.database, run.id))
    with pytest.raises(NotFound):
        load_trained(fresh_workspace, run_queries.get(fresh_workspace.database, run.id))
    catalogue.delete_project(fresh_workspace, made.id)
    assert (victim / "letters").exists()
