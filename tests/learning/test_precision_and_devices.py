"""Half precision and several devices change how a step is reckoned, not what it does."""

import json

import keras
import numpy as np
import pytest

from rrr.learning.model import RightReasonsModel
from rrr.learning.reasons import PENALTIES
from rrr.settings import ROOT
from tests import programs

L = keras.layers


@pytest.fixture(autouse=True)
def float32_afterwards():
    yield
    keras.config.set_dtype_policy("float32")


def steps(policy, penalty, head="float32"):
    """Weights before and after two steps by token ids, and what was reported."""
    keras.config.set_dtype_policy(policy)
    keras.utils.set_random_seed(0)
    classifier = keras.Sequential(
        [
            keras.Input((5,), dtype="int32"),
            L.Embedding(9, 4),
            L.Conv1D(6, 2, activation="tanh"),
            L.GlobalAveragePooling1D(),
            L.Dense(3, dtype=head),
            L.Activation("linear", dtype="float32"),
        ]
    )
    model = RightReasonsModel(classifier, reason_weight=10.0, penalty=penalty)
    optimizer = keras.optimizers.SGD(0.1)
    if policy == "mixed_float16":  # small enough that no step is skipped for an overflow
        optimizer = keras.optimizers.LossScaleOptimizer(optimizer, initial_scale=256)
    model.compile(optimizer, run_eagerly=True)
    random = np.random.default_rng(0)
    x = {"token_ids": random.integers(0, 9, (8, 5)), "Z": random.integers(0, 2, (8, 5))}
    x["Z"][:2] = 1
    before = np.concatenate([each.ravel() for each in classifier.get_weights()])
    history = model.fit(x, random.integers(0, 3, 8), epochs=2, batch_size=8, verbose=0).history
    after = np.concatenate([each.ravel() for each in classifier.get_weights()])
    return before, after, history


@pytest.mark.parametrize("penalty", PENALTIES)
@pytest.mark.parametrize(
    ("policy", "head", "tolerance"),
    [
        ("mixed_float16", "float32", 0.02),
        ("mixed_float16", None, 0.02),
        ("mixed_bfloat16", "float32", 0.06),
    ],
)
def test_half_precision_takes_the_steps_of_full_precision(policy, head, tolerance, penalty):
    before, exact, expected = steps("float32", penalty)
    start, after, history = steps(policy, penalty, head)
    np.testing.assert_array_equal(start, before)
    assert np.linalg.norm(after - exact) < tolerance * np.linalg.norm(exact - before)
    for name in ("classification_loss", "saliency_loss"):
        assert history[name] == pytest.approx(expected[name], rel=tolerance)


def test_cross_entropy_is_reckoned_in_32_bits():
    """In bfloat16 it would be a multiple of 1/256 near 1."""
    _, _, history = steps("mixed_bfloat16", "blanking", None)
    loss = history["classification_loss"][0]
    assert loss * 256 != pytest.approx(round(loss * 256), abs=1e-3)


def test_the_classifiers_precision_decides_not_the_one_set_when_it_is_wrapped():
    keras.config.set_dtype_policy("mixed_float16")
    classifier = keras.Sequential([keras.Input((3, 2)), L.Flatten(), L.Dense(2)])
    keras.config.set_dtype_policy("float32")
    model = RightReasonsModel(classifier)
    model.compile("sgd")
    assert isinstance(model.optimizer, keras.optimizers.LossScaleOptimizer)


@pytest.fixture(scope="module")
def on_two_devices():
    done = programs.run(
        ["-m", "tests.learning.two_devices"], cwd=ROOT, text=True, timeout=540, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_two_devices_take_the_steps_of_one(on_two_devices):
    for one, two in on_two_devices["trainings"]:
        np.testing.assert_allclose(two["weights"], one["weights"], rtol=1e-4, atol=1e-6)
        assert two["loss"] == pytest.approx(one["loss"], rel=1e-5)


def test_each_device_draws_its_own_strengths(on_two_devices):
    one, two = on_two_devices["drawn"]
    assert len({*one, *two}) == 4


def test_a_layer_that_waits_for_the_other_device_is_refused_and_does_not_hang(on_two_devices):
    assert "Take synchronized=False" in on_two_devices["refusal"]
