"""Every saliency method on a classifier whose answer is known by hand."""

import pytest

from rrr.errors import ConfigError
from rrr.explaining.saliency_methods import SALIENCY_METHODS, saliency_method_named
from tests.explaining.linear_classifier import linear, steep

SIGNED = [name for name in SALIENCY_METHODS if name != "input_gradient"]


@pytest.mark.parametrize("name", ["gradient_times_input", "integrated_gradients"])
def test_attributions_of_a_linear_model_are_each_tokens_part_of_the_margin(name):
    up, down = saliency_method_named(name)(linear(), ["good rialto bad", "lumina, good"])
    assert up.saliency == pytest.approx([1 / 3, 4 / 3, -1 / 3], abs=1e-6)
    # "negative" is predicted: what speaks for it counts as more than 0.
    assert down.saliency == pytest.approx([4 / 3, 0, -1 / 3], abs=1e-6)


def test_integrated_gradients_are_whole_where_a_classifier_is_steep_near_the_start_of_the_path():
    texts = ["good rialto bad", "lumina film"]
    up, down = saliency_method_named("integrated_gradients")(steep(), texts)
    # the whole rise, 3, in the words' parts of the mean; 16 points alone would see none of it
    assert up.saliency == pytest.approx([3 / 4, 3, -3 / 4], rel=0.02)
    assert down.saliency == pytest.approx([3, 0], rel=0.02)


def test_removal_is_what_the_margin_loses_without_the_token():
    (explanation,) = saliency_method_named("removal")(linear(), ["good rialto bad"])
    # the margin is the mean weight: 4/3 with all three, 1.5, 0 and 2.5 without one
    assert explanation.saliency == pytest.approx([4 / 3 - 1.5, 4 / 3, 4 / 3 - 2.5], abs=1e-5)


@pytest.mark.parametrize("name", SIGNED)
def test_signed_methods_say_so_and_their_shares_are_of_sizes(name):
    (explanation,) = SALIENCY_METHODS[name](linear(), ["good rialto bad"])
    assert explanation.signed
    assert min(explanation.saliency) < 0 <= min(explanation.shares)
    assert sum(explanation.shares) == pytest.approx(1)


@pytest.mark.parametrize("name", SALIENCY_METHODS)
def test_tokens_beyond_the_cut_have_no_saliency(name):
    (explanation,) = SALIENCY_METHODS[name](linear(max_tokens=2), ["bad good rialto"])
    assert len(explanation.tokens) == 3
    assert explanation.saliency[2] == 0


@pytest.mark.parametrize("name", SALIENCY_METHODS)
def test_a_text_of_one_token_or_none_is_explained(name):
    one, none = SALIENCY_METHODS[name](linear(), ["rialto", " "])
    assert len(one.saliency) == 1
    assert none.saliency == ()


@pytest.mark.parametrize("name", SALIENCY_METHODS)
def test_the_other_texts_of_a_batch_change_nothing(name):
    texts = ["good film", "bad " * 30, "rialto"]
    together = SALIENCY_METHODS[name](linear(), texts)
    for text, explanation in zip(texts, together, strict=True):
        (alone,) = SALIENCY_METHODS[name](linear(), [text])
        assert explanation.saliency == pytest.approx(alone.saliency, abs=1e-6)


def test_an_unknown_method_is_refused_with_the_known_ones():
    with pytest.raises(ConfigError, match="removal"):
        saliency_method_named("attention")
