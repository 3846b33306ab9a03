"""Temperature: as sure as right, the same predictions."""

from __future__ import annotations

import numpy as np
import pytest

from rrr.learning.temperature import calibrated, fitted_temperature

OVERSURE = np.tile(np.array([[0.999, 0.001]], "float32"), (200, 1))


def test_a_model_that_is_right_in_four_of_five_is_made_80_percent_sure():
    labels = np.array([0, 0, 0, 0, 1] * 40)
    temperature = fitted_temperature(OVERSURE, labels)
    assert temperature > 1
    sure = calibrated(OVERSURE, temperature)
    np.testing.assert_allclose(sure[:, 0], 0.8, atol=0.005)  # 161 of 202, by the extra sentences


def test_a_model_that_is_too_unsure_is_made_surer():
    unsure = np.tile(np.array([[0.55, 0.45]]), (500, 1))
    temperature = fitted_temperature(unsure, np.zeros(500, int))
    assert temperature < 1
    assert calibrated(unsure, temperature)[0, 0] > 0.85


def test_a_few_sentences_all_right_are_no_reason_to_be_certain():
    temperature = fitted_temperature(OVERSURE[:8], np.zeros(8, int))
    np.testing.assert_allclose(calibrated(OVERSURE[:1], temperature)[0, 0], 9 / 10, atol=0.001)


def test_log_odds_are_divided_by_the_temperature_and_no_prediction_changes():
    random = np.random.default_rng(0)
    logits = random.normal(size=(50, 3)) * 5
    powers = np.exp(logits)
    probabilities = powers / powers.sum(axis=1, keepdims=True)
    cooled = calibrated(probabilities, 2.5)
    np.testing.assert_allclose(cooled.sum(axis=1), 1)
    np.testing.assert_array_equal(cooled.argmax(axis=1), probabilities.argmax(axis=1))
    np.testing.assert_allclose(
        np.log(cooled[:, 0] / cooled[:, 1]), (logits[:, 0] - logits[:, 1]) / 2.5, rtol=1e-6
    )


@pytest.mark.parametrize("temperature", [0.1, 1.0, 30.0])
def test_probabilities_of_0_and_1_stay_numbers(temperature):
    certain = np.array([[1.0, 0.0]], "float32")
    found = calibrated(certain, temperature)
    assert np.isfinite(found).all()
    assert found.dtype == certain.dtype
    assert found.argmax() == 0


def test_without_sentences_nothing_is_fitted():
    assert fitted_temperature(np.empty((0, 2)), np.empty(0, int)) == 1.0
