from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from rrr.cli import app
from rrr.settings import Settings


def test_the_exit_code_says_whether_anything_is_wrong(
    tmp_path: Path, empty_workspace: Path
) -> None:
    command = ["doctor", "--workspace", str(tmp_path)]
    sound = CliRunner().invoke(app, [*command, "--json"])
    fields = json.loads(sound.stdout)
    assert (sound.exit_code, fields["sound"], fields["removed"]) == (0, True, [])
    assert {"about", "says", "is_wrong", "remedy"} == set(fields["findings"][0])
    Settings(tmp_path, "tester").database.write_bytes(b"no database " * 1000)
    wrong = CliRunner().invoke(app, command)
    assert wrong.exit_code == 1
    assert "WRONG  database" in wrong.stdout
    assert "rrr restore" in wrong.stdout


def test_tidy_removes_what_a_killed_program_has_left_and_says_so(
    tmp_path: Path, empty_workspace: Path
) -> None:
    left = tmp_path / "checkpoints" / "run-77"
    left.mkdir(parents=True)
    command = ["doctor", "--workspace", str(tmp_path)]
    told = CliRunner().invoke(app, command)
    assert "“rrr doctor --tidy” removes them" in told.stdout
    assert left.exists()
    tidied = CliRunner().invoke(app, [*command, "--tidy"])
    assert f"Removed {left}." in tidied.stdout
    assert "belong to no run" not in tidied.stdout
    assert not left.exists()
