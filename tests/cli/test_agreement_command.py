"""Agreement and the merge from the shell."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from rrr.cli import app
from rrr.services.workspace import Workspace
from rrr.settings import Settings
from tests.answering import answer
from tests.cli.test_terminal import written


def run(folder: Path, *arguments: str) -> str:
    result = CliRunner().invoke(app, [*arguments, "--workspace", str(folder / "workspace")])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_agreement_is_told_in_lines_and_as_json(tmp_path: Path) -> None:
    run(tmp_path, "import", str(written(tmp_path)), "--name", "Mine")
    assert "Reviewed by two people or more: 0 sentences." in run(tmp_path, "agreement", "Mine")
    workspace = Workspace(Settings(workspace=tmp_path / "workspace", annotator="amy"))
    answer(workspace, 1, "amy", "marked", [0])
    answer(workspace, 1, "bob", "nothing_irrelevant")
    workspace.close()
    output = run(tmp_path, "agreement", "Mine")
    assert "Reviewed by two people or more: 1 sentence." in output
    assert "amy and bob, 1 sentence: κ 0.00, F1 0.00; both struck 0 words" in output
    figures = json.loads(run(tmp_path, "agreement", "Mine", "--json"))
    assert figures["by_hand"]["words"]["pairs"][0]["f1"] == {"value": 0.0, "why_not": ""}
    assert figures["people"][0]["num_alone_struck"] == 1


def test_the_merge_is_chosen_and_told(tmp_path: Path) -> None:
    run(tmp_path, "import", str(written(tmp_path)), "--name", "Mine")
    usual = run(tmp_path, "team", "Mine").splitlines()[-1]
    assert usual.startswith("majority: A word is struck if more than half")
    fields = json.loads(run(tmp_path, "team", "Mine", "--merge", "graded", "--json"))
    assert fields["merge"] == "graded"
    result = CliRunner().invoke(
        app, ["team", "Mine", "--merge", "most", "--workspace", str(tmp_path / "workspace")]
    )
    assert (result.exit_code, "any, majority" in result.stderr) == (1, True)
