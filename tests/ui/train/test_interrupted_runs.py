"""What is said of a press that stopped: which of its trainings it was at."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rrr.records import ClassifierChoice, Run, SearchStage, TrainingConfig, WeightSearch
from rrr.ui.train.interrupted_runs import description

KIND = SearchStage("kind of classifier", classifier="gru")
TRIAL = SearchStage("trial", 10.0)


@pytest.mark.parametrize(
    ("choice", "search", "doing"),
    [
        (None, None, ""),
        (ClassifierChoice(stage=KIND), None, ", searching the kind of classifier: GRU, to choose"),
        (ClassifierChoice(chosen="gru"), WeightSearch(stage=TRIAL), ", searching λ: λ = 10"),
    ],
)
def test_a_stopped_run_says_what_it_was_searching_for(
    choice: ClassifierChoice | None, search: WeightSearch | None, doing: str
) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    run = Run(
        1,
        1,
        "baseline",
        "interrupted",
        TrainingConfig(reason_weight=0.0),
        "marks",
        5,
        now,
        choice=choice,
        search=search,
    )
    said = description([run], 3)
    assert said.startswith("The baseline stopped at epoch 3 of 12 when the server ended" + doing)
