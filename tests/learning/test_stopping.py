"""Which epoch is kept, and when a training need not go on."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from rrr.learning.stopping import NEUTRAL_LOSS, best_of, earliest_end, is_over
from rrr.records import EpochReport


def reports_of(losses: Sequence[float], num_epochs: int) -> list[EpochReport]:
    return [EpochReport(n, num_epochs, n, {"val_loss": loss}) for n, loss in enumerate(losses, 1)]


@pytest.mark.parametrize(
    ("losses", "best"), [([3.0, 1.0, 2.0], 2), ([1.0, 1.0, 1.0], 1), ([3.0, 2.0, 0.0], 3)]
)
def test_the_epoch_of_the_least_validation_loss_is_kept_the_first_of_equals(losses, best):
    found = best_of(reports_of(losses, 3))
    assert found is not None
    assert found.epoch == best


def test_under_a_penalty_sentences_without_their_marked_words_decide():
    reports = [
        EpochReport(1, 2, 1.0, {"val_loss": 0.1, NEUTRAL_LOSS: 0.9}),
        EpochReport(2, 2, 2.0, {"val_loss": 0.2, NEUTRAL_LOSS: 0.8}),
    ]
    found = best_of(reports)
    assert found is not None
    assert found.epoch == 2


def test_without_validation_all_epochs_are_taken_and_the_last_is_kept():
    reports = [EpochReport(n, 20, n, {"loss": float(n)}) for n in range(1, 20)]
    assert best_of(reports) is reports[-1]
    assert not is_over(reports)


@pytest.mark.parametrize(
    ("losses", "num_epochs", "over"),
    [
        ([1.0, 2.0, 2.0, 2.0], 8, True),  # half of the epochs, three in a row no better
        ([1.0, 2.0, 2.0, 2.0], 9, False),  # not yet half
        ([2.0, 1.0, 2.0, 2.0], 8, False),  # two in a row only
        ([4.0, 3.0, 2.0, 1.0], 8, False),  # still getting better
        ([1.0], 1, False),
    ],
)
def test_a_training_ends_early_once_it_gets_no_better(losses, num_epochs, over):
    assert is_over(reports_of(losses, num_epochs)) is over


@pytest.mark.parametrize(("losses", "end"), [([1.0, 2.0], 5), ([3.0, 2.0, 1.0], 6)])
def test_a_training_ends_three_epochs_behind_its_best_and_never_before_half(losses, end):
    assert earliest_end(reports_of(losses, 9)) == end


def test_nothing_is_best_of_nothing():
    assert best_of([]) is None
    assert earliest_end([]) is None
    assert not is_over([])
