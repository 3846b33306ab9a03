"""What each kind of classifier sees of a text."""

import numpy as np
import pytest

from rrr.learning.classifiers import build_classifier
from rrr.learning.initial_weights import draw_weights

KINDS = ("lstm", "bilstm", "gru", "cnn", "average")


@pytest.mark.parametrize("kind", KINDS)
def test_all_kinds_but_the_average_see_the_order_of_words(kind):
    classifier = build_classifier(
        kind, vocabulary_size=10, embedding_size=6, hidden_size=5, num_classes=2
    )
    draw_weights(classifier, seed=0)
    vectors = np.random.default_rng(0).normal(size=(10, 6))
    classifier.get_layer("embedding").embeddings.assign(vectors)
    one, other = classifier(np.array([[3, 4, 5, 6, 7], [7, 5, 3, 6, 4]])).numpy()
    assert np.allclose(one, other, atol=1e-6) == (kind == "average")
