"""Running a battery: what cannot be measured is told and holds nothing up."""

from __future__ import annotations

import sys
import types
from pathlib import Path

import pytest

from rrr.evidence.cells import Cell
from rrr.evidence.ledger import Ledger
from rrr.evidence.running import run


@pytest.fixture
def page_as_main(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    """What Streamlit leaves as `__main__`: the script of a page, which fails without a browser."""
    script = tmp_path / "page.py"
    script.write_text("raise SystemExit('nobody looks at this page')")
    page = types.ModuleType("__main__")
    page.__file__ = str(script)
    monkeypatch.setitem(sys.modules, "__main__", page)
    return page


def tried(cells: list[Cell], folder: Path) -> dict[Cell, str]:
    return run(
        cells,
        Ledger(folder),
        corpora=folder,
        num_jobs=1,
        tell=lambda progress: None,
        load_tensorflow=dict,  # needs none to find that the corpus is not there
    )


def test_a_cell_that_cannot_be_measured_is_told_and_the_others_are_tried(tmp_path: Path) -> None:
    cells = [Cell("imdb_cad", "plain", "average", seed) for seed in (0, 1)]
    unmeasured = tried(cells, tmp_path)
    assert list(unmeasured) == cells
    assert all("imdb_cad" in why for why in unmeasured.values())
    assert Ledger(tmp_path).read() == {}


def test_the_processes_do_not_depend_on_what_runs_as_main(
    tmp_path: Path, page_as_main: types.ModuleType
) -> None:
    cells = [Cell("imdb_cad", "plain", "average", 0)]
    assert list(tried(cells, tmp_path)) == cells
    assert sys.modules["__main__"] is page_as_main
