"""The search for λ brackets a window, wherever it lies, and judges by intervention."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrr.records import Reliance, SearchStage, Trial, WeightSearch
from rrr.services.training.weight_rule import MAX_TRIALS, best_of, next_weight, outcome


def reliance(flips, accuracy, share=0.1):
    return Reliance(100, flips, flips / 2, share, accuracy, accuracy + 0.02)


BASELINE = reliance(0.7, 0.4)


def tried(weight, found):
    return Trial(weight, outcome(found, BASELINE, 0.9), found, 1.0)


def searched(low, high, first=1.0):
    """Trials of a world in which λ in [low, high] is right."""
    trials = []
    while (weight := next_weight(trials, first)) is not None:
        found = reliance(0.5, 0.6) if weight < low else reliance(0.0, 0.9)
        trials.append(tried(weight, reliance(0.0, 0.5) if weight > high else found))
    return trials


@given(middle=st.floats(-2, 2), first=st.sampled_from([1.0, 3.0, 100.0]))
def test_a_window_half_a_decade_wide_is_found_wherever_it_lies(middle, first):
    low, high = 10 ** (middle - 0.25), 10 ** (middle + 0.25)
    if 1e-3 < low / first < 1e3:
        trials = searched(low, high, first)
        assert low <= best_of(trials, BASELINE).reason_weight <= high
        assert len(trials) <= MAX_TRIALS


def test_the_search_ends_at_the_first_right_weight():
    assert [trial.reason_weight for trial in searched(0.1, 10)] == [1.0]


def test_a_bracket_is_halved_on_a_log_scale():
    assert [trial.reason_weight for trial in searched(2, 5)] == pytest.approx(
        [1, 10, math.sqrt(10)]
    )


def test_a_world_without_a_right_weight_is_given_up():
    assert len(searched(5, 5.1)) <= MAX_TRIALS


def test_a_model_that_swaps_still_sway_has_too_small_a_weight():
    assert outcome(reliance(0.03, 0.95), BASELINE, 0.9) == "too_weak"
    assert outcome(reliance(0.02, 0.89), BASELINE, 0.9) == "good"


def test_a_model_below_deleting_the_words_has_too_large_a_weight():
    assert outcome(reliance(0.0, 0.88), BASELINE, 0.9) == "too_strong"


def test_a_difference_that_chance_makes_does_not_count():
    few, many = (Reliance(number, 0.0, 0.0, 0.1, 0.88, 0.88) for number in (40, 4000))
    assert outcome(few, BASELINE, 0.9) == "good"
    assert outcome(many, BASELINE, 0.9) == "too_strong"


def test_a_model_worse_than_the_biased_one_without_its_words_has_too_large_a_weight():
    assert outcome(reliance(0.3, 0.3), BASELINE, 0.9) == "too_strong"


def test_honest_beats_accurate():
    cheat, honest = tried(1.0, reliance(0.4, 0.7)), tried(10.0, reliance(0.0, 0.6))
    assert best_of([cheat, honest], BASELINE) is honest


def test_a_model_that_has_unlearned_all_is_not_taken_for_honest():
    cheat, guess = tried(1.0, reliance(0.4, 0.7)), tried(10.0, reliance(0.0, 0.3))
    assert best_of([cheat, guess], BASELINE) is cheat


def test_where_none_is_honest_the_least_reliant_is_taken():
    weak, stronger = tried(1.0, reliance(0.5, 0.5)), tried(10.0, reliance(0.2, 0.7))
    collapsed = Trial(100.0, "collapsed", None, 1.0)
    assert best_of([weak, stronger, collapsed], BASELINE) is stronger


def test_a_search_survives_a_round_trip_through_plain_values():
    trials = (tried(1.0, BASELINE), Trial(9.0, "collapsed", None, 2.0))
    for stage in (None, SearchStage("all sentences", 1.0)):
        search = WeightSearch(BASELINE, 0.9, trials, stage, 1.0, "why")
        assert WeightSearch.from_dict(search.to_dict()) == search
