from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from rrr.cli import app


def test_a_workspace_is_backed_up_and_restored_from_the_shell(tmp_path: Path) -> None:
    texts = tmp_path / "texts.csv"
    texts.write_text("text,label\n" + "".join(f"text {n},{'ab'[n % 2]}\n" for n in range(20)))

    def rrr(folder: str, *arguments: str) -> str:
        result = CliRunner().invoke(app, [*arguments, "--workspace", str(tmp_path / folder)])
        assert result.exit_code == 0, result.output
        return result.stdout

    rrr("first", "import", str(texts), "--name", "Texts")
    rrr("first", "backup", str(tmp_path / "monday.zip"))
    rrr("second", "restore", str(tmp_path / "monday.zip"))
    assert rrr("second", "projects") == rrr("first", "projects")
    assert [path.name for path in (tmp_path / "first").iterdir()] == ["right_reasons.sqlite3"]
