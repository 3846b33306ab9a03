import subprocess
import sys

import pytest
import typer
from typer.testing import CliRunner

import rrr
from rrr.cli import app

COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


def test_the_commands_are_the_loop() -> None:
    expected = (
        "agreement audit backup compare demo doctor download evidence explain explore export "
        "fair import labels members people predict project projects report restore review rules "
        "runs serve snapshots strike team train words work"
    )
    assert sorted(COMMANDS) == expected.split()


@pytest.mark.parametrize("command", COMMANDS)
def test_help_says_what_each_part_is_and_gives_an_example(command: str) -> None:
    result = CliRunner().invoke(app, [command, "--help"], prog_name="rrr", terminal_width=200)
    assert result.exit_code == 0
    assert f"rrr {command}" in result.stdout.split("Example")[1]
    for parameter in COMMANDS[command].params:
        assert parameter.help, parameter.name


@pytest.mark.parametrize("arguments", [["--help"], ["train", "--help"], ["demo", "--help"]])
def test_help_comes_at_once_without_tensorflow_streamlit_or_a_database(
    arguments: list[str],
) -> None:
    script = (
        "import sys; from rrr.cli import app\n"
        f"try: app({arguments!r})\n"
        "except SystemExit: pass\n"
        "heavy = {'tensorflow', 'keras', 'streamlit', 'sqlalchemy', 'pandas'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_python_m_rrr_is_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "rrr", "demo", "--help"], capture_output=True, text=True
    )
    assert done.returncode == 0
    assert done.stdout.startswith("Usage: rrr demo")


def test_the_version_is_told() -> None:
    result = CliRunner().invoke(app, ["--version"])
    assert (result.exit_code, result.stdout) == (0, f"rrr {rrr.__version__}\n")


def test_a_shell_can_complete_the_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_RRR_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "rrr exp")
    monkeypatch.setenv("COMP_CWORD", "1")
    result = CliRunner().invoke(app, [], prog_name="rrr")
    assert set(result.stdout.split()) == {"explain", "explore", "export"}
