from dataclasses import replace

import numpy as np
import pytest

from rrr.records import Evaluation, Followed, Measurement, Reliance
from tests.records.measured import answers, two


def test_accuracy_and_reliance_come_out_as_counted_by_hand() -> None:
    measured = Measurement(("bad", "good"), ("odeon", "rex"), "h", {"test": answers()})
    found = measured.evaluation
    assert found.accuracy == {"test": pytest.approx(5 / 6)}
    assert found.skill == {"test": pytest.approx(2 / 3)}  # 1 and 2/3 of the labels' own are right
    assert found.reliance
    assert found.reliance.num_examples == 4
    assert found.reliance.swap_flip_rate == 1
    assert found.reliance.removal_change == 1 / 4  # the third
    assert found.reliance.swapped_accuracy == pytest.approx(1 / 6)  # only the last is right then
    assert found.reliance.removed_accuracy == pytest.approx(4 / 6)
    assert found.reliance.saliency_share == 0.25


def test_who_names_one_label_only_has_no_skill_however_common_it_is() -> None:
    found = answers()
    always_good = replace(found, probabilities=two([0.9] * 6))
    assert replace(always_good, truth=np.array([1, 1, 1, 1, 1, 0])).skill == 0
    assert replace(always_good, truth=np.ones(6, int)).skill is None  # nothing to tell apart


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
