"""Which runs one press makes, given those there are."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from rrr.errors import RunError
from rrr.records import Run, Snapshot, TrainingConfig
from rrr.services.training import planning
from rrr.services.training.job import baseline_config
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
