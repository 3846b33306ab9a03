"""A training that only guesses is told from one that learns, or has just begun to."""

import math

import pytest

from rrr.records import EpochReport
from rrr.services.training.guessing import Guessing

GUESSING = Guessing.of(["a"] * 9 + ["b"])
ENTROPY = -(0.9 * math.log(0.9) + 0.1 * math.log(0.1))


def after(epoch: int, loss: float, accuracy: float = 0.95, num_epochs: int = 8) -> EpochReport:
    metrics = {"classification_loss": loss, "accuracy": accuracy}
    return EpochReport(epoch, num_epochs, 1.0, metrics)


LEARNED = after(8, 0.1, 0.99)


def test_guessing_is_knowing_the_shares_of_the_labels() -> None:
    assert pytest.approx(ENTROPY) == GUESSING.loss
    assert GUESSING.accuracy == 0.9


@pytest.mark.parametrize("loss", [ENTROPY, 5.0, float("nan")])
def test_who_still_guesses_at_half_time_has_collapsed(loss: float) -> None:
    assert GUESSING.is_all(after(4, loss))
    assert not GUESSING.is_all(after(3, loss))
    assert not GUESSING.is_all(after(3, loss, num_epochs=3))
    assert not GUESSING.is_all(after(4, 0.9 * ENTROPY))


def test_it_counts_only_where_a_plain_training_learned() -> None:
    assert GUESSING.is_left_of(after(5, ENTROPY), LEARNED)
    assert not GUESSING.is_left_of(after(5, ENTROPY), after(8, ENTROPY, 0.9))


def test_naming_one_label_only_is_no_learning_either() -> None:
    assert GUESSING.is_left_of(after(4, 0.2, 0.9), LEARNED)
    assert not GUESSING.is_left_of(after(4, 0.2, 0.93), LEARNED)
    assert not GUESSING.is_left_of(after(2, 0.2, 0.9), LEARNED)
    assert not GUESSING.is_left_of(after(4, 0.2, 0.9), after(8, 0.2, 0.92))
