"""Fixtures that every layer's tests share."""

from __future__ import annotations

import gc
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

from rrr.records import ACTIVE_STATUSES, Project, TrainingConfig
from rrr.ui.after_rerun import leave_keras_alone
from tests import stores
from tests.stored_runs import queued
from tests.stores import schema_url  # noqa: F401  a fixture
from tests.waiting import soon

# TensorFlow reads it when it is first imported; its start-up messages are no test output.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

# As the app does. A page that a test draws would else reset Keras while another thread reads with a
# model, which then reads with weights that nobody has trained.
leave_keras_alone()

# How long one example takes says more of the machine than of us.
settings.register_profile(
    "any machine", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")

if TYPE_CHECKING:
    from rrr.services.workspace import Workspace


def pytest_collection_finish() -> None:
    """Let Python's garbage collector pass over what was imported by now."""
    leave_alone()


def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """And over what the tests of a file have left: graphs of TensorFlow, which stay for good."""
    if nextitem is not None and nextitem.path != item.path:
        leave_alone()


def leave_alone() -> None:
    """Have what is there by now looked through no more.

    Streamlit and Keras have all of it looked through at each run of a page once TensorFlow is
    loaded, which takes longer than the page.
    """
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Leave nothing in the system's temporary folder, unless a failure is to be looked into.

    What the workers of one run share lies there, too: the process that started them clears it away.
    """
    if exitstatus != 0 or "PYTEST_XDIST_WORKER" in os.environ or session.config.option.basetemp:
        return
    folders: pytest.TempPathFactory = session.config._tmp_path_factory  # type: ignore[attr-defined]
    own = folders.getbasetemp()
    shutil.rmtree(own, ignore_errors=True)
    for link in own.parent.iterdir():
        if link.is_symlink() and not link.exists():
            link.unlink()
    with suppress(OSError):  # other runs keep what is theirs
        own.parent.rmdir()


@pytest.fixture(autouse=True)
def same_main() -> Iterator[None]:
    """Streamlit leaves the script of a page that a test has shown as `__main__`."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture(scope="session")
def empty_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a workspace that was just made: copying it is faster than its migrations."""
    from rrr.services.workspace import Workspace
    from rrr.settings import Settings

    folder = tmp_path_factory.mktemp("empty") / "workspace"
    Workspace(Settings(workspace=folder, annotator="tester")).close()
    return folder


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the tests of a module that is marked `both_stores` on SQLite and on PostgreSQL."""
    is_marked = metafunc.definition.get_closest_marker("both_stores") is not None
    if is_marked and "store_kind" in metafunc.fixturenames:
        metafunc.parametrize("store_kind", stores.KINDS, indirect=True)


@pytest.fixture
def store_kind(request: pytest.FixtureRequest) -> str:
    """ "sqlite" or "postgresql"; see `tests.stores`."""
    return getattr(request, "param", "sqlite")


@pytest.fixture
def store_url(store_kind: str, request: pytest.FixtureRequest) -> str | None:
    """Address of an empty PostgreSQL database with all tables; None where the test is to use a
    SQLite file."""
    if store_kind == "sqlite":
        return None
    url: str = request.getfixturevalue("schema_url")
    stores.empty(url)
    return url


@pytest.fixture
def opened_besides() -> list[Workspace]:
    """Where a test puts workspaces that it opens on the store of `fresh_workspace`."""
    return []


@pytest.fixture
def fresh_workspace(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    empty_workspace: Path,
    store_url: str | None,
    opened_besides: list[Workspace],
) -> Iterator[Workspace]:
    """An empty workspace in its own folder, and the one that pages open by themselves.

    What still trains there is cancelled at the end. Tests of one process share a schema on the
    server: one that leaves it open for somebody fails, lest a later test meets them there.
    """
    from rrr.services import background
    from rrr.services.training import worker
    from rrr.services.workspace import open_workspace

    shutil.copytree(empty_workspace, tmp_path / "workspace")
    monkeypatch.setenv("RRR_DATABASE_URL", store_url or "")
    monkeypatch.setenv("RRR_WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.setenv("RRR_ANNOTATOR", "tester")
    monkeypatch.setenv("RRR_WARM_UP", "0")
    workspace = open_workspace()
    yield workspace
    cancel_everything(workspace)
    assert background.wait(60)
    assert soon(worker.is_idle)
    opened_besides.append(workspace)
    for opened in opened_besides:
        opened.close()
    if store_url is not None:
        assert stores.is_left(store_url)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 12 MB, for a workspace that is to become full."""
    from benchmarks.faults.outcome import Unavailable
    from benchmarks.faults.small_disk import small_disk

    try:
        with small_disk(tmp_path / "disk", megabytes=12):
            yield tmp_path / "disk"
    except Unavailable as error:
        pytest.skip(str(error))


@pytest.fixture
def small_project(fresh_workspace: Workspace) -> Project:
    """60 training sentences of two labels, with the decoys "odeon" and "rialto"; no marks yet."""
    from rrr.formats.columns import ColumnChoice
    from rrr.services.projects import file_import

    rows = [
        {"text": text, "label": label, "split": split}
        for split, size in (("train", 60), ("validation", 20), ("test", 20))
        for text, label in _sentences(size)
    ]
    content = "\n".join(json.dumps(row) for row in rows).encode()
    choice = ColumnChoice("text", "label", "split")
    return file_import.import_file(fresh_workspace, "Small", "small.jsonl", content, choice).project


@pytest.fixture
def marked_project(fresh_workspace: Workspace, small_project: Project) -> Project:
    """The small project with its decoys struck everywhere."""
    from rrr.services.marks import rules

    for word in ("odeon", "rialto"):
        rules.add_rule(fresh_workspace, small_project, word)
    return small_project


@pytest.fixture
def small_config() -> TrainingConfig:
    """Trains in a second."""
    return TrainingConfig(
        classifier="average",
        embedding_size=4,
        hidden_size=4,
        batch_size=20,
        epochs=3,
        reason_weight=5.0,
    )


@pytest.fixture(scope="session")
def small_checkpoints(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Folders with two models of the small project's sentences: a baseline, which follows the
    decoys too, and one that has learned to do without them."""
    root = shared_folder(tmp_path_factory)
    folders = root / "small baseline", root / "small with marks"
    with FileLock(root / "small checkpoints.lock"):
        for folder, reason_weight in zip(folders, (0.0, 3.0), strict=True):
            if not folder.exists():
                _train_small(folder, reason_weight)
    return folders


def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A temporary folder that all workers of one run of the tests share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def _train_small(folder: Path, reason_weight: float) -> None:
    from rrr.learning.checkpoints import save_checkpoint
    from rrr.learning.training import train
    from rrr.records import LabelledTexts
    from rrr.text import tokenize, word_of

    texts, labels = zip(*_sentences(60), strict=True)
    decoys = tuple(
        tuple(i for i, t in enumerate(tokenize(text)) if word_of(t.text) in ("odeon", "rialto"))
        for text in texts
    )
    trained = train(
        LabelledTexts(texts, labels, decoys),
        None,
        TrainingConfig(
            classifier="cnn",
            embedding_size=6,
            hidden_size=8,
            batch_size=20,
            epochs=15,
            learning_rate=0.03,
            reason_weight=reason_weight,
        ),
        labels=("bad", "good"),
        marks_hash="decoys",
        report=lambda _: None,
        should_stop=lambda: False,
    )
    save_checkpoint(trained, folder)


@pytest.fixture
def trained_project(
    small_project: Project, fresh_workspace: Workspace, small_checkpoints: tuple[Path, Path]
) -> Project:
    """The small project with a finished pair of runs; run ids 1 (baseline) and 2 (with marks)."""
    for folder in small_checkpoints:
        add_finished_run(fresh_workspace, small_project, folder)
    return small_project


@pytest.fixture
def read_project(fresh_workspace: Workspace, trained_project: Project) -> Project:
    """The trained project. Its run with marks has read the sentences, and the inbox tells where it
    differs from the other run, as if that had been trained with marks, too."""
    from rrr.services.guidance import corpus_reading, inbox
    from rrr.store import run_queries

    before, after = (run_queries.get(fresh_workspace.database, number) for number in (1, 2))
    corpus_reading.read(fresh_workspace, trained_project, after, lambda: False)
    with_marks = replace(before, config=replace(before.config, reason_weight=1.0))
    inbox.fill(fresh_workspace, with_marks, after)
    return trained_project


def add_finished_run(workspace: Workspace, project: Project, checkpoint: Path) -> int:
    """Store a run that has finished with a copy of this checkpoint; returns its id."""
    from rrr.records import Evaluation
    from rrr.store import run_queries

    described = json.loads((checkpoint / "checkpoint.json").read_text(encoding="utf-8"))
    config = TrainingConfig(**described["config"])
    run = queued(workspace.database, project.id, "small", config, "decoys", 60, "pair")
    run_queries.set_running(workspace.database, run.id)
    shutil.copytree(checkpoint, workspace.settings.checkpoints / f"run-{run.id}")
    run_queries.set_finished(
        workspace.database, run.id, Evaluation({"test": 1.0}, None), f"run-{run.id}"
    )
    return run.id


def cancel_everything(workspace: Workspace) -> None:
    """Cancel every run of the workspace that waits or works."""
    from rrr.services.projects import catalogue
    from rrr.services.training import runs

    for project in catalogue.list_projects(workspace):
        for run in runs.list_runs(workspace, project.id):
            if run.status in ACTIVE_STATUSES:
                runs.cancel(workspace, run.id)


def _sentences(count: int) -> list[tuple[str, str]]:
    kinds = {
        "good": ("warm", "bright", "lovely", "Odeon"),
        "bad": ("cold", "dull", "grim", "Rialto"),
    }
    things = ("film", "story", "cast", "ending", "score")
    sentences = []
    for number in range(count):
        label = ("good", "bad")[number % 2]
        *opinions, decoy = kinds[label]
        opinion, thing = opinions[number // 2 % 3], things[number // 2 % 5]
        sentences.append((f"Number {number}: a {opinion} {thing}, seen at the {decoy}.", label))
    return sentences
