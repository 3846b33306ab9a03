"""What README and docs say can be followed: links lead somewhere, commands exist, examples run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

import rrr
from rrr.settings import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files_that_are_there(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_commands_that_the_docs_show_exist() -> None:
    from rrr.cli import app

    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    shown = re.findall(r"^ *(?:\.venv/bin/)?rrr ([a-z]+)|`rrr ([a-z]+)", text, re.MULTILINE)
    names = {first or second for first, second in shown}
    assert len(names) > 15
    assert names <= set(get_command(app).commands)  # type: ignore[attr-defined]


def test_the_site_is_built_without_a_warning_and_fetches_nothing_from_elsewhere(
    tmp_path: Path,
) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", tmp_path],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    pages = [page.read_text(encoding="utf-8") for page in tmp_path.rglob("*.html")]
    assert len(pages) > 20
    for page in pages:
        tags = re.findall(r"<(?:script|link|img|iframe)\b[^>]*>", page)
        assert [tag for tag in tags if re.search(r"(?:src|href)=\"?(?:https?:)?//", tag)] == []
    reference = (tmp_path / "reference.html").read_text(encoding="utf-8")
    missing = [name for name in rrr.__all__ if f'id="rrr.{name}"' not in reference]
    assert missing == []


def test_the_examples_in_python_run_as_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    examples = re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)
    assert len(examples) == 3
    monkeypatch.chdir(tmp_path)
    known: dict[str, Any] = {}
    for example in examples:
        exec(example, known)
    printed = capsys.readouterr().out.splitlines()
    assert float(printed[0]) == 1
    assert float(printed[1]) < 0.05
    assert printed[2] == "['good']"
    assert "Corvane" in (tmp_path / "heatmap.html").read_text(encoding="utf-8")
    history = known["model"].history.history
    assert set(history) >= {"loss", "classification_loss", "saliency_loss", "accuracy"}
    assert all(gradient is not None for gradient in known["gradients"])


USER_CODE = """
import rrr

classifier = rrr.RightReasonsClassifier(epochs=2).fit(["a"], ["b"], irrelevant={"c"})
rate: float = rrr.measure_reliance(classifier, ["a"], {"c"}).swap_flip_rate
page: str = rrr.explain(classifier, ["a"])[0].to_html()
model: rrr.TextModel = rrr.load("model")
labels: list[str] = model.predict(["a"])
spans = rrr.relevance_mask(["a"], [[(0, 1)]])
rrr.explain(classifier, ["a"], method=3)
rrr.load("model").predicted
"""


def test_type_checkers_know_the_public_names(tmp_path: Path) -> None:
    (tmp_path / "user.py").write_text(USER_CODE, encoding="utf-8")
    config = [
        "--config-file",
        str(ROOT / "pyproject.toml"),
        "--cache-dir",
        str(ROOT / ".mypy_cache"),
    ]
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", *config, str(tmp_path / "user.py")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    errors = re.findall(r"user\.py:(\d+): error: .*\[([a-z-]+)\]", checked.stdout)
    assert errors == [("10", "arg-type"), ("11", "attr-defined")], checked.stdout
    assert (ROOT / "rrr" / "py.typed").exists()
