"""What README and docs say can be followed: links lead somewhere, commands exist, examples run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from rrr.settings import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files_that_are_there(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_commands_that_the_docs_show_exist() -> None:
    from rrr.cli import app

    shown = re.findall(r"\brrr ([a-z]+)", (ROOT / "docs" / "shell.md").read_text(encoding="utf-8"))
    assert len(shown) > 5
    assert set(shown) <= set(get_command(app).commands)  # type: ignore[attr-defined]


def test_the_example_in_python_runs_as_written() -> None:
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)
    known: dict[str, object] = {}
    exec(example, known)
    history = known["model"].history.history  # type: ignore[attr-defined]
    assert set(history) >= {"loss", "classification_loss", "saliency_loss", "accuracy"}
