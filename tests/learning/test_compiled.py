"""What is compiled once serves later trainings, and nothing of the earlier ones is left in it."""

import dataclasses

import keras
import numpy as np
import pytest

from rrr.errors import Cancelled
from rrr.last_used import LastUsed
from rrr.learning import compiled
from rrr.learning.architecture import architecture
from rrr.learning.classifiers import build_classifier
from rrr.learning.compiled import compiled_model
from rrr.learning.compiled_inference import reading
from rrr.learning.training import train
from rrr.records import EFFECTS, LabelledTexts, TrainingConfig

CONFIG = TrainingConfig("average", 4, 4, epochs=1, batch_size=4, reason_weight=2.0)
DATA = LabelledTexts(
    ("a good film", "a bad film", "good and long", "bad and long") * 3,
    ("yes", "no") * 6,
    ((0,), (), (), (2,)) * 3,
)


@pytest.fixture(autouse=True)
def made(monkeypatch):
    """The models compiled, oldest first; none is at first."""
    models = []

    def compile_one(*args):
        models.append(compile_as_ever(*args))
        return models[-1]

    compile_as_ever = compiled._compiled
    monkeypatch.setattr(compiled, "_models", LastUsed(2))
    monkeypatch.setattr(compiled, "_compiled", compile_one)
    return models


def weights_after(config=CONFIG, data=DATA, should_stop=lambda: False):
    trained = train(
        data,
        None,
        config,
        labels=("no", "yes"),
        marks_hash="",
        report=lambda _: None,
        should_stop=should_stop,
    )
    return trained.classifier.get_weights()


def assert_equal(first, second):
    for a, b in zip(first, second, strict=True):
        np.testing.assert_array_equal(a, b)


def test_a_training_is_the_same_after_another_as_on_its_own(made):
    alone = weights_after()
    weights_after(dataclasses.replace(CONFIG, reason_weight=50.0, learning_rate=0.1, seed=9))
    assert_equal(weights_after(), alone)
    assert len(made) == 1


def test_a_cancelled_training_leaves_nothing_behind():
    alone = weights_after()
    with pytest.raises(Cancelled):  # asked after the first steps
        weights_after(should_stop=lambda: True)
    assert_equal(weights_after(), alone)


def test_another_reason_weight_compiles_nothing(made):
    weights_after()
    (model,) = made
    function = model.train_function
    weights_after(dataclasses.replace(CONFIG, reason_weight=7.0))
    assert model.train_function is function
    assert model.reason_weight == 7.0


def compile_for(config):
    """What a training compiles; the step itself is traced when it is first taken."""
    initial = build_classifier(
        "average",
        vocabulary_size=5,
        embedding_size=4,
        hidden_size=config.hidden_size,
        num_classes=2,
    )
    with compiled_model(initial, config):
        pass


def test_without_marks_to_heed_another_step_is_compiled(made):
    compile_for(CONFIG)
    compile_for(dataclasses.replace(CONFIG, reason_weight=0.0))
    assert len(made) == 2


OTHERS = {
    "classifier": "cnn",
    "embedding_size": 3,
    "hidden_size": 3,
    "vocabulary_size": 4,
    "max_tokens": 2,
    "reason_weight": 7.0,
    "target": "max_log_prob",
    "token_penalty": "sum_then_square",
    "penalty": "blanking",
    "max_embedding_norm": 0.01,
    "learning_rate": 0.1,
    "batch_size": 3,
    "epochs": 2,
    "seed": 9,
    "word_vectors": "vectors.txt",
    "start_run": 1,
    "search_minutes": 1.0,
}
"""Another value of each setting."""


EARLIER = dataclasses.replace(CONFIG, penalty="input_gradient")


@pytest.fixture(scope="module")
def earlier():
    """What an earlier training has compiled, and its weights; compiling takes a second."""
    models = LastUsed(100)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "_models", models)
        return models, weights_after(EARLIER)


@pytest.fixture(scope="module")
def without_earlier():
    """What trainings have compiled that came after none with the settings of `EARLIER`.

    They share it: where one of another setting had left that setting in it, the weights below would
    not differ from the earlier ones, or not be equal to those after them.
    """
    return LastUsed(100)


@pytest.mark.parametrize(
    "name",
    # Those of pre-trained encoders: test_encoders.py.
    [f.name for f in dataclasses.fields(TrainingConfig) if f.name in OTHERS],
)
def test_no_setting_of_an_earlier_training_is_left_in_a_later_one(
    name, earlier, without_earlier, tmp_path, monkeypatch
):
    """Whatever the setting is said to affect: a wrong word on it would show in the weights."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "vectors.txt").write_text("good 1 0 0 0\nbad 0 1 0 0\n")
    other = dataclasses.replace(EARLIER, **{name: OTHERS[name]})
    compiled._models = without_earlier
    alone = weights_after(other)
    compiled._models, before = earlier
    assert_equal(weights_after(other), alone)
    if name not in ("start_run", "search_minutes"):  # which the training itself does not use
        assert any(not np.array_equal(a, b) for a, b in zip(before, alone, strict=True))


def test_settings_of_two_formulas_never_share_a_compiled_model(made):
    compiled._models = LastUsed(100)
    compile_for(CONFIG)
    names = [name for name, effects in EFFECTS.items() if effects.compiled == "formula"]
    for name in names:
        compile_for(dataclasses.replace(CONFIG, **{name: OTHERS[name]}))
    assert len(names) == 3
    assert len(made) == 1 + len(names)


def test_only_a_few_models_are_kept(made):
    for size in (1, 2, 3, 1):
        compile_for(dataclasses.replace(CONFIG, hidden_size=size))
    assert len(made) == 4  # the first again


def test_classifiers_of_one_architecture_are_read_by_the_same_functions():
    sizes = {"vocabulary_size": 5, "embedding_size": 4, "hidden_size": 3, "num_classes": 2}
    first, second = (build_classifier("lstm", **sizes) for _ in range(2))
    assert reading(first) is reading(second)
    assert reading(first) is not reading(build_classifier("gru", **sizes))
    assert reading(first) is not reading(build_classifier("lstm", **{**sizes, "hidden_size": 4}))


def named(activation, name):
    layers = [keras.layers.Embedding(9, 3), keras.layers.GlobalAveragePooling1D()]
    layers.append(keras.layers.Dense(3, activation=activation, name=name))
    return keras.Sequential([keras.Input((None,), dtype="int32"), *layers, keras.layers.Dense(2)])


def test_a_layer_called_like_its_activation_is_no_other_layer():
    """A name is a name only where Keras keeps names."""
    keras.utils.set_random_seed(0)
    first, second = named("tanh", "tanh"), named("relu", "relu")
    second.set_weights(first.get_weights())
    ids = np.array([[1, 2, 3]], "int32")
    for classifier in (first, second):
        probabilities = reading(classifier).predict(classifier.weights, ids)
        np.testing.assert_allclose(probabilities, keras.ops.softmax(classifier(ids)), rtol=1e-5)
    assert architecture(first) != architecture(second)


def test_names_alone_make_no_other_architecture():
    assert architecture(named("tanh", "one")) == architecture(named("tanh", "another"))


class Doubled(keras.layers.Layer):
    def call(self, inputs):
        return 2 * inputs


def test_two_classes_of_one_name_are_two_architectures():
    """As when a class is defined anew in a notebook."""
    again = type("Doubled", (Doubled,), {"__module__": Doubled.__module__})
    classifiers = [keras.Sequential([keras.Input((3,)), layer()]) for layer in (Doubled, again)]
    assert architecture(classifiers[0]) != architecture(classifiers[1])


def test_classifiers_of_another_float_type_are_read_and_trained_by_other_functions():
    sizes = {"vocabulary_size": 5, "embedding_size": 4, "hidden_size": 4, "num_classes": 2}
    ids = np.array([[1, 2, 3]], "int32")
    for float_type in ("float64", "float32"):
        keras.config.set_floatx(float_type)
        keras.config.set_dtype_policy(float_type)
        try:
            classifier = build_classifier("average", **sizes)
            weights_after()
            probabilities = reading(classifier).predict(classifier.weights, ids)
            *_, explained = reading(classifier).explain(
                classifier.weights, ids, np.ones(1, "float32"), np.array([-1], "int32")
            )
        finally:
            keras.config.set_floatx("float32")
            keras.config.set_dtype_policy("float32")
        assert probabilities.dtype == float_type
        np.testing.assert_allclose(explained, probabilities, rtol=1e-6)


def test_in_mixed_precision_each_training_begins_with_the_scale_of_the_first(made):
    """0 in its place would leave the weights as they are."""
    keras.config.set_dtype_policy("mixed_float16")
    try:
        first, second = (weights_after() for _ in range(2))
    finally:
        keras.config.set_dtype_policy("float32")
    assert len(made) == 1
    assert_equal(second, first)
