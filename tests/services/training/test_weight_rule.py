"""The search for λ brackets a window, wherever it lies, and judges by intervention."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrr.records import LabelAccuracy, Reliance, SearchStage, Trial, WeightSearch
from rrr.services.training.weight_rule import (
    MAX_TRIALS,
    Ceiling,
    best_of,
    next_weight,
    outcome,
    tells_a_point,
)

MANY = 4000
"""Sentences enough to tell models apart to one point."""


def reliance(flips, accuracy, share=0.1, number=MANY):
    return Reliance(number, flips, flips / 2, share, accuracy, accuracy + 0.02)


BASELINE = reliance(0.7, 0.4)
CEILING = Ceiling(0.9)


def tried(weight, found, ceiling=CEILING):
    return Trial(weight, outcome(found, BASELINE, ceiling), found, 1.0)


def following(*trials, ceiling=CEILING):
    return next_weight(trials, 1.0, BASELINE, ceiling)


def searched(found_at, first=1.0):
    """The trials of a world in which training at a λ gives what `found_at` says."""
    trials = []
    while (weight := next_weight(trials, first, BASELINE, CEILING)) is not None:
        trials.append(tried(weight, found_at(weight)))
    return trials


def window(low, high, number=MANY):
    """A world in which λ in [low, high] is right."""

    def found_at(weight):
        if weight < low:
            return reliance(0.5, 0.6, number=number)
        return reliance(0.0, 0.5 if weight > high else 0.9, number=number)

    return found_at


def weights(trials):
    return [trial.reason_weight for trial in trials]


@given(middle=st.floats(-2, 2), first=st.sampled_from([1.0, 3.0, 100.0]))
def test_a_window_half_a_decade_wide_is_found_wherever_it_lies(middle, first):
    low, high = 10 ** (middle - 0.25), 10 ** (middle + 0.25)
    if 1e-3 < low / first < 1e3:
        trials = searched(window(low, high), first)
        assert low <= best_of(trials, BASELINE).reason_weight <= high
        assert len(trials) <= MAX_TRIALS


def test_the_search_ends_at_the_first_right_weight_where_the_sentences_can_tell():
    assert weights(searched(window(0.1, 10))) == [1.0]


def test_a_bracket_is_halved_on_a_log_scale():
    assert weights(searched(window(2, 5))) == pytest.approx([1, 10, math.sqrt(10)])


def test_a_narrow_bracket_is_not_halved_further():
    weak, strong = reliance(0.5, 0.6), reliance(0.0, 0.5)
    assert following(tried(1.0, weak), tried(1.6, strong)) == pytest.approx(math.sqrt(1.6))
    assert following(tried(1.0, weak), tried(1.4, strong)) is None


def test_after_six_trials_the_search_ends_though_it_could_go_on():
    weak = [tried(10.0**power, reliance(0.5, 0.6)) for power in range(MAX_TRIALS)]
    assert following(*weak[:-1]) == pytest.approx(1e5)
    assert following(*weak) is None


def test_two_hundred_sentences_do_not_tell_a_point_and_a_thousand_do():
    assert not tells_a_point(reliance(0.0, 0.7, number=200))
    assert tells_a_point(reliance(0.0, 0.7, number=1000))


def best_at(peak):
    """A world in which the accuracy falls by a point per half decade to both sides of `peak`."""

    def found_at(weight):
        accuracy = 0.9 - 0.02 * abs(math.log10(weight / peak))
        return reliance(0.0, accuracy, number=200)

    return found_at


def test_where_the_sentences_cannot_tell_both_sides_of_what_would_be_taken_are_tried():
    half = math.sqrt(10)
    assert weights(searched(best_at(1.0))) == pytest.approx([1, 1 / half, half])
    assert weights(searched(best_at(half))) == pytest.approx([1, 1 / half, half, 10])
    assert weights(searched(best_at(1 / half))) == pytest.approx([1, 1 / half, 0.1])


def test_of_equally_good_weights_the_smallest_is_taken():
    trials = [tried(weight, reliance(0.0, 0.9)) for weight in (1.0, 0.3, 3.0)]
    assert best_of(trials, BASELINE) is trials[1]


def test_a_side_that_is_known_is_not_tried_again():
    good = tried(10.0, reliance(0.0, 0.9, number=200))
    weak = tried(1.0, reliance(0.5, 0.6, number=200))
    between = tried(3.0, reliance(0.5, 0.6, number=200))
    assert following(weak, good) == pytest.approx(math.sqrt(10))
    assert following(weak, good, between) == pytest.approx(10 * math.sqrt(10))
    strong = tried(40.0, reliance(0.0, 0.5, number=200))
    assert following(weak, good, between, strong) is None


def test_a_cost_that_may_be_chance_is_not_taken_for_too_large_a_weight():
    """Two points in 200 sentences are chance: a larger λ is tried, too, not just smaller ones."""
    costly = tried(1.0, reliance(0.0, 0.87, number=200))
    weak = tried(1 / math.sqrt(10), reliance(0.5, 0.6, number=200))
    assert costly.outcome == "too_strong"
    assert following(costly) == pytest.approx(weak.reason_weight)
    assert following(costly, weak) == pytest.approx(math.sqrt(10))


def test_sentences_that_tell_a_point_do_not_tell_that_a_cost_is_no_chance():
    """Of 600 sentences a point is noticed, and one and a half may still be chance."""
    costly = tried(1.0, reliance(0.0, 0.885, number=600))
    assert tells_a_point(costly.reliance)
    assert costly.outcome == "too_strong"
    assert following(costly) == pytest.approx(1 / math.sqrt(10))


def test_a_cost_beyond_chance_is_taken_for_too_large_a_weight():
    costly = tried(1.0, reliance(0.0, 0.8, number=200))
    assert following(costly) == pytest.approx(0.1)


def of_labels(*accuracies, number=400):
    by_label = tuple(LabelAccuracy(number, accuracy) for accuracy in accuracies)
    return replace(reliance(0.0, sum(accuracies) / len(accuracies)), by_label=by_label)


def test_a_weight_at_which_one_label_loses_more_than_chance_is_too_large():
    ceiling = Ceiling(0.9, of_labels(0.9, 0.9).by_label)
    even, uneven = of_labels(0.9, 0.9), of_labels(0.95, 0.85)
    assert outcome(even, BASELINE, ceiling) == "good"
    assert outcome(uneven, BASELINE, ceiling) == "too_strong"
    assert outcome(of_labels(0.95, 0.85, number=40), BASELINE, ceiling) == "too_strong"
    few = Ceiling(0.9, of_labels(0.9, 0.9, number=40).by_label)
    assert outcome(of_labels(0.95, 0.85, number=40), BASELINE, few) == "good"  # one or two of 40


def test_below_a_weight_that_costs_one_label_its_sentences_smaller_ones_are_tried():
    ceiling = Ceiling(0.9, of_labels(0.9, 0.9).by_label)
    uneven = tried(1.0, of_labels(0.95, 0.85), ceiling)
    assert following(uneven, ceiling=ceiling) == pytest.approx(0.1)


def test_a_weight_that_leaves_no_label_behind_beats_a_more_accurate_one():
    ceiling = Ceiling(0.9, of_labels(0.9, 0.9).by_label)
    uneven = tried(1.0, of_labels(0.99, 0.84), ceiling)
    even = tried(0.1, of_labels(0.9, 0.9), ceiling)
    assert uneven.score > even.score
    assert best_of([uneven, even], BASELINE) is even


def test_a_model_that_swaps_still_sway_has_too_small_a_weight():
    assert outcome(reliance(0.03, 0.95), BASELINE, CEILING) == "too_weak"
    assert outcome(reliance(0.02, 0.89), BASELINE, CEILING) == "good"


def test_a_model_below_deleting_the_words_has_too_large_a_weight():
    assert outcome(reliance(0.0, 0.88), BASELINE, CEILING) == "too_strong"


def test_a_difference_that_chance_makes_does_not_count():
    few, many = (Reliance(number, 0.0, 0.0, 0.1, 0.88, 0.88) for number in (40, 4000))
    assert outcome(few, BASELINE, CEILING) == "good"
    assert outcome(many, BASELINE, CEILING) == "too_strong"


def test_a_model_worse_than_the_biased_one_without_its_words_has_too_large_a_weight():
    assert outcome(reliance(0.3, 0.3), BASELINE, CEILING) == "too_strong"


def test_honest_beats_accurate():
    cheat, honest = tried(1.0, reliance(0.4, 0.7)), tried(10.0, reliance(0.0, 0.6))
    assert best_of([cheat, honest], BASELINE) is honest


def test_a_model_that_has_unlearned_all_is_not_taken_for_honest():
    cheat, guess = tried(1.0, reliance(0.4, 0.7)), tried(10.0, reliance(0.0, 0.3))
    assert best_of([cheat, guess], BASELINE) is cheat


def test_where_none_is_honest_the_most_accurate_without_the_words_help_is_taken():
    accurate, reliant_less = tried(1.0, reliance(0.5, 0.7)), tried(10.0, reliance(0.2, 0.5))
    collapsed = Trial(100.0, "collapsed", None, 1.0)
    assert best_of([reliant_less, accurate, collapsed], BASELINE) is accurate


def test_a_search_survives_a_round_trip_through_plain_values():
    trials = (tried(1.0, of_labels(0.4, 0.6)), Trial(9.0, "collapsed", None, 2.0))
    for stage in (None, SearchStage("all sentences", 1.0)):
        by_label = of_labels(0.9, 0.8).by_label
        search = WeightSearch(BASELINE, 0.9, trials, stage, 1.0, "why", by_label)
        assert WeightSearch.from_dict(search.to_dict()) == search
