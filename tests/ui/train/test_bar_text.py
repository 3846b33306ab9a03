"""What stands over the bar: tries and a range, and no time before one was measured."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from rrr.records import (
    ClassifierChoice,
    Run,
    SearchStage,
    TrainingConfig,
    Trial,
    TriedClassifier,
    WeightSearch,
)
from rrr.services.training.press_progress import PressProgress
from rrr.ui.train.live_runs import bar_text

TRIAL = Trial(1.0, "too_weak", None, 2.0)
SEARCHING = Run(
    id=2,
    project_id=1,
    name="",
    status="running",
    config=TrainingConfig(),
    marks_hash="h",
    num_marked_tokens=1,
    created_at=datetime(2026, 1, 1, tzinfo=UTC),
    search=WeightSearch(stage=SearchStage("trial", 10.0), trials=(TRIAL, TRIAL)),
)


def test_the_bar_tells_the_try_and_a_range() -> None:
    text = bar_text(SEARCHING, PressProgress(0.5, 60, 300)).replace("\u00a0", " ")
    assert text == "Attempt 3 of up to 6 · about 1 min to 5 min left in all"
    alone = bar_text(None, PressProgress(0.5, 60, 60)).replace("\u00a0", " ")
    assert alone == "About 1 min left in all"


def test_no_time_left_of_nothing_is_told() -> None:
    assert bar_text(None, PressProgress(1.0, 0.3, 0.3)) == "Nearly done"


def test_before_anything_is_measured_no_time_is_told() -> None:
    begun = replace(SEARCHING, search=WeightSearch(stage=SearchStage("without marks")))
    text = bar_text(begun, PressProgress(0.0, 25, 60, is_measured=False))
    assert text.startswith("Up to 6 attempts follow · the time left in all is known")
    assert not any(unit in text for unit in ("\u00a0s", "min"))


def test_while_kinds_are_compared_a_rough_time_is_told_once_one_was_tried() -> None:
    kind = SearchStage("kind of classifier", classifier="cnn")
    choice = ClassifierChoice((TriedClassifier("average", 0.8, 20, 1.0),), kind)
    choosing = replace(SEARCHING, search=None, choice=choice)
    text = bar_text(choosing, PressProgress(0.1, 25, 60, is_measured=False))
    assert text.startswith("Comparing kinds of classifier: 2 of 5 · the time left in all is known")
    text = bar_text(choosing, PressProgress(0.1, 60, 300)).replace("\u00a0", " ")
    assert text == "Comparing kinds of classifier: 2 of 5 · roughly 1 min to 5 min left in all"
