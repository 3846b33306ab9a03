"""Models in a store are whole or not there, and whatever reads a model finds them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import fsspec
import pytest

from rrr.errors import ConfigError, NotFound, StorageError
from rrr.records import Project, Run, TrainingConfig
from rrr.services import doctor
from rrr.services.comparison import measured_pairs
from rrr.services.comparison.pairs import RunPair
from rrr.services.marks import rules
from rrr.services.projects import backups, project_files
from rrr.services.training import run_checkpoints, runs
from rrr.services.training.checkpoint_store import CheckpointStore
from rrr.services.training.models import load_trained
from rrr.services.workspace import Workspace


@pytest.fixture(params=["memory", "file"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    name = uuid4().hex
    yield f"memory://{name}/models" if request.param == "memory" else f"file://{tmp_path}/{name}"
    kept = fsspec.filesystem("memory").store
    for path in [path for path in kept if name in path]:
        del kept[path]


def model(folder: Path, name: str = "run-1", weights: bytes = b"weights") -> Path:
    path = folder / name
    path.mkdir(parents=True, exist_ok=True)
    (path / "classifier.keras").write_bytes(weights)
    (path / "checkpoint.json").write_text(f'{{"size": {len(weights)}}}', encoding="utf-8")
    return path


def test_a_model_comes_back_as_it_was_and_only_when_it_has_changed(
    address: str, tmp_path: Path
) -> None:
    store, here, there = CheckpointStore(address), tmp_path / "here", tmp_path / "there"
    assert (store.names(), store.has("run-1")) == (set(), False)
    store.put(model(here))
    assert (store.names(), store.has("run-1")) == ({"run-1"}, True)
    assert not store.get(here / "run-1")  # it is the same
    assert store.get(there / "run-1")
    assert (there / "run-1" / "classifier.keras").read_bytes() == b"weights"
    assert not store.get(there / "run-1")
    store.put(model(here, weights=b"others"))
    assert store.get(there / "run-1")
    assert (there / "run-1" / "classifier.keras").read_bytes() == b"others"
    assert [each.name for each in there.iterdir()] == ["run-1"]
    store.delete("run-1")
    store.delete("run-1")
    assert store.names() == set()


def test_a_model_is_not_there_before_all_of_it_is(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = CheckpointStore(address)
    store.put(model(tmp_path / "here"))
    second = model(tmp_path / "here", weights=b"others")

    def broken(*_: Any, **__: Any) -> None:
        raise OSError("the line is cut")

    with monkeypatch.context() as cut:
        cut.setattr(type(store._files), "pipe_file", broken)
        with pytest.raises(StorageError, match=r"cannot be reached \(OSError\)"):
            store.put(second)
    assert not store.has("run-1")
    assert not store.get(tmp_path / "there" / "run-1")
    store.put(second)
    assert store.get(tmp_path / "there" / "run-1")


def test_what_else_lies_in_a_store_is_not_brought_here(address: str, tmp_path: Path) -> None:
    store = CheckpointStore(address)
    store.put(model(tmp_path / "here"))
    files, root = fsspec.core.url_to_fs(address)
    for name in ("run-1/evil.py", "run-1/.hidden", "run-x/checkpoint.json"):
        files.makedirs(f"{root}/{name}".rsplit("/", 1)[0], exist_ok=True)
        files.pipe_file(f"{root}/{name}", b"x")
    assert store.names() == {"run-1"}
    store.get(tmp_path / "there" / "run-1")
    brought = sorted(each.name for each in (tmp_path / "there" / "run-1").iterdir())
    assert brought == [".of-store", "checkpoint.json", "classifier.keras"]


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(ConfigError, match="RRR_CHECKPOINTS is no address of a store"):
        CheckpointStore("no-such-store://bucket")


@pytest.fixture
def workspace(fresh_workspace: Workspace, address: str) -> Iterator[Workspace]:
    opened = Workspace(replace(fresh_workspace.settings, checkpoint_store=address))
    yield opened
    opened.close()


@pytest.fixture
def pair(
    workspace: Workspace, small_project: Project, small_config: TrainingConfig
) -> tuple[Run, Run]:
    """Trained on another machine: nothing of it is left in this one's folder."""
    rules.add_rule(workspace, small_project, "odeon")
    before, after = runs.start_pair(workspace, small_project.id, small_config)
    trained = runs.wait(workspace, before.id), runs.wait(workspace, after.id)
    assert [run.status for run in trained] == ["finished", "finished"]
    shutil.rmtree(workspace.settings.checkpoints)
    return trained


@pytest.mark.slow
def test_whatever_reads_a_model_finds_it_in_the_store(
    workspace: Workspace,
    small_project: Project,
    small_config: TrainingConfig,
    pair: tuple[Run, Run],
    tmp_path: Path,
) -> None:
    folder = workspace.settings.checkpoints
    assert all(run_checkpoints.has_checkpoint(workspace, run) for run in pair)
    measured_pairs.measured_pair(workspace, small_project, RunPair(*pair))
    assert {each.name for each in folder.iterdir()} == {"run-1", "run-2"}

    shutil.rmtree(folder)
    other = replace(small_config, reason_weight=2.0, start_run=pair[1].id)
    again = runs.start_pair(workspace, small_project.id, other)
    assert runs.wait(workspace, again[1].id).status == "finished"

    shutil.rmtree(folder)
    assert backups.back_up(workspace, tmp_path / "backup.zip") == 3  # the baseline serves twice
    elsewhere = f"{workspace.settings.checkpoint_store}-restored"
    settings = replace(
        workspace.settings, workspace=tmp_path / "restored", checkpoint_store=elsewhere
    )
    backups.restore(settings, tmp_path / "backup.zip")
    assert CheckpointStore(elsewhere).names() == {"run-1", "run-2", "run-3"}

    shutil.rmtree(folder)
    with (tmp_path / "project.zip").open("wb") as file:
        project_files.write_project(workspace, small_project, file)
    content = (tmp_path / "project.zip").read_bytes()
    project = project_files.read_project(workspace, "project.zip", content, "Again")
    brought = {run.id for run in runs.list_runs(workspace, project.id) if run.checkpoint}
    names = {run_checkpoints.checkpoint_name(run_id) for run_id in brought}
    store = run_checkpoints.store_of(workspace.settings)
    assert store is not None
    assert names <= store.names()

    shutil.rmtree(folder)
    said = {each.says for each in doctor.examine(workspace.settings) if each.about == "models"}
    assert said == {"6 trained models, each where it belongs."}


@pytest.mark.slow
def test_what_is_deleted_goes_from_the_store_and_is_then_gone(
    workspace: Workspace, pair: tuple[Run, Run]
) -> None:
    run_checkpoints.delete_checkpoint_of(workspace, pair[0].id)
    assert not run_checkpoints.has_checkpoint(workspace, pair[0])
    with pytest.raises(NotFound, match="no checkpoint in run-1"):
        load_trained(workspace, pair[0])


@pytest.mark.slow
def test_a_store_that_is_away_is_named_and_a_copy_serves_as_long(
    workspace: Workspace, pair: tuple[Run, Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_checkpoints.fetch(workspace, pair[1].id)

    def away(*_: Any, **__: Any) -> None:
        raise ConnectionError

    store = run_checkpoints.store_of(workspace.settings)
    assert store is not None
    monkeypatch.setattr(type(store._files), "info", away)
    assert load_trained(workspace, pair[1]).labels == ("bad", "good")
    with pytest.raises(StorageError, match=r"cannot be reached \(ConnectionError\)"):
        load_trained(workspace, pair[0])
