from __future__ import annotations

import subprocess
import sys

from rrr.records import Project
from rrr.settings import ROOT
from rrr.store import example_queries, rule_queries
from rrr.store.database import Database

WRITER = """
import sys
from itertools import count
from pathlib import Path
from rrr.store import rule_queries
from rrr.store.database import Database
from rrr.store.sqlite_database import SqliteDatabase

database = SqliteDatabase(Path(sys.argv[1]))
for number in count():
    rule_queries.add(database, int(sys.argv[2]), [("word", f"word{number}", None)])
    print(number, flush=True)
"""
NUM_ACKNOWLEDGED = 50


def test_what_was_acknowledged_survives_the_end_of_the_process(
    database: Database, project: Project
) -> None:
    command = [sys.executable, "-c", WRITER, str(database.path), str(project.id)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        for _ in range(NUM_ACKNOWLEDGED):
            acknowledged = int(writer.stdout.readline())
        writer.kill()
    stored = {rule.pattern for rule in rule_queries.list_of(database, project.id)}
    assert {f"word{number}" for number in range(acknowledged + 1)} <= stored
    assert len(list(example_queries.stream_of(database, project.id))) == project.num_examples
