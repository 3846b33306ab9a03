"""What the shell prints is harmless on every terminal, and every error is a sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from rrr.cli import app, application
from rrr.cli.terminal import tell_progress

HOSTILE = "\x1b[2J\x9b1A\u202egone"
ROWS = [("good film", "y", "train"), ("bad film", "n", "train"), ("so so", "n", "test")]


def written(folder: Path, name: str = "x.jsonl", text: str = "text", label: str = "yes") -> Path:
    labels = {"y": label, "n": "no"}
    lines = [json.dumps({text: t, "label": labels[y], "split": s}) for t, y, s in ROWS]
    path = folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def rrr(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--workspace", str(folder / "work")])


def shell(
    folder: Path, *arguments: str | bytes, encoding: str = "utf-8", stdout: int = subprocess.PIPE
) -> subprocess.CompletedProcess[bytes]:
    environment = {
        **os.environ,
        "PYTHONIOENCODING": encoding,
        "RRR_WORKSPACE": str(folder / "work"),
    }
    environment.pop("PYTHONUNBUFFERED", None)  # few have it set, and it hides what is left unsaid
    return subprocess.run(
        [sys.executable, "-m", "rrr", *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        env=environment,
        check=False,
    )


def test_no_name_reaches_the_terminal_as_a_command(tmp_path: Path) -> None:
    file = written(tmp_path, f"{HOSTILE}.jsonl", text=HOSTILE, label=HOSTILE)
    results = [
        rrr(tmp_path, "import", str(file), "--text-column", HOSTILE),
        rrr(tmp_path, "projects"),
        rrr(tmp_path, "projects", "--json"),
        rrr(tmp_path, "import", str(file)),  # the name is taken
        rrr(tmp_path, "import", str(file), "--text-column", f"no {HOSTILE}"),
        rrr(tmp_path, "train", HOSTILE + "?"),
        rrr(tmp_path, "projects", HOSTILE),  # an argument too many
        rrr(tmp_path, f"--{HOSTILE}"),
    ]
    assert [result.exit_code for result in results] == [0, 0, 0, 1, 1, 1, 2, 2]
    for result in results:
        assert not set(result.output) & set("\x1b\x9b\u202e"), result.output
    assert "\\x9b1A\\u202egone" in results[1].stdout
    assert json.loads(results[2].stdout)[0]["name"] == HOSTILE


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_any_terminal_can_show_any_name(tmp_path: Path, encoding: str) -> None:
    file = str(written(tmp_path, label="λ → 😀"))
    assert rrr(tmp_path, "import", file, "--name", "Größe ★").exit_code == 0
    shown = shell(tmp_path, "projects", encoding=encoding)
    assert (shown.returncode, shown.stderr) == (0, b"")
    as_json = shell(tmp_path, "projects", "--json", encoding=encoding)
    assert json.loads(as_json.stdout)[0]["name"] == "Größe ★"
    exported = shell(tmp_path, "export", "1", "-", encoding=encoding)
    assert json.loads(exported.stdout.decode("utf-8").splitlines()[0])["label"] == "λ → 😀"


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes there")
def test_file_names_and_arguments_that_are_not_utf_8_are_used_or_refused_in_a_sentence(
    tmp_path: Path,
) -> None:
    odd = os.fsencode(written(tmp_path)).replace(b"x.jsonl", b"caf\xe9.jsonl")
    os.rename(written(tmp_path), odd)
    imported = shell(tmp_path, "import", odd)
    assert imported.returncode == 0, imported.stderr
    assert "“caf?”" in imported.stdout.decode()
    for refused in (
        shell(tmp_path, "strike", "1", b"caf\xe9"),
        shell(tmp_path, "train", b"caf\xe9"),
        shell(tmp_path, "import", b"none\xff.csv"),
    ):
        assert refused.returncode == 1
        assert refused.stderr.startswith(b"Error: "), refused.stderr
        assert b"Traceback" not in refused.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
def test_a_full_disk_under_standard_output_is_told_in_a_sentence(tmp_path: Path) -> None:
    rrr(tmp_path, "import", str(written(tmp_path)))
    with open("/dev/full", "wb") as full:
        for command in (["projects"], ["export", "1", "-"]):
            result = shell(tmp_path, *command, stdout=full.fileno())
            assert result.returncode == 1
            assert b"The disk is full. Free some space" in result.stderr
            assert result.stderr.count(b"\n") == 1
            assert b"good film" not in result.stderr
    result = shell(tmp_path, "export", "1", "/dev/full")
    assert (result.returncode, result.stderr[:26]) == (1, b"Error: /dev/full cannot be")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["train", "1", "--seed", "-1"], "seed must be 0 to 4294967295"),
        (["demo", "--seed", "99999999999"], "seed must be 0 to 4294967295"),
        (["train", "1", "--reason-weight", "nan"], "reason_weight must be 0 or more"),
        (["train", "1", "--search-minutes", "inf"], "search_minutes must be more than 0"),
        (["export", "1", "."], "is a folder"),
    ],
)
def test_arguments_outside_their_range_are_refused_in_a_sentence(
    tmp_path: Path, arguments: list[str], complaint: str
) -> None:
    rrr(tmp_path, "import", str(written(tmp_path)))
    result = rrr(tmp_path, *arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert complaint in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["import", "FILE", "--name", ""],
        ["import", "FILE", "--text-column", " "],
        ["import", "FILE", "--label-column", ""],
        ["import", "FILE", "--encoding", ""],
        ["import", "FILE", "--into", ""],
        ["import", ""],
        ["projects", "--workspace", ""],
        ["projects", "--workspace", "  "],
        ["strike", "1", "good", ""],
        ["strike", "", "good"],
        ["export", "1", ""],
        ["runs", "list", ""],
        ["explain", "1", " "],
        ["report", "1", "--output", ""],
        ["backup", ""],
        ["restore", ""],
        ["evidence", "--out", ""],
        ["evidence", "--corpus", ""],
        ["train", "1", "--reason-weight", ""],
    ],
)
def test_what_is_given_blank_means_neither_the_default_nor_the_present_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    file = str(written(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RRR_WORKSPACE", str(tmp_path / "work"))
    before = sorted(tmp_path.iterdir())
    result = CliRunner().invoke(
        app, [file if argument == "FILE" else argument for argument in arguments]
    )
    assert (result.exit_code, result.stdout) == (2, "")
    assert "There is nothing in it. Give a value, or leave it out." in result.stderr
    assert sorted(tmp_path.iterdir()) == before


def test_no_split_column_is_said_with_nothing(tmp_path: Path) -> None:
    result = rrr(tmp_path, "import", str(written(tmp_path)), "--split-column", "", "--preview")
    assert result.exit_code == 0, result.output
    assert "split from" not in result.stdout


@pytest.mark.parametrize("command", ["report", "compare", "explain", "runs resume", "runs retry"])
def test_a_run_with_a_number_beyond_all_measure_is_not_there(tmp_path: Path, command: str) -> None:
    arguments = [*command.split(), "9" * 30, *(["text"] if command == "explain" else [])]
    result = rrr(tmp_path, *arguments, *(["--output", str(tmp_path / "r")] * (command == "report")))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "There is no project, sentence or run with so large a number" in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="as a Unix shell closes them")
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_a_stream_that_is_closed_leads_nowhere(tmp_path: Path, closed: str) -> None:
    rrr(tmp_path, "import", str(written(tmp_path)), "--name", "mine")
    command = ["sh", "-c", f'exec "$@" {closed}', "sh", sys.executable, "-m", "rrr", "projects"]
    environment = {**os.environ, "RRR_WORKSPACE": str(tmp_path / "work")}
    result = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert (result.returncode, result.stderr) == (0, "")
    assert ("mine" in result.stdout) == (closed != ">&-")


def test_nothing_on_standard_input_is_no_text_to_explain(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        app, ["explain", "1", "-", "--workspace", str(tmp_path)], input="\n"
    )
    assert (result.exit_code, result.stdout) == (1, "")
    assert "There is no text to explain" in result.stderr


def test_a_workspace_that_is_a_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "work").touch()
    result = rrr(tmp_path, "projects")
    assert result.exit_code == 1
    assert "The workspace must be a folder. Received a file" in result.stderr


def test_an_error_of_the_program_shows_where_it_happened_and_no_text() -> None:
    broken = typer.Typer(cls=application.app.info.cls, pretty_exceptions_enable=False)

    @broken.command("one")
    def fail() -> None:
        raise ValueError("a secret sentence")

    @broken.command("two")
    def other() -> None: ...

    result = CliRunner().invoke(broken, ["one"])
    assert result.exit_code == 1
    assert "an error of Right Reasons itself (ValueError)" in result.stderr
    assert "in fail" in result.stderr
    assert "secret" not in result.output.replace('raise ValueError("a secret sentence")', "")


def test_an_export_overwrites_nothing_unasked(tmp_path: Path) -> None:
    rrr(tmp_path, "import", str(written(tmp_path)))
    file = tmp_path / "mine.jsonl"
    file.write_text("mine")
    result = rrr(tmp_path, "export", "1", str(file))
    assert result.exit_code == 1
    assert "is there already. Give --force" in result.stderr
    assert file.read_text() == "mine"
    assert rrr(tmp_path, "demo", "--report", str(file)).exit_code == 1
    assert rrr(tmp_path, "export", "1", str(file), "--force").exit_code == 0
    assert len(file.read_text(encoding="utf-8").splitlines()) == 3


def test_progress_is_shown_on_a_terminal_and_nowhere_else(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("RRR_PROGRESS", raising=False)
    tell_progress("epoch 1 of 2")
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    tell_progress("epoch 1 of 2")
    assert capsys.readouterr().err == "epoch 1 of 2\n"
    monkeypatch.setenv("RRR_PROGRESS", "0")
    tell_progress("epoch 1 of 2")
    assert capsys.readouterr().err == ""
