from __future__ import annotations

import csv
import json
from pathlib import Path

from typer.testing import CliRunner

from rrr.cli import app
from rrr.records import Project
from rrr.services.workspace import Workspace
from tests.answering import answer


def run(workspace: Workspace, *arguments: str) -> tuple[int, str, str]:
    folder = str(workspace.settings.workspace)
    done = CliRunner().invoke(app, ["audit", "Small", *arguments, "--workspace", folder])
    return done.exit_code, done.stdout, done.stderr


def test_the_trail_is_printed_as_lines_json_and_csv(
    fresh_workspace: Workspace, small_project: Project, tmp_path: Path
) -> None:
    answer(fresh_workspace, 1, "Ada", "skipped")
    code, out, _ = run(fresh_workspace)
    assert code == 0
    assert [line.split()[2:4] for line in out.splitlines()] == [
        ["tester", "import"],
        ["Ada", "answer"],
    ]
    _, out, _ = run(fresh_workspace, "--person", "Ada", "--json")
    (row,) = json.loads(out)
    assert row["detail"] == {"example": 1, "revision": 1, "status": "skipped"}
    file = tmp_path / "audit.csv"
    assert run(fresh_workspace, "--action", "answer", "--csv", str(file))[0] == 0
    with file.open(encoding="utf-8", newline="") as written:
        assert [entry["person"] for entry in csv.DictReader(written)] == ["Ada"]


def test_an_action_that_is_none_is_refused(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    code, _, said = run(fresh_workspace, "--action", "dance")
    assert code == 1
    assert "--action must be one of" in said
