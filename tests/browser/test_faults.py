"""Whatever dies under an open tab, no mark is lost, and the tab says what holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.faults import browser as faults
from benchmarks.faults.outcome import Outcome, Unavailable


@pytest.mark.parametrize(
    ("scenario", "tries"),
    [
        (faults.restarts_under_open_tabs, 2),
        (faults.browser_killed, 1),
        (faults.disk_full, 1),
        (faults.database_deleted, 1),
        (faults.server_killed, 1),
    ],
)
@pytest.mark.browser
def test_a_fault_under_an_open_tab_loses_nothing_and_is_told(
    scenario: Callable[[Path, int], Outcome], tries: int, tmp_path: Path
) -> None:
    try:
        found = scenario(tmp_path, tries)
    except Unavailable as error:
        pytest.skip(str(error))
    assert found == Outcome(found.scenario, tries)
