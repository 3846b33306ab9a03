"""How many epochs a training will have taken."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from rrr.records import EpochReport, TrainingConfig
from rrr.services.training.training_length import expected_end, expected_length


@pytest.mark.parametrize(
    ("losses", "end"),
    [
        ([], 7.5),
        ([3.0, 2.0], 7.5),  # still better
        ([3.0, 2.0, 2.5], 6),  # no better: it ends when half are over
        ([9.0, 8.0, 7.0, 6.0, 7.0], 7),  # three epochs behind the best
        ([9.0, 8.0, 7.0, 6.0, 5.0], 8),
        ([float(-n) for n in range(11)], 12),
    ],
)
def test_the_end_of_a_training_is_foreseen_once_it_gets_no_better(
    losses: Sequence[float], end: float
) -> None:
    reports = [EpochReport(n, 12, n, {"val_loss": loss}) for n, loss in enumerate(losses, 1)]
    assert expected_end(reports, 12, 7.5) == end


def test_without_validation_all_epochs_are_expected() -> None:
    assert expected_end([EpochReport(1, 12, 1.0, {"loss": 1.0})], 12, 7.5) == 12


@pytest.mark.parametrize(("epochs", "expected"), [(3, 3), (5, 4), (20, 11)])
def test_no_fewer_epochs_are_expected_than_a_training_takes_in_any_case(
    epochs: int, expected: float
) -> None:
    assert expected_length(TrainingConfig(epochs=epochs)).plain == pytest.approx(expected)


def test_a_first_training_with_the_penalty_is_expected_to_end_as_those_without_it() -> None:
    assert expected_length(TrainingConfig(), plain=[12, 12]).marked == 12
