"""A training begins with fresh weights, with word vectors, or with an earlier model."""

import dataclasses

import numpy as np
import pytest

from rrr.errors import ConfigError, DataError
from rrr.learning.beginning import beginning
from rrr.learning.trained import TrainedClassifier
from rrr.records import PACKAGED_VECTORS, LabelledTexts, TrainingConfig
from rrr.text import Vocabulary

CONFIG = TrainingConfig("average", 4, 4, reason_weight=1.0)
DATA = LabelledTexts(("a good film", "a bad film"), ("yes", "no"), ((), ()))
LABELS = ("no", "yes")


def embedding_of(classifier, vocabulary, word):
    return classifier.get_layer("embedding").get_weights()[0][vocabulary.id_of(word)]


def earlier(config=CONFIG, labels=LABELS):
    classifier, vocabulary = beginning(DATA, config, labels, None)
    return TrainedClassifier(classifier, vocabulary, labels, config, "")


def test_word_vectors_are_where_their_words_are_and_decide_the_size(tmp_path):
    path = tmp_path / "v.txt"
    path.write_text("good 3 0 4\nfilm 0 1 0\n", encoding="utf-8")
    config = dataclasses.replace(CONFIG, word_vectors=str(path))
    classifier, vocabulary = beginning(DATA, config, LABELS, None)
    np.testing.assert_allclose(embedding_of(classifier, vocabulary, "good"), [0.6, 0, 0.8])
    np.testing.assert_allclose(embedding_of(classifier, vocabulary, "film"), [0, 0.2, 0])
    assert np.any(embedding_of(classifier, vocabulary, "bad") != 0)  # not in the file: at random


def test_an_earlier_model_lends_its_weights_and_its_vocabulary():
    start = earlier()
    other = LabelledTexts(("quite another text",) * 2, ("yes", "no"), ((), ()))
    classifier, vocabulary = beginning(other, dataclasses.replace(CONFIG, seed=5), LABELS, start)
    assert vocabulary == start.vocabulary != Vocabulary.fit(other.texts)
    for ours, theirs in zip(classifier.get_weights(), start.classifier.get_weights(), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert classifier is not start.classifier  # training must not change it


@pytest.mark.parametrize("change", [{"classifier": "cnn"}, {"hidden_size": 5}, {"max_tokens": 9}])
def test_an_earlier_model_of_another_shape_is_refused(change):
    with pytest.raises(ConfigError, match="model to start from has"):
        beginning(DATA, dataclasses.replace(CONFIG, **change), LABELS, earlier())


def test_an_earlier_model_with_other_labels_is_refused():
    with pytest.raises(ConfigError, match="Start from fresh weights"):
        beginning(DATA, CONFIG, LABELS, earlier(labels=("bad", "good")))


def test_the_packaged_vectors_are_english_words_of_50_numbers():
    config = dataclasses.replace(CONFIG, word_vectors=PACKAGED_VECTORS, max_embedding_norm=None)
    classifier, vocabulary = beginning(DATA, config, LABELS, None)
    good, bad, film = (
        embedding_of(classifier, vocabulary, word) for word in ("good", "bad", "film")
    )
    assert good.shape == (50,)
    # The first numbers of "good" in Stanford's file.
    np.testing.assert_allclose(good[:3], [-0.35586, 0.5213, -0.6107], atol=1e-5)

    def alike(one, other):
        return one @ other / np.linalg.norm(one) / np.linalg.norm(other)

    assert alike(good, bad) > alike(good, film)
    nothing = LabelledTexts(("żółw", "жук"), ("yes", "no"), ((), ()))
    with pytest.raises(DataError, match="which are English"):
        beginning(nothing, config, LABELS, None)
