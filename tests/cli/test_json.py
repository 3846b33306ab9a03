"""Each verb prints one JSON document, and nothing else, for a script that asks for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from rrr.cli import app
from rrr.records import Project
from rrr.services.workspace import Workspace
from tests.cli.test_terminal import written

WITHOUT = {"serve": "becomes the app, and ends without a result"}
"""The verbs that have no --json, each with its reason."""


def verbs() -> Iterator[tuple[str, Any]]:
    """Every command with its whole name, those of groups included."""
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        if hasattr(command, "commands"):
            yield from ((f"{name} {own}", inner) for own, inner in command.commands.items())
        else:
            yield name, command


def test_every_verb_has_json_or_a_reason_against_it() -> None:
    without = {
        name
        for name, command in verbs()
        if not any("--json" in getattr(parameter, "opts", ()) for parameter in command.params)
    }
    assert without == set(WITHOUT)


def document(folder: Path, *arguments: str | Path) -> Any:
    """The document that a verb prints with --json."""
    where = [] if arguments[0] == "evidence" else ["--workspace", str(folder / "workspace")]
    result = CliRunner().invoke(app, [*map(str, arguments), "--json", *where])
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    return json.loads(result.stdout)


def test_what_is_struck_exported_backed_up_and_restored_is_told_as_json(tmp_path: Path) -> None:
    document(tmp_path, "import", written(tmp_path), "--name", "Mine")
    assert document(tmp_path, "strike", "Mine", "good") == [
        {"pattern": "good", "kind": "word", "sentences": 1}
    ]
    file = tmp_path / "out.jsonl"
    assert document(tmp_path, "export", "Mine", file) == {"file": str(file), "examples": 3}
    tool = document(tmp_path, "export", "Mine", file, "--force", "--format", "prodigy")
    assert tool["examples"] == 3
    backup = tmp_path / "monday.zip"
    assert document(tmp_path, "backup", backup) == {"file": str(backup), "models": 0}
    other = tmp_path / "other"
    assert document(other, "restore", backup) == {
        **{"workspace": str(other / "workspace"), "models": 0},
        "kept": [],
    }
    assert [project["name"] for project in document(other, "projects")] == ["Mine"]


def test_a_project_goes_out_and_comes_in_as_one_file(tmp_path: Path) -> None:
    document(tmp_path, "import", written(tmp_path), "--name", "Mine")
    file, numbers = tmp_path / "mine.zip", {"num_sentences": 3, "num_runs": 0}
    expected = {"file": str(file), "name": "Mine", "labels": ["no", "yes"], **numbers}
    written_out = document(tmp_path, "project", "export", "Mine", file)
    assert {name: written_out[name] for name in expected} == expected
    other = tmp_path / "other"
    brought = document(other, "project", "import", file)
    assert (brought["name"], brought["splits"], brought["runs"]) == (
        *("Mine", {"train": 2, "test": 1}),
        0,
    )
    taken = ["project", "import", str(file), "--workspace", str(other / "workspace")]
    refused = CliRunner().invoke(app, taken)
    assert refused.exit_code == 1
    assert "already a project named “Mine”. Choose another name" in refused.stderr
    assert document(other, "project", "import", file, "--name", "Again")["name"] == "Again"


def test_marks_on_standard_output_are_no_json_document(tmp_path: Path) -> None:
    document(tmp_path, "import", written(tmp_path), "--name", "Mine")
    arguments = ["export", "Mine", "-", "--json", "--workspace", str(tmp_path / "workspace")]
    refused = CliRunner().invoke(app, arguments)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "Leave out --json" in refused.stderr


def test_what_would_be_measured_is_told_as_json(tmp_path: Path) -> None:
    chosen = ["--corpus", "demo", "--classifier", "average", "--seeds", "1", "--method", "plain"]
    rows = document(tmp_path, "evidence", "--list", "--out", tmp_path / "evidence", *chosen)
    cell = {"corpus": "demo", "method": "plain", "classifier": "average", "seed": 0}
    assert rows == [{**cell, "measured": False}]


@pytest.mark.slow
def test_a_report_and_a_model_are_told_as_json(
    tmp_path: Path, fresh_workspace: Workspace, trained_project: Project
) -> None:
    report = tmp_path / "report.html"
    assert document(tmp_path, "report", "2", "--output", report) == {
        **{"file": str(report), "before": 1, "after": 2}
    }
    model = tmp_path / "model.zip"
    assert document(tmp_path, "download", "2", "--to", model) == {
        **{"file": str(model), "run": 2, "bytes": model.stat().st_size}
    }
    assert report.stat().st_size > 1000
