import pytest

from rrr.formats.percent import percent


@pytest.mark.parametrize(
    ("share", "written"),
    [
        (0, "0\u00a0%"),
        (1, "100\u00a0%"),
        (0.884, "88\u00a0%"),
        (0.017, "1.7\u00a0%"),
        (0.0996, "10\u00a0%"),
        (0.0994, "9.9\u00a0%"),
        (0.996, "99.6\u00a0%"),
        (0.0004, "<\u00a00.1\u00a0%".replace("<\u00a0", "< ")),
        (0.9996, "> 99.9\u00a0%"),
    ],
)
def test_a_share_reads_as_a_percentage(share: float, written: str) -> None:
    assert percent(share) == written


@pytest.mark.parametrize("share", [1e-9, 0.0009, 0.9991, 1 - 1e-9])
def test_nearly_none_and_nearly_all_are_not_rounded_to_none_and_all(share: float) -> None:
    assert percent(share) not in (percent(0), percent(1))
