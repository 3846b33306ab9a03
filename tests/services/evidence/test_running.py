"""Running a battery: what cannot be measured is told and holds nothing up."""

from __future__ import annotations

from pathlib import Path

from rrr.services.evidence.cells import Cell
from rrr.services.evidence.ledger import Ledger
from rrr.services.evidence.running import run


def test_a_cell_that_cannot_be_measured_is_told_and_the_others_are_tried(tmp_path: Path) -> None:
    cells = [Cell("imdb_cad", "plain", "average", seed) for seed in (0, 1)]
    unmeasured = run(
        cells,
        Ledger(tmp_path),
        corpora=tmp_path,
        num_jobs=1,
        tell=lambda progress: None,
        load_tensorflow=dict,  # needs none to find that the corpus is not there
    )
    assert list(unmeasured) == cells
    assert all("imdb_cad" in why for why in unmeasured.values())
    assert Ledger(tmp_path).read() == {}
