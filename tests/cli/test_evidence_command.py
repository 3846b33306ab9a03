"""`rrr evidence`, as a person runs it."""

import json
import os
import re
import subprocess
import sys
import time

import pytest
from typer.testing import CliRunner

from rrr.cli import app

RUN = ["evidence", "--corpus", "demo", "--classifier", "average", "--seeds", "1", "--jobs", "1"]


TOLD_EVERYWHERE = {"RRR_PROGRESS": "1"}


def run(*arguments):
    return CliRunner(env=TOLD_EVERYWHERE).invoke(app, [*RUN, *arguments], prog_name="rrr")


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    folder = tmp_path_factory.mktemp("evidence")
    methods = ["--method", "plain", "--method", "deleting"]
    return folder, methods, run(*methods, "--out", str(folder))


def test_each_cell_is_told_and_kept(measured):
    folder, _, result = measured
    assert result.exit_code == 0, result.output
    assert "1 of 2  demo, plain, average, seed 0" in result.stderr
    cells = [json.loads(line) for line in (folder / "cells.jsonl").read_text().splitlines()]
    assert [cell["method"] for cell in cells] == ["plain", "deleting"]
    plain, deleting = (cell["numbers"] for cell in cells)
    assert plain["accuracy.test"] > plain["accuracy.flipped"] + 0.1
    assert deleting["accuracy.flipped"] > plain["accuracy.flipped"] + 0.1
    assert plain["precision_at_k.removal"] > plain["precision_at_k.chance"]


def test_what_is_written_are_tables_csv_and_charts(measured):
    folder, _, result = measured
    written = {line.rsplit("/", 1)[-1] for line in result.stdout.splitlines()}
    assert written == {"results.md", "results.csv", "decoys.svg", "heatmaps.svg"}
    text = (folder / "results.md").read_text()
    assert re.search(r"\| average \| plain training \| \d\d\.\d ", text)
    assert "met." not in text  # no method with marks was measured
    assert (folder / "decoys.svg").read_text().startswith("<svg")


def test_a_second_run_measures_nothing_again(measured):
    folder, methods, _ = measured
    before = (folder / "cells.jsonl").read_text()
    result = run(*methods, "--out", str(folder))
    assert result.exit_code == 0
    assert " of " not in result.stderr
    assert (folder / "cells.jsonl").read_text() == before


def test_corpora_that_are_not_there_are_left_out_with_a_message(tmp_path):
    result = CliRunner().invoke(
        app,
        ["evidence", "--list", "--corpora", str(tmp_path), "--out", str(tmp_path), "--seeds", "1"],
    )
    assert result.exit_code == 0
    assert "Left out: imdb_cad" in result.stderr
    assert "--corpora" in result.stderr
    assert "imdb_cad" not in result.stdout


def test_an_unknown_method_is_refused_with_the_known_ones(tmp_path):
    result = run("--method", "attention", "--out", str(tmp_path))
    assert result.exit_code == 1
    assert "blanking, λ searched" in result.stderr


def test_nothing_measured_is_nothing_to_render(tmp_path):
    result = run("--render", "--out", str(tmp_path))
    assert result.exit_code == 1
    assert "without --render" in result.stderr


def test_what_was_measured_before_a_kill_is_kept_and_nothing_goes_on_measuring(tmp_path):
    command = [sys.executable, "-m", "rrr", *RUN, "--out", str(tmp_path)]
    environment = {**os.environ, **TOLD_EVERYWHERE}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stderr is not None
        assert any("1 of " in line for line in process.stderr)  # after what TensorFlow logs
        workers = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True
        ).stdout.split()
        process.kill()
    assert len((tmp_path / "cells.jsonl").read_text().splitlines()) == 1
    deadline = time.monotonic() + 60
    while any(_is_running(int(worker)) for worker in workers):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def _is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return (
        "Z"
        not in subprocess.run(
            ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True
        ).stdout
    )
