import pytest

from rrr.records import Evaluation, Followed, Measurement, Reliance
from tests.records.measured import answers


def test_accuracy_and_reliance_come_out_as_counted_by_hand() -> None:
    measured = Measurement(("bad", "good"), ("odeon", "rex"), "h", {"test": answers()})
    found = measured.evaluation
    assert found.accuracy == {"test": pytest.approx(5 / 6)}
    assert found.reliance
    assert found.reliance.num_examples == 4
    assert found.reliance.swap_flip_rate == 1
    assert found.reliance.removal_change == 1 / 4  # the third
    assert found.reliance.swapped_accuracy == pytest.approx(1 / 6)  # only the last is right then
    assert found.reliance.removed_accuracy == pytest.approx(4 / 6)
    assert found.reliance.saliency_share == 0.25


def test_after_swaps_that_change_nothing_no_word_is_followed() -> None:
    found = answers(after=True).reliance(("odeon", "rex"))
    assert found
    assert (found.swap_flip_rate, found.followed) == (0, None)


def test_a_word_seen_often_is_followed_more_surely_than_one_seen_once() -> None:
    counts = answers().word_counts(("odeon", "rex"))
    assert counts == [Followed("odeon", 1.0, 3), Followed("rex", 1.0, 1)]


def test_a_followed_word_survives_being_stored() -> None:
    from dataclasses import asdict

    given = Evaluation({}, Reliance(9, 1, 1, 0.1, followed=Followed("odeon", 0.5, 9)))
    assert Reliance(**asdict(given)["reliance"]) == given.reliance
