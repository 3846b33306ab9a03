"""RightReasonsModel as a Keras model: what it takes, refuses, reports, saves."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from rrr.errors import AnnotationError, ConfigError, DataError, Diverged
from rrr.learning.classifiers import build_classifier
from rrr.learning.halves import all_layers
from rrr.learning.model import RightReasonsModel

REPORTED = {"loss", "classification_loss", "saliency_loss", "accuracy"}


@pytest.fixture
def token_data():
    random = np.random.default_rng(0)
    token_ids = random.integers(1, 20, (12, 6)).astype("int32")
    Z = np.ones((12, 6), "float32")
    Z[:, 2] = 0
    return {"token_ids": token_ids, "Z": Z}, random.integers(0, 2, 12)


def small_model(*, run_eagerly=True, **options):
    """Not compiled unless a test says so: compiling takes ten times as long as a step."""
    keras.utils.set_random_seed(0)
    classifier = build_classifier(
        "average", vocabulary_size=20, embedding_size=3, hidden_size=4, num_classes=2
    )
    options = {"reason_weight": 1.0, "penalty": "input_gradient", **options}
    model = RightReasonsModel(classifier, **options)
    model.compile("adam", run_eagerly=run_eagerly)
    return model


def test_compiled_it_trains_and_reports_as_when_it_is_not(token_data):
    x, y = token_data
    reports, weights = [], []
    for run_eagerly in (True, False):
        model = small_model(run_eagerly=run_eagerly)
        history = model.fit(x, y, sample_weight=y + 1, validation_data=(x, y), verbose=0).history
        reports.append({name: value for name, (value,) in history.items()})
        weights.append(model.get_weights())
    assert reports[0] == pytest.approx(reports[1], rel=1e-5)
    for a, b in zip(*weights, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-7)


def test_fit_and_evaluate_report_both_losses_and_accuracy(token_data):
    x, y = token_data
    model = small_model()
    history = model.fit(x, y, validation_data=(x, y), epochs=1, verbose=0).history
    assert set(history) == REPORTED | {f"val_{name}" for name in REPORTED}
    assert set(model.evaluate(x, y, verbose=0, return_dict=True)) == REPORTED


def test_loss_is_classification_loss_plus_weighted_saliency_loss(token_data):
    x, y = token_data
    report = small_model(reason_weight=5.0).evaluate(x, y, verbose=0, return_dict=True)
    expected = report["classification_loss"] + 5.0 * report["saliency_loss"]
    assert report["loss"] == pytest.approx(expected, rel=1e-5)
    assert report["saliency_loss"] > 0


def test_a_small_last_batch_weighs_by_its_sentences(token_data):
    x, y = token_data
    model = small_model()
    whole = model.evaluate(x, y, batch_size=12, verbose=0, return_dict=True)
    parts = model.evaluate(x, y, batch_size=5, verbose=0, return_dict=True)
    for name in REPORTED:
        assert parts[name] == pytest.approx(whole[name], rel=1e-5)


def test_class_numbers_and_one_hot_labels_train_alike(token_data):
    x, y = token_data
    numbers, one_hot = small_model(), small_model()
    numbers.fit(x, y, verbose=0, shuffle=False)
    one_hot.fit(x, np.eye(2)[y], verbose=0, shuffle=False)
    for a, b in zip(numbers.get_weights(), one_hot.get_weights(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-6)


def test_a_tf_data_set_and_callbacks_work(token_data):
    batches = tf.data.Dataset.from_tensor_slices(token_data).batch(4)
    model = small_model(run_eagerly=False)
    stop = keras.callbacks.LambdaCallback(
        on_epoch_end=lambda epoch, logs: setattr(model, "stop_training", "val_loss" in logs)
    )
    history = model.fit(
        batches, validation_data=batches, epochs=5, callbacks=[stop], verbose=0, shuffle=False
    )
    assert len(history.epoch) == 1


def test_predict_needs_no_relevance_mask(token_data):
    x, _ = token_data
    model = small_model()
    with_mask = model.predict(x, verbose=0)
    without = model.predict({"token_ids": x["token_ids"]}, verbose=0)
    np.testing.assert_array_equal(with_mask, without)
    assert with_mask.shape == (12, 2)


def test_sample_weights_weigh_both_losses_of_a_sentence(token_data):
    x, y = token_data
    model, weights = small_model(), np.zeros(12)
    alone = [model.evaluate(*cut(x, y, [i]), verbose=0, return_dict=True) for i in (3, 7)]
    weights[[3, 7]] = 1, 2
    report = model.evaluate(x, y, sample_weight=weights, verbose=0, return_dict=True)
    for name in ("classification_loss", "saliency_loss"):
        expected = (alone[0][name] + 2 * alone[1][name]) / 12
        assert report[name] == pytest.approx(expected, rel=1e-5)
        assert report[name] > 0


def cut(x, y, rows):
    return {name: value[rows] for name, value in x.items()}, y[rows]


def test_sentences_of_weight_0_do_not_move_the_model(token_data):
    x, y = token_data
    model = small_model(reason_weight=100.0)
    before = model.get_weights()
    model.fit(x, y, sample_weight=np.zeros(12), verbose=0)
    for old, new in zip(before, model.get_weights(), strict=False):
        np.testing.assert_array_equal(old, new)


def test_weight_decay_of_the_classifier_is_part_of_the_loss(token_data):
    x, y = token_data
    classifier = keras.Sequential(
        [
            keras.layers.Embedding(20, 3),
            keras.layers.GlobalAveragePooling1D(),
            keras.layers.Dense(2, kernel_regularizer=keras.regularizers.L2(0.5)),
        ]
    )
    model = RightReasonsModel(classifier, reason_weight=0.0)
    model.compile(run_eagerly=True)
    report = model.evaluate(x, y, verbose=0, return_dict=True)
    kernel = classifier.layers[-1].kernel.numpy()
    assert report["loss"] - report["classification_loss"] == pytest.approx(
        0.5 * (kernel**2).sum(), rel=1e-4
    )


@pytest.mark.parametrize("ending", ["dense", "activation", "softmax layer", "subclassed"])
def test_a_softmax_at_the_end_changes_nothing_but_the_output(token_data, ending):
    x, y = token_data
    logits_model = small_model()
    weights = logits_model.classifier.get_weights()
    base = build_classifier(
        "average", vocabulary_size=20, embedding_size=3, hidden_size=4, num_classes=2
    )
    options = {}
    if ending == "dense":
        base.layers[-1].activation = keras.activations.softmax
        classifier = base
    elif ending == "activation":
        classifier = keras.Sequential([base, keras.layers.Activation("softmax")])
    elif ending == "softmax layer":
        classifier = keras.Sequential([base, keras.layers.Softmax()])
    else:

        class Subclassed(keras.Model):
            def __init__(self):
                super().__init__()
                self.base = base

            def call(self, token_ids, training=False):
                return keras.ops.softmax(self.base(token_ids, training=training))

        classifier, options = Subclassed(), {"from_logits": False}
    base.set_weights(weights)
    model = RightReasonsModel(classifier, 1.0, penalty="input_gradient", **options)
    model.compile("adam", run_eagerly=True)

    expected = logits_model.evaluate(x, y, verbose=0, return_dict=True)
    report = model.evaluate(x, y, verbose=0, return_dict=True)
    for name in REPORTED:
        assert report[name] == pytest.approx(expected[name], rel=1e-4)
    assert model.predict(x, verbose=0).sum(axis=-1) == pytest.approx(np.ones(12), rel=1e-5)


def test_a_subclassed_classifier_has_to_say_what_it_returns():
    class Subclassed(keras.Model):
        pass

    with pytest.raises(ConfigError, match="Pass from_logits=True or False"):
        RightReasonsModel(Subclassed())


def test_saved_and_loaded_it_predicts_the_same(token_data, tmp_path):
    x, y = token_data
    model = small_model(reason_weight=3.0, target="true_log_prob")
    model.fit(x, y, verbose=0)
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras", safe_mode=True)
    assert (loaded.reason_weight, loaded.target) == (3.0, "true_log_prob")
    np.testing.assert_array_equal(loaded.predict(x, verbose=0), model.predict(x, verbose=0))


def recurrent_layers(model):
    return [layer for layer in all_layers(model) if hasattr(layer, "use_cudnn")]


@pytest.mark.parametrize("kind", ["lstm", "bilstm", "gru"])
def test_cudnn_stays_off_through_cloning_and_loading_our_classifiers(kind, tmp_path):
    classifier = build_classifier(
        kind, vocabulary_size=9, embedding_size=3, hidden_size=4, num_classes=2
    )
    classifier.save(tmp_path / "classifier.keras")
    clone = keras.models.clone_model(classifier)
    loaded = keras.saving.load_model(tmp_path / "classifier.keras")
    for model in (classifier, clone, loaded):
        assert [layer.use_cudnn for layer in recurrent_layers(model)] == [False] * (
            2 if kind == "bilstm" else 1
        )


def test_cudnn_is_turned_off_in_somebody_elses_classifier_and_after_loading(tmp_path):
    def classifier():
        return keras.Sequential(
            [
                keras.Input((5, 4)),
                keras.layers.Bidirectional(keras.layers.LSTM(3, return_sequences=True)),
                keras.layers.GRU(3),
                keras.layers.Dense(2),
            ]
        )

    model = RightReasonsModel(classifier())
    model.compile()
    model.predict({"X": np.zeros((1, 5, 4), "float32")}, verbose=0)
    model.save(tmp_path / "model.keras")
    for either in (model, keras.saving.load_model(tmp_path / "model.keras")):
        settings = [layer.use_cudnn for layer in recurrent_layers(either)]
        assert len(settings) >= 3
        assert not any(settings)


def test_a_missing_relevance_mask_is_refused_with_the_remedy(token_data):
    x, y = token_data
    with pytest.raises(AnnotationError, match="all ones where nothing is marked"):
        small_model().fit({"token_ids": x["token_ids"]}, y, verbose=0)


def test_a_relevance_mask_of_another_shape_is_refused(token_data):
    x, y = token_data
    with pytest.raises(AnnotationError, match="one number per token"):
        small_model().fit({**x, "Z": x["Z"][:, :4]}, y, verbose=0)


@pytest.mark.parametrize("run_eagerly", [False, True])
def test_a_relevance_mask_out_of_bounds_is_refused(token_data, run_eagerly):
    x, y = token_data
    model = small_model(run_eagerly=run_eagerly)
    for value in (-0.1, 1.5, np.nan):
        x["Z"][3, 3] = value
        for verb in (model.fit, model.evaluate):
            with pytest.raises(AnnotationError, match=r"must lie in \[0, 1\]"):
                verb(x, y, verbose=0)


@pytest.mark.parametrize(
    ("x", "message"),
    [
        (np.zeros((4, 6), "int32"), "is a dict"),
        ({"Z": np.ones((4, 6))}, "is a dict"),
        ({"token_ids": np.zeros((4, 6), "float32"), "Z": np.ones((4, 6))}, "whole numbers"),
        ({"X": np.zeros((4, 6), "float32"), "Z": np.ones((4, 6))}, "3 dimensions"),
    ],
)
def test_input_that_is_no_such_dict_is_refused(x, message):
    with pytest.raises(DataError, match=message):
        small_model().fit(x, np.zeros(4, "int32"), verbose=0)


def test_labels_of_a_wrong_shape_are_refused(token_data):
    x, _ = token_data
    with pytest.raises(DataError, match="Labels must be class numbers"):
        small_model().fit(x, np.zeros((12, 3)), verbose=0)


def test_two_embedding_layers_are_refused(token_data):
    x, y = token_data
    ids = keras.Input((6,), dtype="int32")
    both = [keras.layers.Embedding(20, 3)(ids) for _ in range(2)]
    averaged = keras.layers.GlobalAveragePooling1D()(keras.layers.Add()(both))
    model = RightReasonsModel(keras.Model(ids, keras.layers.Dense(2)(averaged)))
    model.compile(run_eagerly=True)
    with pytest.raises(ConfigError, match="exactly one Embedding layer"):
        model.fit(x, y, verbose=0)


@pytest.mark.parametrize("weight", [-1.0, float("nan")])
def test_a_negative_reason_weight_is_refused(weight):
    with pytest.raises(ConfigError, match="reason_weight must be 0 or more"):
        small_model(reason_weight=weight)


@pytest.mark.parametrize(
    ("sizes", "message"),
    [
        ({"kind": "transformer"}, "kind must be one of"),
        ({"hidden_size": 0}, "hidden_size"),
        ({"num_classes": 1}, "num_classes"),
        ({"embedding_size": 2.5}, "whole number"),
    ],
)
def test_classifier_sizes_are_checked(sizes, message):
    right = {"vocabulary_size": 9, "embedding_size": 3, "hidden_size": 4, "num_classes": 2}
    with pytest.raises(ConfigError, match=message):
        build_classifier(**{**right, **sizes})


def test_reason_weight_may_leave_and_reach_0_within_a_training(token_data):
    x, y = token_data
    weights = [0.0, 2.0, 0.0, 1e-3]
    model = small_model(reason_weight=0.0)
    model.compile(keras.optimizers.SGD(0.1))
    expected = small_model(reason_weight=0.0)
    expected.compile(keras.optimizers.SGD(0.1), run_eagerly=True)
    warm_up = keras.callbacks.LambdaCallback(
        on_epoch_begin=lambda epoch, logs: setattr(model, "reason_weight", weights[epoch])
    )
    history = model.fit(x, y, epochs=4, callbacks=[warm_up], shuffle=False, verbose=0).history
    for weight in weights:  # each in a fit of its own
        expected.reason_weight = weight
        expected.fit(x, y, shuffle=False, verbose=0)
    for a, b in zip(model.get_weights(), expected.get_weights(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-7)
    assert len(history["saliency_loss"]) == 2  # of the epochs that looked


def test_a_step_is_compiled_once_per_kind_however_often_reason_weight_changes(token_data):
    x, y = token_data
    model = small_model(run_eagerly=False)
    traced = []
    model.train_step = lambda data, step=model.train_step: traced.append(1) or step(data)
    for weight in (1.0, 0.0, 2.0, 0.0, 3.0):
        model.reason_weight = weight
        model.fit(x, y, verbose=0)
    assert len(traced) == 2


@pytest.mark.parametrize("weight", [float("inf"), 1e30, "much", None])
def test_a_reason_weight_that_cannot_be_reckoned_with_is_refused(weight):
    with pytest.raises(ConfigError, match=r"0 or more, and 1e\+12 at most"):
        small_model(reason_weight=weight)
    model = small_model(reason_weight=2.0)
    with pytest.raises(ConfigError, match=r"0 or more, and 1e\+12 at most"):
        model.reason_weight = weight
    assert model.reason_weight == 2.0


def test_a_loss_that_leaves_its_range_is_told_before_it_reaches_the_weights(token_data):
    x, y = token_data
    model = small_model(reason_weight=3.0, run_eagerly=False)
    model.classifier.set_weights([np.full_like(w, 1e38) for w in model.classifier.get_weights()])
    before = model.get_weights()
    with pytest.raises(Diverged, match=r"at λ = 3\..*lower learning rate"):
        model.fit(x, y, verbose=0)
    for a, b in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("name", ["target", "token_penalty", "penalty"])
def test_what_the_step_is_compiled_with_cannot_be_set_later(name):
    model = small_model()
    before = getattr(model, name)
    with pytest.raises(AttributeError, match=name):
        setattr(model, name, "sum_log_probs")
    assert getattr(model, name) == before


def test_labels_in_columns_and_in_rows_may_take_turns(token_data):
    x, y = token_data
    model = small_model(run_eagerly=False)  # Keras' metrics keep the shape they are compiled with
    reports = [
        model.evaluate(x, labels, verbose=0, return_dict=True)
        for labels in (y[:, None], y, np.eye(2)[y], y[:, None].astype("float32"), y)
    ]
    for report in reports[1:]:
        assert report == pytest.approx(reports[0], rel=1e-6)
    with pytest.raises(DataError, match=r"Labels must .* Received: 3"):
        model.evaluate(x, np.ones((12, 3)), verbose=0)
    assert model.evaluate(x, y, verbose=0, return_dict=True) == pytest.approx(reports[0], rel=1e-6)


def rank_of_labels(y_true, y_pred):
    return tf.cast(tf.rank(y_true), tf.float32)


def test_metrics_get_the_labels_and_probabilities_that_they_need(token_data):
    x, y = token_data
    metrics = keras.metrics
    compiled = [
        "accuracy",
        metrics.AUC(name="auc"),
        "sparse_categorical_accuracy",
        metrics.SparseTopKCategoricalAccuracy(1, name="top"),
        metrics.SparseCategoricalCrossentropy(name="cross"),
        metrics.CategoricalCrossentropy(name="cross_too"),
        rank_of_labels,
    ]
    model = small_model()
    for labels, rank in ((y, 1), (np.eye(2)[y], 2)):
        weighted = [metrics.Precision(name="precise")]
        model.compile(metrics=list(compiled), weighted_metrics=weighted, run_eagerly=True)
        report = model.evaluate(x, labels, verbose=0, return_dict=True)
        p = tf.nn.softmax(model.predict(x, verbose=0)).numpy()
        right = (p.argmax(axis=-1) == y).mean()
        for name in ("accuracy", "sparse_categorical_accuracy", "top", "precise"):
            assert report[name] == pytest.approx(right, rel=1e-5), name
        for name in ("cross", "cross_too", "classification_loss"):
            assert report[name] == pytest.approx(-np.log(p[range(12), y]).mean(), rel=1e-4), name
        auc = metrics.AUC()
        auc.update_state(np.eye(2)[y], p)
        assert report["auc"] == pytest.approx(float(auc.result()), rel=1e-5)
        assert report["rank_of_labels"] == rank  # one's own gets the labels as they are passed


@pytest.mark.parametrize("given", ["accuracy", ["acc"], keras.metrics.AUC(name="auc"), "AUC", []])
def test_metrics_may_be_one_or_a_list(token_data, given):
    x, y = token_data
    model = small_model()
    model.compile(metrics=given, run_eagerly=True)
    report = model.evaluate(x, y, verbose=0, return_dict=True)
    others = set(report) - REPORTED
    assert len(others) == ("AUC" in repr(given))
    assert all("auc" in name for name in others)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"jit_compile": True}, "Leave jit_compile out"),
        ({"loss_weights": [0.5]}, "Set reason_weight"),
        ({"metrics": [keras.metrics.CategoricalCrossentropy(from_logits=True)]}, "probabilities"),
        ({"metrics": [keras.metrics.AUC(from_logits=True)]}, "Leave from_logits out"),
        ({"weighted_metrics": [keras.metrics.Mean(name="loss")]}, "name='my_loss'"),
    ],
)
def test_options_that_cannot_be_had_are_refused_with_the_remedy(options, message):
    with pytest.raises(ConfigError, match=message):
        small_model().compile(**options)


def test_what_it_was_told_of_the_classifier_survives_saving(tmp_path):
    embeddings = keras.Input((3, 2))
    logits = keras.layers.Dense(2)(keras.layers.Flatten()(embeddings))
    model = RightReasonsModel(keras.Model(embeddings, logits), from_logits=True, multi_label=True)
    model.compile()
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    config = loaded.get_config()
    assert (config["from_logits"], config["multi_label"]) == (True, True)
    assert config["embedding_layer"] is None
