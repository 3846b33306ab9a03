"""A database that is locked, or whose disk is full, or whose file is taken away."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from benchmarks.faults.outcome import Outcome
from rrr.errors import Locked
from rrr.records import NewExample
from rrr.store import database as opening
from rrr.store import importing, rules
from rrr.store.database import Database


def lock_held(folder: Path, tries: int) -> Outcome:
    """Another program holds the write lock for longer than anybody waits."""
    opening.BUSY_SECONDS = 0.2
    database = Database(folder / "store.sqlite3")
    texts = [NewExample(f"text {n}", "ab"[n % 2], "train") for n in range(10)]
    project = importing.add(database, "p", ("a", "b"), texts)
    wrong = 0
    for number in range(tries):
        with closing(sqlite3.connect(database.path)) as other:
            other.execute("BEGIN IMMEDIATE")
            try:
                rules.add(database, project.id, [("word", f"late{number}", None)])
                wrong += 1
            except Locked as error:
                wrong += "move" in str(error).lower()
        rules.add(database, project.id, [("word", f"word{number}", None)])
    kept = [rule.pattern for rule in rules.list_of(database, project.id)]
    database.close()
    expected = {f"word{number}" for number in range(tries)}
    return Outcome(
        "lock held by another program",
        tries,
        lost=len(expected - set(kept)),
        doubled=len(kept) - len(set(kept)),
        wrong=wrong + len(set(kept) - expected),
    )
