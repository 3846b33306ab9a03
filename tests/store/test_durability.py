from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rrr.records import Project
from rrr.settings import ROOT
from rrr.store import example_queries, rule_queries
from rrr.store.database import Database

pytestmark = pytest.mark.both_stores

WRITER = """
import sys
from itertools import count
from rrr.settings import Settings
from rrr.store import rule_queries
from rrr.store.opening import open_database

database = open_database(Settings.from_environment())
for number in count():
    rule_queries.add(database, int(sys.argv[1]), [("word", f"word{number}", None)])
    print(number, flush=True)
"""
NUM_ACKNOWLEDGED = 50


def test_what_was_acknowledged_survives_the_end_of_the_process(
    database: Database, project: Project, store_url: str | None, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", WRITER, str(project.id)]
    own = {"RRR_WORKSPACE": str(tmp_path / "folder"), "RRR_DATABASE_URL": store_url or ""}
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ, **own}
    ) as writer:
        assert writer.stdout is not None
        for _ in range(NUM_ACKNOWLEDGED):
            acknowledged = int(writer.stdout.readline())
        writer.kill()
    stored = {rule.pattern for rule in rule_queries.list_of(database, project.id)}
    assert {f"word{number}" for number in range(acknowledged + 1)} <= stored
    assert len(list(example_queries.stream_of(database, project.id))) == project.num_examples
