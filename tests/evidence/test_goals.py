"""Intervals, targets and windows, on results whose verdict is plain."""

import math

import pytest

from rrr.evidence.cells import Cell, Measured
from rrr.evidence.goals import checks, harm_checks
from rrr.evidence.methods import DELETING, PLAIN, WINDOW, at_random, automatic, with_share
from rrr.evidence.seed_means import summarise
from rrr.evidence.windows import gains, useful_window
from rrr.intervals import Interval


def result(method, seed=0, **numbers):
    named = {name.replace("accuracy_", "accuracy."): value for name, value in numbers.items()}
    return Measured(Cell("demo", method, "lstm", seed), {"seconds": 1.0, **named})


def cured(method, flips=0.0, free=0.9, flipped=0.9):
    return result(method, swap_flip_rate=flips, accuracy_free=free, accuracy_flipped=flipped)


CEILING = cured(DELETING)


def test_the_interval_is_students():
    interval = Interval.of([1.0, 2.0, 3.0])
    assert interval.mean == 2
    assert interval.half_width == pytest.approx(4.303 / math.sqrt(3), abs=1e-3)  # t(0.975, 2)
    assert math.isnan(Interval.of([1.0]).half_width)


def test_seeds_are_summed_up_by_setting():
    summary = summarise([result(PLAIN, 0, accuracy_test=0.4), result(PLAIN, 1, accuracy_test=0.6)])
    assert summary["demo", PLAIN, "lstm"]["accuracy.test"].mean == pytest.approx(0.5)
    assert summary["demo", PLAIN, "lstm"]["seconds"].count == 2


@pytest.mark.parametrize(
    ("ours", "missed"),
    [
        ({}, []),
        ({"flips": 0.021}, ["swap flips"]),
        ({"free": 0.872}, ["ceiling", "deleting"]),
        ({"flipped": 0.88}, ["deleting"]),
    ],
)
def test_each_target_is_missed_by_its_own_number(ours, missed):
    results = [CEILING, cured(automatic("input_gradient"), **ours)]
    found = [check for check in checks(summarise(results)) if not check.met]
    assert len(found) == len(missed)
    for check, words in zip(found, missed, strict=True):
        assert words in check.target


def test_random_marks_may_cost_two_points():
    plain = result(PLAIN, accuracy_test=0.90)
    for accuracy, met in ((0.885, True), (0.875, False)):
        (check,) = harm_checks(
            summarise([plain, result(at_random("blanking"), accuracy_test=accuracy)])
        )
        assert check.met is met


def test_the_window_is_the_longest_run_of_neighbouring_weights_that_cure():
    methods = dict(zip("abcde", (1.0, 3.0, 10.0, 30.0, 100.0), strict=True))
    flips = dict(zip("abcde", (0.0, 0.9, 0.0, 0.0, 0.9), strict=True))
    results = [CEILING, *(cured(name, flips=flips[name]) for name in methods)]
    assert useful_window(summarise(results), "demo", "lstm", methods) == (10.0, 30.0)
    never = [CEILING, *(cured(name, flips=1.0) for name in methods)]
    assert useful_window(summarise(never), "demo", "lstm", methods) is None


def test_gains_are_shares_of_what_all_marks_give():
    results = [
        cured(PLAIN, flipped=0.2),
        cured(with_share(1.0), flipped=0.9),
        cured(with_share(0.1), flipped=0.55),
    ]
    assert gains(summarise(results), "demo", "lstm") == pytest.approx({1.0: 1.0, 0.1: 0.5})


def test_every_series_of_the_window_table_rises():
    for methods in WINDOW.values():
        assert list(methods.values()) == sorted(methods.values())
