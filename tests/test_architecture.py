"""The arrows of CONTRIBUTING.md hold, and TensorFlow stays away until somebody trains."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "app.py", *(ROOT / "pages").glob("*.py")])
LIGHT = ("rrr.annotating", "rrr.cli", "rrr.formats", "rrr.services", "rrr.store", "rrr.ui")


def _python(code: str) -> str:
    command = [sys.executable, "-c", code]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return answer.stdout


def _imported_by(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_arrows_point_one_way() -> None:
    # The import contracts stand in pyproject.toml; `make check` holds the code to the same.
    _python(
        "import sys; from importlinter.cli import lint_imports;"
        "sys.exit(lint_imports(no_cache=True, no_logo=True))"
    )


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_pages_know_only_what_is_shown_and_the_verbs(path: Path) -> None:
    allowed = ("rrr.ui", "rrr.services", "rrr.formats", "rrr.records", "rrr.settings", "rrr.errors")
    allowed += ("rrr.counted",)  # words for numbers, which every layer says
    allowed += ("rrr.unexpected",)  # beside the errors that people can cause
    ours = {name for name in _imported_by(path) if name.split(".")[0] == "rrr"}
    assert {name for name in ours if not name.startswith(allowed)} == set()
    assert {name.split(".")[0] for name in _imported_by(path)}.isdisjoint(
        {"tensorflow", "keras", "sqlalchemy", "sqlite3"}
    )


def test_importing_the_library_and_the_app_does_not_load_tensorflow() -> None:
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in sorted((ROOT / "rrr").rglob("*.py"))
        if "migrations" not in path.parts  # Alembic runs those, nobody imports them
    ]
    light = ["rrr", *(name for name in modules if name.startswith(LIGHT))]
    assert len(light) > 10
    _python(
        f"""
import importlib, sys
for name in {light!r}:
    importlib.import_module(name)
    heavy = {{"tensorflow", "keras"}} & set(sys.modules)
    if heavy:
        sys.exit(f"importing {{name}} loads {{heavy}}")
"""
    )
