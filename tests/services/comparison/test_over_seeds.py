from dataclasses import replace

import pytest

from rrr.proportions import wilson_interval
from rrr.records import Evaluation, Reliance, Run
from rrr.services.comparison.differences import differences
from rrr.services.comparison.over_seeds import alike, reliance_spreads
from tests.services.comparison.test_pairs import run


def measured(number: int, seed: int, rate: float, weight: float = 9.0) -> Run:
    made = run(number, weight, pair="a", seed=seed)
    return replace(made, evaluation=Evaluation({}, Reliance(50, rate, rate, 0.1)))


def test_one_seed_is_as_sure_as_its_sentences() -> None:
    own = measured(1, 0, 0.5)
    assert own.evaluation
    spread = reliance_spreads(own.evaluation, own, [own])["swap changes prediction"]
    assert (spread.low, spread.high) == wilson_interval(25, 50)
    assert (spread.num_seeds, spread.number) == (1, 50)


def test_several_seeds_are_as_sure_as_they_agree() -> None:
    runs = [measured(1, 0, 0.2), measured(2, 1, 0.3), measured(3, 2, 0.4)]
    assert runs[0].evaluation
    spread = reliance_spreads(runs[0].evaluation, runs[0], runs)["swap changes prediction"]
    assert spread.share == pytest.approx(0.3)
    assert spread.num_seeds == 3
    assert spread.high - spread.share == pytest.approx(4.303 * 0.1 / 3**0.5, rel=1e-3)


def test_only_runs_that_differ_in_nothing_but_the_seed_count() -> None:
    own = measured(1, 0, 0.2)
    others = [
        measured(2, 1, 0.3),
        measured(3, 2, 0.3, weight=1.0),
        replace(measured(4, 3, 0.3), marks_hash="other"),
        replace(measured(5, 4, 0.3), status="failed"),
        measured(6, 1, 0.5),  # the newer of seed 1
    ]
    assert sorted(each.id for each in alike(own, [own, *others])) == [1, 6]


def test_settings_of_the_marks_are_no_difference_and_others_are_named() -> None:
    before, after = run(1, 0, pair="a"), run(2, 9, pair="b", seed=7)
    assert differences(before, run(2, 9, pair="b")) == []
    other = replace(after, config=replace(after.config, classifier="gru"))
    assert differences(before, other) == ["kind of classifier: cnn and gru", "seed: 0 and 7"]
