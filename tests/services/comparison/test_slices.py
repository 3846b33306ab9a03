import numpy as np
import pytest

from rrr.proportions import wilson_interval
from rrr.services.comparison.calibration import calibration
from rrr.services.comparison.changes import cured, rows_of, worse
from rrr.services.comparison.confusion import confusion
from rrr.services.comparison.slices import slices
from tests.records.measured import answers

BEFORE, AFTER = answers(), answers(after=True)


def test_each_split_is_divided_by_marked_words_and_by_label() -> None:
    found = {
        (each.part): (each.before.hits, each.after.hits, each.after.number)
        for each in slices({"test": (BEFORE, AFTER)}, ("bad", "good"))
    }
    assert found == {
        "all": (5, 5, 6),
        "sentences with a struck word": (4, 3, 4),
        "sentences without a struck word": (1, 2, 2),
        "labelled bad": (2, 3, 3),
        "labelled good": (3, 2, 3),
    }


def test_a_slice_tells_how_sure_its_share_is() -> None:
    (whole, *_) = slices({"a_b": (BEFORE, AFTER)}, ("bad", "good"))
    assert whole.before.interval == wilson_interval(5, 6)
    assert whole.name == "a b"


def test_the_confusion_counts_truth_by_prediction() -> None:
    assert confusion(BEFORE).tolist() == [[2, 1], [0, 3]]


def test_calibration_is_the_gap_between_sureness_and_being_right() -> None:
    found = calibration(BEFORE)
    assert sum(each.right.number for each in found.bins) == 6
    by_hand = abs(0.6 - 0) + abs(0.7 - 1) + abs(0.8 * 2 - 2) + abs(0.9 * 2 - 2)
    assert found.error == pytest.approx(by_hand / 6, abs=1e-6)
    for each in found.bins:
        assert each.low - 1e-6 <= each.confidence <= each.high + 1e-6


def test_a_sentence_is_cured_when_it_turns_right_or_stops_following_marked_words() -> None:
    # Row 2 no longer follows the marked words, but turned wrong; row 4 turned right.
    assert cured(BEFORE, AFTER).tolist() == [True, True, False, True, True, False]
    assert worse(BEFORE, AFTER).tolist() == [False, False, True, False, False, False]


def test_what_moved_most_comes_first() -> None:
    assert rows_of(BEFORE, AFTER, "changed")[:2].tolist() == [2, 4]
    assert rows_of(BEFORE, AFTER, "worse").tolist() == [2]
    assert rows_of(BEFORE, AFTER, "all").tolist() == list(range(6))
    np.testing.assert_array_equal(rows_of(BEFORE, AFTER, "cured")[0], 4)
