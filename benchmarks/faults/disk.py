"""A database that is locked, or whose disk is full, or whose file is taken away."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from benchmarks.faults import writer
from benchmarks.faults.outcome import Outcome
from benchmarks.faults.small_disk import fill, small_disk
from rrr.errors import Locked, StorageError
from rrr.records import NewExample
from rrr.services.projects import catalogue
from rrr.services.training import runs
from rrr.store import importing, rule_queries
from rrr.store import sqlite_database as opening
from rrr.store.sqlite_database import SqliteDatabase


def lock_held(folder: Path, tries: int) -> Outcome:
    """Another program holds the write lock for longer than anybody waits."""
    patient, opening.BUSY_SECONDS = opening.BUSY_SECONDS, 0.2
    try:
        return _late_and_in_time(folder, tries)
    finally:
        opening.BUSY_SECONDS = patient


def _late_and_in_time(folder: Path, tries: int) -> Outcome:
    database = SqliteDatabase(folder / "store.sqlite3")
    texts = [NewExample(f"text {n}", "ab"[n % 2], "train") for n in range(10)]
    project = importing.add(database, "p", ("a", "b"), texts)
    wrong = 0
    for number in range(tries):
        with closing(sqlite3.connect(database.path)) as other:
            other.execute("BEGIN IMMEDIATE")
            try:
                rule_queries.add(database, project.id, [("word", f"late{number}", None)])
                wrong += 1
            except Locked as error:
                wrong += "move" in str(error).lower()
        rule_queries.add(database, project.id, [("word", f"word{number}", None)])
    kept = [rule.pattern for rule in rule_queries.list_of(database, project.id)]
    database.close()
    expected = {f"word{number}" for number in range(tries)}
    return Outcome(
        "lock held by another program",
        tries,
        lost=len(expected - set(kept)),
        doubled=len(kept) - len(set(kept)),
        wrong=wrong + len(set(kept) - expected),
    )


def saves_until_full(folder: Path, tries: int) -> Outcome:
    """Rules are saved until the disk is full; each failure says so, and later saves work again."""
    lost = wrong = stuck = 0
    with small_disk(folder / "disk", megabytes=8):
        workspace = writer.make(folder / "disk" / "w")
        (project,) = catalogue.list_projects(workspace)
        acknowledged = {"odeon"}
        for number in range(tries):
            filling = fill(folder / "disk")
            try:
                for part in range(1_000):
                    words = [f"try{number}part{part}word{n}" for n in range(50)]
                    rule_queries.add(
                        workspace.database, project.id, [("word", word, None) for word in words]
                    )
                    acknowledged.update(words)
                stuck += 1  # never full
            except StorageError as error:
                wrong += "is full" not in str(error)
            filling.unlink()
            try:
                rule_queries.add(workspace.database, project.id, [("word", f"after{number}", None)])
                acknowledged.add(f"after{number}")
            except StorageError:
                stuck += 1
        kept = [rule.pattern for rule in rule_queries.list_of(workspace.database, project.id)]
        workspace.close()
        lost = len(acknowledged - set(kept))
        wrong += len(set(kept) - acknowledged)
    return Outcome("disk full", tries, lost, len(kept) - len(set(kept)), wrong, stuck)


def training_on_full(folder: Path, tries: int) -> Outcome:
    """The disk fills under a training; the run is interrupted, says why, and can go on."""
    wrong = stuck = 0
    with small_disk(folder / "disk", megabytes=12):
        workspace = writer.make(folder / "disk" / "w")
        (project,) = catalogue.list_projects(workspace)
        for _ in range(tries):
            pair = runs.start_pair(workspace, project.id, writer.CONFIG)
            while not runs.epochs(workspace, pair[0].id):
                time.sleep(0.01)
            filling = fill(folder / "disk")
            ends = [runs.wait(workspace, run.id) for run in pair]
            stopped = [run for run in ends if run.status != "finished"]
            wrong += sum("is full" not in str(run.error) for run in stopped)
            filling.unlink()
            runs.list_runs(workspace, project.id)  # as the page does every second
            for run in stopped:
                runs.resume(workspace, run.id)
            stuck += sum(runs.wait(workspace, run.id).status != "finished" for run in stopped)
        workspace.close()
    return Outcome("disk full while training", tries, wrong=wrong, stuck=stuck)


def file_taken_away(folder: Path, tries: int) -> Outcome:
    """The database goes away, or another one is written over it, while it is open: nothing more is
    acknowledged. What went away is rescued."""
    lost = wrong = 0
    harms: list[Callable[[Path], object]] = [
        Path.unlink,
        lambda path: shutil.rmtree(path.parent),
        lambda path: path.with_name(f"{path.name}-wal").unlink(),
        lambda path: (
            shutil.copy(path, path.with_name("copy")) and path.with_name("copy").replace(path)
        ),
        lambda path: shutil.copyfile(_another_database(path), path),
    ]
    for number in range(tries):
        for kind, harm in enumerate(harms):
            workspace = writer.make(folder / f"{number} {kind}")
            (project,) = catalogue.list_projects(workspace)
            path = workspace.settings.database
            harm(path)
            for attempt in range(3):
                try:
                    rule_queries.add(
                        workspace.database, project.id, [("word", f"late{attempt}", None)]
                    )
                    lost += 1
                except StorageError as error:
                    wrong += "while it was in use" not in str(error)
            workspace.close()
            copies = list(path.parent.glob("*.rescued-*"))
            wrong += len(copies) != (0 if harm is harms[-1] else 1)
            for copy in copies:
                rescued = SqliteDatabase(copy)
                lost += len(rule_queries.list_of(rescued, project.id)) != 1
                rescued.close()
    return Outcome("file taken away", tries * len(harms), lost, wrong=wrong)


def _another_database(path: Path) -> Path:
    """Of another workspace, and larger."""
    other = SqliteDatabase(path.with_name("other.sqlite3"))
    texts = [NewExample(f"another text {n}", "ab"[n % 2], "train") for n in range(2_000)]
    importing.add(other, "p", ("a", "b"), texts)
    other.close()
    return other.path
