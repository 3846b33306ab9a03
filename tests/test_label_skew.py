from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrr.label_skew import label_skew

HALVES = {"good": 0.5, "bad": 0.5}


def test_a_word_spread_like_the_labels_has_no_skew() -> None:
    assert label_skew({"good": 500, "bad": 500}, HALVES) == 0
    assert label_skew({}, HALVES) == 0


def test_a_few_sentences_prove_less_than_many() -> None:
    few, some, many = (label_skew({"good": n}, HALVES) for n in (3, 30, 3000))
    assert few == 0 < some < many < 1


def test_the_lower_end_is_wilsons() -> None:
    # 8 of 10: Wilson's 95 % interval begins at 0.4902; the prior 0.2 leaves 0.2902 of 0.8.
    found = label_skew({"rare": 8, "usual": 2}, {"rare": 0.2, "usual": 0.8})
    assert found == pytest.approx((0.4902 - 0.2) / 0.8, abs=1e-4)


counts = st.dictionaries(st.sampled_from("abc"), st.integers(0, 10_000))


@given(counts, st.floats(0, 1))
def test_the_skew_is_a_share(per_label: dict[str, int], share: float) -> None:
    assert 0 <= label_skew(per_label, {"a": share, "b": 1 - share}) < 1
