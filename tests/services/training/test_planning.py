"""Which runs one press makes, given those there are."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from rrr.errors import RunError
from rrr.records import ClassifierChoice, Run, Snapshot, TrainingConfig, baseline_config
from rrr.services.training import planning
from rrr.store.run_queries import NewRun

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SNAPSHOT = Snapshot(7, 1, NOW, "marks", "data", "words", 9, 1, 2, 5, 3)
CONFIG = TrainingConfig(reason_weight=5.0)
BEFORE = Run(
    1,
    1,
    "baseline",
    "failed",
    baseline_config(CONFIG),
    "marks",
    5,
    NOW,
    pair_id="p",
    snapshot_id=7,
    data_hash="data",
    tokenizer_hash="words",
)
AFTER = replace(BEFORE, id=2, name="λ = 5", config=CONFIG)


def always(run: Run) -> bool:
    return run.status == "finished"


def test_a_press_makes_a_baseline_and_a_run_of_one_pair() -> None:
    before, after = planning.pair([], SNAPSHOT, CONFIG, always)
    assert isinstance(before, NewRun)
    assert isinstance(after, NewRun)
    assert before.pair_id == after.pair_id is not None
    assert (before.config, after.config) == (baseline_config(CONFIG), CONFIG)
    assert (after.name, after.snapshot_id, after.data_hash) == ("λ = 5", 7, "data")


def test_what_is_under_way_is_not_made_again() -> None:
    known = [replace(AFTER, status="running"), replace(BEFORE, status="finished")]
    assert planning.pair(known, SNAPSHOT, CONFIG, always) == [known[1], known[0]]
    with pytest.raises(RunError, match="its baseline has been deleted"):
        planning.pair(known[:1], SNAPSHOT, CONFIG, always)


@pytest.mark.parametrize(
    "other",
    [{"data_hash": "more"}, {"marks_hash": "others"}, {"origin": "repeated"}, {"status": "failed"}],
)
def test_a_baseline_serves_again_only_for_the_same_sentences_and_marks(
    other: dict[str, Any],
) -> None:
    finished = replace(BEFORE, status="finished")
    assert planning.pair([finished], SNAPSHOT, CONFIG, always)[0] == finished
    assert planning.pair([replace(finished, **other)], SNAPSHOT, CONFIG, always)[0] != finished


def test_a_failed_run_is_queued_anew_as_it_was_behind_its_baseline() -> None:
    before, after = planning.retried([AFTER, BEFORE], AFTER, always)
    assert isinstance(before, NewRun)
    assert isinstance(after, NewRun)
    assert (before.origin, before.origin_run_id, before.config) == ("retried", 1, BEFORE.config)
    assert (after.origin, after.origin_run_id, after.config) == ("retried", 2, CONFIG)
    assert (after.pair_id, after.snapshot_id, after.marks_hash) == ("p", 7, "marks")
    (alone,) = planning.retried([AFTER, replace(BEFORE, status="finished")], AFTER, always)
    assert isinstance(alone, NewRun)
    assert alone.origin_run_id == 2
    (baseline,) = planning.retried([AFTER, BEFORE], BEFORE, always)
    assert isinstance(baseline, NewRun)
    assert (baseline.origin_run_id, baseline.pair_id) == (1, "p")


def test_what_is_under_way_is_not_retried() -> None:
    again = replace(AFTER, id=3, status="queued", origin="retried")
    assert planning.retried([again, AFTER, BEFORE], AFTER, always) == [again]


OPEN = TrainingConfig("auto", reason_weight=5.0)
CHOICE = ClassifierChoice(chosen="gru", why="It was taken.")
EARLIER = replace(CHOICE, is_earlier=True)
NAMED = replace(OPEN, classifier="gru")
CHOSEN = replace(BEFORE, status="finished", config=baseline_config(NAMED), choice=CHOICE)


def test_a_press_that_leaves_the_kind_open_takes_what_was_chosen_for_these_marks() -> None:
    before, after = planning.pair([CHOSEN], SNAPSHOT, OPEN, always)
    assert before == CHOSEN
    assert isinstance(after, NewRun)
    assert (after.config, after.choice) == (NAMED, EARLIER)
    anew, _ = planning.pair([replace(CHOSEN, marks_hash="others")], SNAPSHOT, OPEN, always)
    assert isinstance(anew, NewRun)
    assert (anew.config, anew.choice) == (baseline_config(OPEN), None)
    assert planning.baseline([CHOSEN], SNAPSHOT, OPEN, always) == [CHOSEN]


@pytest.mark.parametrize("config", [OPEN, NAMED])
def test_such_a_press_is_not_made_again_while_it_is_under_way(config: TrainingConfig) -> None:
    waiting = replace(AFTER, status="queued", config=config)
    assert planning.pair([waiting, CHOSEN], SNAPSHOT, OPEN, always) == [CHOSEN, waiting]


def test_a_run_that_was_cancelled_before_it_knew_its_kind_is_retried_with_it() -> None:
    cancelled = replace(AFTER, status="cancelled", config=OPEN)
    (again,) = planning.retried([cancelled, CHOSEN], cancelled, always)
    assert isinstance(again, NewRun)
    assert (again.config, again.choice, again.origin_run_id) == (NAMED, EARLIER, cancelled.id)
    repeated = planning.repeated([], replace(CHOSEN, config=baseline_config(NAMED)))
    assert isinstance(repeated, NewRun)
    assert (repeated.config, repeated.choice) == (baseline_config(NAMED), EARLIER)
