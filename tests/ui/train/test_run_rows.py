from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from rrr.records import Evaluation, Reliance, Run, RunStatus, TrainingConfig
from rrr.ui.train.run_rows import run_row

RUN = Run(
    id=3,
    project_id=1,
    name="λ = 100",
    status="finished",
    config=TrainingConfig(reason_weight=100),
    marks_hash="h",
    num_marked_tokens=5,
    created_at=datetime(2026, 1, 31, 22, 0, tzinfo=UTC),
    started_at=datetime(2026, 1, 31, 23, 0, tzinfo=UTC),
    finished_at=datetime(2026, 1, 31, 23, 0, 42, tzinfo=UTC),
    seconds=42,
    evaluation=Evaluation({"test": 0.88, "artefact_free": 0.5}, Reliance(10, 0.02, 0.1, 0.3)),
)


def text(run: Run) -> str:
    return run_row(run, UTC).replace("\u00a0", " ")


def test_a_finished_run_shows_what_was_measured() -> None:
    row = text(RUN)
    assert "<strong>λ = 100</strong> <small>after</small>" in row
    assert "<dt>right in test</dt><dd>88 %</dd>" in row
    assert "<dt>right in artefact free</dt><dd>50 %</dd>" in row
    assert "<dt>changed by swaps</dt><dd>2.0 %</dd>" in row
    assert "✓ finished · 31 Jan 23:00 · 40 s" in row


def test_times_are_those_of_whoever_looks() -> None:
    assert "1 Feb 01:00" in run_row(RUN, timezone(timedelta(hours=2)))


def test_a_run_without_marked_words_in_sight_says_so() -> None:
    assert "<dd>no such word</dd>" in text(replace(RUN, evaluation=Evaluation({"test": 1.0}, None)))


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("queued", "Waiting for its turn."),
        ("running", "Training now, see above."),
        ("cancelled", "Nothing was kept"),
        ("interrupted", "The program ended during this run."),
    ],
)
def test_a_run_that_was_not_measured_says_what_became_of_it(
    status: RunStatus, sentence: str
) -> None:
    assert sentence in text(replace(RUN, status=status, evaluation=None))


def test_texts_of_others_are_escaped() -> None:
    hostile = "<img src=x onerror=alert(1)>"
    failed = replace(RUN, status="failed", evaluation=None, error=hostile)
    measured = replace(RUN, evaluation=Evaluation({hostile: 1.0}, None))
    assert "<img" not in text(failed) + text(measured)
    assert "&lt;img" in text(failed)
