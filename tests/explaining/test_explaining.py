"""Saliency and reliance on a classifier whose answer is known by hand."""

import numpy as np
import pytest

from rrr.errors import DataError
from rrr.explaining.input_gradient import input_gradient_saliency
from rrr.explaining.reliance import measure_reliance
from rrr.explaining.saliency_methods import SALIENCY_METHODS
from tests.explaining.linear_classifier import linear


def test_probability_is_the_logistic_of_the_mean_weight():
    probabilities = linear().probabilities(["good film rialto", "bad"])
    expected = 1 / (1 + np.exp([-5 / 3, 1]))
    np.testing.assert_allclose(probabilities[:, 1], expected, rtol=1e-5)


def test_saliency_of_a_linear_model_is_its_weight_over_the_number_of_tokens():
    long, short = input_gradient_saliency(linear(), ["Good, film!", "bad film"])
    assert long.tokens == ("Good", ",", "film", "!")
    assert long.starts == (0, 4, 6, 10)
    assert long.saliency == pytest.approx([1 / 4] * 4)  # |∂ log-odds / ∂ embedding| = 1/n
    assert short.saliency == pytest.approx([1 / 2] * 2)
    assert (long.predicted, short.predicted) == ("positive", "negative")
    assert sum(long.probabilities.values()) == pytest.approx(1)


def test_tokens_beyond_the_cut_have_no_saliency():
    (explanation,) = input_gradient_saliency(linear(max_tokens=2), ["good film rialto"])
    assert explanation.saliency == pytest.approx([1 / 2, 1 / 2, 0])


def test_a_text_without_tokens_is_explained_by_nothing():
    (explanation,) = input_gradient_saliency(linear(), ["  "])
    assert (explanation.tokens, explanation.saliency) == ((), ())


@pytest.mark.parametrize("method", SALIENCY_METHODS.values())
def test_one_text_is_not_explained_letter_by_letter(method):
    with pytest.raises(DataError, match="Put it into a list"):
        method(linear(), "good film")


def test_one_text_is_not_read_or_measured_letter_by_letter():
    with pytest.raises(DataError, match="Put it into a list"):
        linear().probabilities("good film")
    with pytest.raises(DataError, match="Put it into a list"):
        measure_reliance(linear(), "ab", [(0,), (0,)], lambda word: ["film"])


def test_saliency_does_not_depend_on_the_other_texts_of_the_batch():
    texts = ["good film", "bad " * 30, "rialto"]
    together = input_gradient_saliency(linear(), texts)
    assert together == [input_gradient_saliency(linear(), [text])[0] for text in texts]


def opposite(word):
    return {"rialto": ["lumina"], "lumina": ["rialto"]}.get(word.lower(), ["film"])


def test_swapping_a_word_the_model_follows_changes_every_prediction():
    reliance = measure_reliance(
        linear(), ["Rialto good", "good lumina", "bad film"], [[0], [1], []], opposite
    )
    assert reliance.num_examples == 2  # the third has nothing marked
    assert reliance.swap_flip_rate == 1
    assert reliance.removal_change == 0.5  # "good" stays positive; "good lumina" turns
    assert reliance.saliency_share == pytest.approx(1 / 2)


def test_swapping_a_word_the_model_ignores_changes_nothing():
    reliance = measure_reliance(linear(), ["good film bad good"], [[1]], lambda _: ["film"])
    assert (reliance.swap_flip_rate, reliance.removal_change) == (0, 0)


def test_a_sentence_of_marked_words_only_can_still_be_measured():
    reliance = measure_reliance(linear(), ["rialto"], [[0]], opposite)
    assert reliance.swap_flip_rate == 1


def test_marks_beyond_the_cut_do_not_count():
    assert measure_reliance(linear(max_tokens=1), ["good rialto"], [[1]], opposite) is None


def test_without_marks_there_is_no_reliance_to_measure():
    assert measure_reliance(linear(), ["good"], [[]], opposite) is None
