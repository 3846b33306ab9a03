"""Measures of heatmaps, on a classifier whose answer is known by hand."""

import numpy as np
import pytest

from rrr.explaining.faithfulness import erasure, precision_at_k
from rrr.explaining.removal import removal_saliency
from rrr.records import Explanation
from tests.explaining.linear_classifier import linear


def explained(*saliency):
    words = tuple("abcdefgh"[: len(saliency)])
    return Explanation(words, tuple(range(len(saliency))), saliency, {"n": 0.5, "p": 0.5})


def test_precision_counts_known_words_among_as_many_most_salient():
    assert precision_at_k([explained(0.1, 0.9, 0.5)], [[1]]) == 1
    assert precision_at_k([explained(0.1, 0.9, 0.5)], [[0]]) == 0
    assert precision_at_k([explained(0.1, 0.9, 0.5)], [[0, 1]]) == 0.5
    assert precision_at_k([explained(1, 0), explained(1, 0)], [[0], [1]]) == 0.5


def test_what_speaks_against_the_prediction_is_not_among_the_most_salient():
    assert precision_at_k([explained(-5, 1)], [[0]]) == 0


def test_erasing_the_word_that_decides_loses_what_it_gave():
    texts = ["rialto film"]  # margin 2; 0 without "rialto", 4 with nothing else
    comprehensiveness, sufficiency = erasure(linear(), texts, removal_saliency(linear(), texts))
    p = 1 / (1 + np.exp(-np.array([2.0, 0.0, 4.0])))
    assert comprehensiveness == pytest.approx(p[0] - p[1], abs=1e-5)
    assert sufficiency == pytest.approx(p[0] - p[2], abs=1e-5)


def test_a_heatmap_of_the_wrong_words_is_less_comprehensive():
    texts = ["rialto film"]
    right = removal_saliency(linear(), texts)
    wrong = [Explanation(right[0].tokens, right[0].starts, (0.0, 1.0), right[0].probabilities)]
    assert erasure(linear(), texts, wrong)[0] < erasure(linear(), texts, right)[0]
