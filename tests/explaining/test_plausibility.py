"""Token F1, IOU F1 and AUPRC as ERASER defines them, on texts worked out by hand."""

from __future__ import annotations

import pytest

from rrr.explaining.plausibility import (
    area_under_precision_recall,
    iou_f1,
    plausibility,
    token_f1,
)


def test_token_f1_is_the_mean_of_the_texts_own() -> None:
    # First text: 1 of 2 right, 1 of 1 found: 2/3. Second: nothing right: 0.
    assert token_f1([{0, 1}, {5}], [{0}, {6}]) == pytest.approx(1 / 3)


def test_a_run_counts_where_half_of_both_together_is_shared() -> None:
    # {0,1,2} and {1,2,3}: 2 of 4 shared. Of the runs {0,1,2} and {7} one is right: precision 1/2;
    # of the one wanted, one: recall 1.
    assert iou_f1([{0, 1, 2, 7}], [{1, 2, 3}]) == pytest.approx(2 / 3)
    # {0,1} and {1,2}: 1 of 3.
    assert iou_f1([{0, 1}], [{1, 2}]) == 0
    # Precision and recall are averaged over the texts first: (1 + 0)/2 each.
    assert iou_f1([{0}, {0}], [{0}, {5}]) == pytest.approx(1 / 2)


def test_the_area_under_the_curve_by_hand() -> None:
    # Ranked: true, false, true. Precision, recall: (1, 0), (1, 1/2), (1/2, 1/2), (2/3, 1).
    assert area_under_precision_recall([3, 2, 1], {0, 2}) == pytest.approx(
        1 / 2 * 1 + 1 / 2 * (1 / 2 + 2 / 3) / 2
    )
    assert area_under_precision_recall([0.9, 0.1, -2.0], {0}) == 1
    # All equal: one step from (1, 0) to (1/4, 1).
    assert area_under_precision_recall([1, 1, 1, 1], {2}) == pytest.approx((1 + 1 / 4) / 2)


def test_as_many_tokens_are_taken_as_people_gave_on_average() -> None:
    found = plausibility([[5, 4, 0, 0], [0, 0, 3, 9]], [[0], [1, 2, 3]])
    assert (found.top, found.num_texts) == (2, 2)
    # 1 of 2 right, all found: 2/3; 2 of 2 right, 2 of 3 found: 4/5.
    assert found.token_f1 == pytest.approx((2 / 3 + 4 / 5) / 2)
    # {0,1} and {0}: 1 of 2 shared; {2,3} and {1,2,3}: 2 of 3.
    assert found.iou_f1 == 1
