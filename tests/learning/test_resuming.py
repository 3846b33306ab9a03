"""A training that goes on ends with the numbers of one that was never interrupted."""

from __future__ import annotations

import random
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rrr.errors import Diverged
from rrr.learning.training import train
from rrr.learning.training_state import TrainingState, load_state, save_state
from rrr.records import ClassifierKind, EpochReport, LabelledTexts, Penalty, TrainingConfig

CONFIG = TrainingConfig(
    "average", 4, 4, reason_weight=2.0, penalty="input_gradient", epochs=4, batch_size=8, seed=3
)
TEXTS = tuple(f"A {('great', 'dull')[n % 2]} film, seen at the Rialto {n % 5}" for n in range(48))
DATA = LabelledTexts(TEXTS, ("good", "bad") * 24, tuple((6,) * (n % 3 == 0) for n in range(48)))
ABOUT = {"config": "c"}


def run(
    config: TrainingConfig = CONFIG,
    validation: LabelledTexts = DATA.take(range(12)),  # noqa: B008  frozen
    **options: Any,
) -> tuple[list[np.ndarray], list[Any]]:
    """The weights, and the metrics epoch by epoch."""
    reports: list[EpochReport] = []
    trained = train(
        DATA,
        validation,
        config,
        labels=("bad", "good"),
        marks_hash="",
        report=reports.append,
        should_stop=lambda: False,
        **options,
    )
    return trained.classifier.get_weights(), [(r.epoch, r.metrics) for r in reports]


@pytest.fixture(scope="module")
def whole() -> tuple[list[np.ndarray], list[Any]]:
    return run()


@pytest.mark.parametrize(
    ("kind", "weight", "penalty"),
    [
        ("average", 0.0, "input_gradient"),
        ("average", 2.0, "input_gradient"),
        ("lstm", 2.0, "expected_gradients"),
    ],
)
def test_going_on_behind_an_epoch_changes_nothing(
    kind: ClassifierKind, weight: float, penalty: Penalty, tmp_path: Path
) -> None:
    config = replace(CONFIG, classifier=kind, reason_weight=weight, penalty=penalty)
    path = tmp_path / "run" / "state.npz"

    def interrupted(state: TrainingState) -> None:
        save_state(state, path, ABOUT)
        if state.epoch == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(config, keep=interrupted)
    state = load_state(path, ABOUT)
    assert state is not None
    assert (state.epoch, len(state.reports)) == (2, 2)

    kept: list[TrainingState] = []
    weights, reports = run(config, before=state, keep=kept.append)
    expected, all_reports = run(config)
    assert reports == all_reports[2:]
    assert [(r.epoch, r.metrics) for r in kept[-1].reports] == all_reports
    assert kept[0].seconds > state.seconds
    for mine, other in zip(weights, expected, strict=True):
        np.testing.assert_array_equal(mine, other)

    weights, reports = run(config, before=kept[-1])  # interrupted behind the last epoch
    assert reports == []
    np.testing.assert_array_equal(weights[0], expected[0])


def test_the_best_weights_so_far_outlive_an_interruption(tmp_path: Path) -> None:
    path = tmp_path / "state.npz"
    contrary = replace(DATA, labels=DATA.labels[::-1]).take(range(12))
    config = replace(CONFIG, reason_weight=0.0, learning_rate=0.1, epochs=8)
    states: list[TrainingState] = []
    expected, all_reports = run(config, validation=contrary, keep=states.append)
    assert len(all_reports) < 8
    assert states[-1].best is not None
    for at in (1, len(states) - 2, len(states) - 1):  # the last: the training was over
        save_state(states[at], path, ABOUT)
        state = load_state(path, ABOUT)
        assert state is not None
        weights, reports = run(config, validation=contrary, before=state)
        assert reports == all_reports[at + 1 :]
        for mine, other in zip(weights, expected, strict=True):
            np.testing.assert_array_equal(mine, other)


def test_numbers_stay_the_same_while_others_build_models_and_draw_numbers(
    whole: tuple[list[np.ndarray], list[Any]],
) -> None:
    import keras

    over = threading.Event()

    def disturb() -> None:
        while not over.wait(0.005):
            random.seed(random.randrange(1000))
            np.random.seed(random.randrange(1000))
            keras.layers.Dense(4).build((3, 3))

    other = threading.Thread(target=disturb)
    other.start()
    try:
        weights, reports = run()
    finally:
        over.set()
        other.join()
    assert reports == whole[1]
    for mine, before in zip(weights, whole[0], strict=True):
        np.testing.assert_array_equal(mine, before)


def test_a_state_of_something_else_or_half_a_file_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "state.npz"
    assert load_state(path, ABOUT) is None
    state = TrainingState((EpochReport(1, 2, 0.5, {"loss": 1.0}),), (np.ones(3),), (np.zeros(2),))
    save_state(state, path, ABOUT)
    kept = load_state(path, ABOUT)
    assert kept is not None
    assert (kept.epoch, kept.seconds, kept.weights[0].tolist()) == (1, 0.5, [1, 1, 1])
    assert load_state(path, {"config": "other"}) is None
    path.write_bytes(path.read_bytes()[:-30])
    assert load_state(path, ABOUT) is None
    assert [each.name for each in tmp_path.iterdir()] == ["state.npz"]


def test_a_loss_that_is_no_number_stops_the_training_within_the_epoch() -> None:
    reports: list[EpochReport] = []
    wild = replace(CONFIG, learning_rate=1e38, max_embedding_norm=None)
    with pytest.raises(
        Diverged, match=r"In epoch 1 of 4, at λ = 2, .* lower learning rate or a lo"
    ):
        run(wild, keep=lambda state: reports.extend(state.reports))
    assert reports == []


def test_the_curves_hold_both_terms_their_ratio_and_what_else_is_measured() -> None:
    _, reports = run(replace(CONFIG, epochs=1), measure=lambda trained: {"reliance": 0.25})
    (metrics,) = [metrics for _, metrics in reports]
    assert metrics["reliance"] == 0.25
    ratio = 2.0 * metrics["saliency_loss"] / metrics["classification_loss"]
    assert metrics["penalty_ratio"] == pytest.approx(ratio)
