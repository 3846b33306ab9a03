"""One sigmoid and sigmoids per label: margins, penalties and answers of their own."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from rrr.learning.inputs import rows_of
from rrr.learning.model import RightReasonsModel
from rrr.learning.penalties import TOKEN_PENALTIES
from rrr.learning.reasons import PENALTIES
from rrr.learning.targets import TARGETS

L = keras.layers
X = np.array([[[8.0, 1.0], [-2.0, 5.0]], [[4.0, 0.0], [6.0, 2.0]]], "float32")
Z = np.array([[0, 1], [1, 0]], "float32")


def linear(kernel, activation="sigmoid", **options):
    """Logits = mean over time of the embeddings, times the kernel."""
    kernel = np.array(kernel, "float32")
    classifier = keras.Sequential([keras.Input((None, 2)), L.GlobalAveragePooling1D()])
    classifier.add(L.Dense(kernel.shape[1], use_bias=False, activation=activation))
    classifier.layers[-1].set_weights([kernel])
    options = {"reason_weight": 1.0, "penalty": "input_gradient", **options}
    model = RightReasonsModel(classifier, **options)
    model.compile(run_eagerly=True)
    return model


def report(model, y):
    return model.evaluate({"X": X, "Z": Z}, np.array(y), verbose=0, return_dict=True)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("penalty", PENALTIES)
def test_one_sigmoid_is_a_classifier_of_two_classes(penalty, target):
    options = {"penalty": penalty, "target": target}
    one = report(linear([[0.3], [-0.1]], **options), [1, 0])
    two = report(linear([[0.0, 0.3], [0.0, -0.1]], "softmax", **options), [1, 0])
    assert one == pytest.approx(two, rel=1e-4)
    assert one["saliency_loss"] > 0
    logit = report(linear([[0.3], [-0.1]], "linear", **options), [[1], [0]])
    assert logit == pytest.approx(one, rel=1e-4)


def test_the_gradient_of_each_label_counts_by_hand():
    # ∂ logit / ∂ token = kernel column / 2 tokens; one marked token a row.
    squares = {"input_gradient": ((3**2 + 1**2) + (3**2 + 1**2)) / 4}
    # Marked tokens contribute kernel · embedding / 2: 23/2 and −23/2, then 20/2 and −20/2.
    moved = [(3 * 8 - 1 * 1) / 2, (3 * 6 - 1 * 2) / 2]
    for other in ("integrated_gradients", "blanking", "expected_gradients"):
        squares[other] = sum(2 * m**2 for m in moved) / 2
    for penalty, expected in squares.items():
        model = linear([[3.0, -3.0], [-1.0, 1.0]], penalty=penalty)
        assert report(model, [[1, 0], [1, 1]])["saliency_loss"] == pytest.approx(expected)


def test_labels_that_a_token_pushes_apart_do_not_cancel():
    """Both labels are predicted, one for and one in spite of the token."""
    model = linear([[1.0, -1.0], [0.0, 0.0]], "linear", multi_label=True)
    model.classifier.layers[-1].set_weights([np.array([[1e-3, -1e-3], [5.0, 5.0]], "float32")])
    found = report(model, [[1, 1], [1, 1]])["saliency_loss"]
    assert found == pytest.approx(2 * (1e-3**2 + 5**2) / 4)


def test_cross_entropy_and_accuracy_of_labels_are_means_over_them():
    model = linear([[1.0, -1.0, 0.5], [0.0, 0.5, 0.0]])
    y = np.array([[1, 0, 0], [1, 1, 1]])
    logits = X.mean(axis=1) @ model.classifier.get_weights()[0]
    found = report(model, y)
    crosses = np.logaddexp(0, logits) - y * logits
    assert found["classification_loss"] == pytest.approx(crosses.mean(), rel=1e-5)
    assert found["accuracy"] == pytest.approx(((logits > 0) == y).mean())


CASES = [("input_gradient", target, by) for target in TARGETS for by in TOKEN_PENALTIES]
CASES += [
    (other, "logit_margin", "sum_of_squares") for other in PENALTIES if other != "input_gradient"
]


@pytest.mark.parametrize("labels", [1, 3])
@pytest.mark.parametrize(("penalty", "target", "token_penalty"), CASES)
def test_gradients_of_sigmoids_match_finite_differences(
    float64, penalty, target, token_penalty, labels
):
    keras.utils.set_random_seed(1)
    classifier = keras.Sequential(
        [
            keras.Input((3, 2)),
            L.Dense(4, activation="tanh"),
            L.Flatten(),
            L.Dense(labels, activation="sigmoid"),
        ]
    )
    model = RightReasonsModel(
        classifier, penalty=penalty, target=target, token_penalty=token_penalty
    )
    random = np.random.default_rng(0)
    x = {"X": random.normal(size=(4, 3, 2)), "Z": random.integers(0, 2, (4, 3)).astype(float)}
    x["Z"][0] = 1
    rows = rows_of(x, random.integers(0, 2, (4, labels)))

    def value():
        losses, _ = model._batch_losses(rows, training=True, look=True)
        return losses["saliency_loss"]

    with tf.GradientTape() as tape:
        loss = value()
    weight = classifier.trainable_variables[0]
    gradient = tape.gradient(loss, weight)
    direction = random.normal(size=weight.shape)
    before, ends = weight.numpy(), []
    for step in (1e-5, -1e-5):
        weight.assign(before + step * direction)
        ends.append(float(value()))
    numeric = (ends[0] - ends[1]) / 2e-5
    assert float(tf.reduce_sum(gradient * direction)) == pytest.approx(numeric, rel=1e-4, abs=1e-9)
    assert abs(numeric) > 1e-6
