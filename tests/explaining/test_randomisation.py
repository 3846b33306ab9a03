"""A heatmap shows the model, not the text: with other weights it is another one.

The randomisation check of Adebayo et al. (Sanity checks for saliency maps, NeurIPS 2018).
"""

import keras
import numpy as np
import pytest
from scipy.stats import spearmanr

from rrr.explaining.saliency_methods import SALIENCY_METHODS
from rrr.learning.classifiers import build_classifier
from rrr.learning.trained import TrainedClassifier
from rrr.records import TrainingConfig
from rrr.text import Vocabulary

WORDS = tuple(f"word{number}" for number in range(30))
MOST_ALIKE = 0.5
"""Rank correlation of two heatmaps, between -1 and 1; equal ones have 1."""


@pytest.fixture(scope="module")
def model():
    sizes = {"vocabulary_size": 32, "embedding_size": 8, "hidden_size": 8, "num_classes": 2}
    classifier = build_classifier("cnn", **sizes)
    random = np.random.default_rng(0)
    for weight in classifier.weights:
        weight.assign(random.normal(size=weight.shape))
    return TrainedClassifier(
        classifier, Vocabulary(WORDS), ("bad", "good"), TrainingConfig("cnn", 8, 8), ""
    )


@pytest.fixture(scope="module")
def shuffled(model):
    """The same model with the numbers of each weight in another order."""
    classifier = keras.models.clone_model(model.classifier)
    random = np.random.default_rng(1)
    for weight, new in zip(model.classifier.weights, classifier.weights, strict=True):
        new.assign(random.permutation(np.array(weight).reshape(-1)).reshape(weight.shape))
    return TrainedClassifier(classifier, model.vocabulary, model.labels, model.config, "")


@pytest.mark.parametrize("name", SALIENCY_METHODS)
def test_shuffled_weights_give_another_heatmap(name, model, shuffled):
    random = np.random.default_rng(2)
    texts = [" ".join(random.choice(WORDS, 20, replace=False)) for _ in range(10)]
    alike = [
        spearmanr(before.shares, after.shares).statistic
        for before, after in zip(
            SALIENCY_METHODS[name](model, texts),
            SALIENCY_METHODS[name](shuffled, texts),
            strict=True,
        )
    ]
    assert abs(np.mean(alike)) < MOST_ALIKE, alike
