from __future__ import annotations

import pytest

from rrr.formats.duration import duration


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (0.2, "0 s"),
        (9.4, "9 s"),
        (12.6, "15 s"),
        (57.4, "55 s"),
        (57.6, "1 min"),
        (100, "2 min"),
        (59.4 * 60, "59 min"),
        (59.6 * 60, "1 h"),
        (7300, "2 h"),
    ],
)
def test_a_duration_has_one_unit_and_no_false_precision(seconds: float, written: str) -> None:
    assert duration(seconds).replace("\u00a0", " ") == written
