from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rrr.cli import app
from tests.cli.test_train_command import marked_project
from tests.programs import Program


def test_without_runs_a_worker_ends_if_it_may(tmp_path: Path) -> None:
    arguments = ["work", "--until-empty", "--json", "--workspace", str(tmp_path / "work")]
    result = CliRunner().invoke(app, arguments)
    assert (result.exit_code, json.loads(result.stdout)) == (0, [])


def test_a_training_that_waits_for_a_worker_says_that_none_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marked_project(tmp_path)
    monkeypatch.setenv("RRR_EXECUTOR", "process")
    options = ["--classifier", "average", "--epochs", "1", "--reason-weight", "5"]
    command = ["-m", "rrr", "train", "Reviews", *options]
    training = Program(
        [*command, "--workspace", str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert training.stderr is not None
        assert "Start one with “rrr work”" in training.stderr.readline()
        work = ["work", "--until-empty", "--workspace", str(tmp_path)]
        trained = ""
        while trained.count("finished") < 2 and training.poll() is None:
            result = CliRunner().invoke(app, work)
            assert result.exit_code == 0, result.output
            trained += result.stdout
        output, _ = training.communicate(timeout=60)
    finally:
        training.kill()
        training.wait()
    assert training.returncode == 0
    assert trained == (
        "Run 1, baseline: begins\nRun 1, baseline: finished\n"
        "Run 2, λ = 5: begins\nRun 2, λ = 5: finished\n"
    )
    assert output.startswith("Runs 1 (before) and 2 (after)\n")
