import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrr.proportions import difference_interval, is_clearly_less, wilson_interval


def test_wilson_by_hand() -> None:
    # 8 of 10: middle (0.8 + 0.19208) / 1.38416, half width 1.96 · √(0.016 + 0.009604) / 1.38416
    assert wilson_interval(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert wilson_interval(0, 0) == (0, 1)


@given(st.integers(1, 500), st.floats(0, 1))
def test_wilson_holds_what_was_found_and_is_never_certain(number: int, share: float) -> None:
    low, high = wilson_interval(share * number, number)
    assert 0 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1
    assert high - low > 0.001


def test_more_hits_than_cases_are_refused() -> None:
    with pytest.raises(ValueError, match="from 0 to 3"):
        wilson_interval(4, 3)


def test_a_difference_as_in_newcombes_table() -> None:
    # Newcombe (1998), table II, example (a): 56/70 − 48/80, method 10
    assert difference_interval(56 / 70, 70, 48 / 80, 80) == pytest.approx(
        (0.0524, 0.3339), abs=1e-4
    )


@given(st.floats(0, 1), st.integers(1, 300), st.floats(0, 1), st.integers(1, 300))
def test_a_difference_turned_round_changes_its_sign(p: float, n: int, q: float, m: int) -> None:
    low, high = difference_interval(p, n, q, m)
    assert low <= p - q <= high
    assert difference_interval(q, m, p, n) == pytest.approx((-high, -low))


def test_more_certainty_takes_a_wider_interval() -> None:
    low, high = difference_interval(0.6, 50, 0.4, 50)
    lower, higher = difference_interval(0.6, 50, 0.4, 50, z=3.0)
    assert lower < low < high < higher


def test_a_share_is_clearly_less_only_beyond_chance_and_of_something() -> None:
    assert is_clearly_less(0.5, 0.8, 100)
    assert not is_clearly_less(0.5, 0.8, 10)
    assert not is_clearly_less(0.8, 0.5, 100)
    assert not is_clearly_less(0.5, 0.5, 100)
    assert not is_clearly_less(0.0, 1.0, 0)
