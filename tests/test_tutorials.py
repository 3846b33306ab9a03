"""The tutorials work as written, on the corpus that lies beside them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from rrr.settings import ROOT
from scripts.tutorial_corpus import FILE, as_csv

PAGE = ROOT / "docs" / "tutorials" / "in_python.md"
POINTS = 8
"""By how much a percentage may differ from the page's: processors round differently."""


def test_the_corpus_is_what_its_script_writes() -> None:
    assert FILE.read_text(encoding="utf-8") == as_csv()


@pytest.mark.slow
def test_the_python_tutorial_prints_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    steps = re.findall(
        r"```python\n(.*?)```\n+```text\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL
    )
    assert len(steps) == PAGE.read_text(encoding="utf-8").count("```python") == 6
    shutil.copy(FILE, tmp_path)
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    for code, expected in steps:
        exec(code, names)
        expect_alike(capsys.readouterr().out, expected)
    assert "Mira" in (tmp_path / "heatmap.html").read_text(encoding="utf-8")


def expect_alike(printed: str, expected: str) -> None:
    """The same words, and percentages within `POINTS`."""
    share = re.compile(r"\d+(?=%)")
    assert share.sub("…", printed) == share.sub("…", expected)
    for ours, told in zip(share.findall(printed), share.findall(expected), strict=True):
        assert abs(int(ours) - int(told)) <= POINTS, expected
