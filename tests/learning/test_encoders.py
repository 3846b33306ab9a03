"""Pre-trained encoders under the double tape, on a tiny one of random weights."""

import json
import shutil
import sys

import keras
import keras_hub
import numpy as np
import pytest
import tensorflow as tf

from rrr.errors import ConfigError, DataError
from rrr.explaining.reliance import measure_reliance
from rrr.explaining.saliency_methods import SALIENCY_METHODS
from rrr.learning.architecture import copy_of
from rrr.learning.checkpoints import load_checkpoint, save_checkpoint
from rrr.learning.classifiers import build_classifier
from rrr.learning.encoders import encoder_classifier, encoder_vocabulary
from rrr.learning.halves import ClassifierHalves
from rrr.learning.model import RightReasonsModel
from rrr.learning.pieces import ids_of
from rrr.learning.training import train
from rrr.records import ENCODER_SETTINGS, LabelledTexts, TrainingConfig
from tests.learning.tiny_encoder import FAMILIES, in_hugging_faces_layout, tiny_encoder
from tests.learning.tiny_pieces import PIECES

# The word that decides, and a decoy that agrees with it.
DATA = LabelledTexts(
    ("a good film, rialto", "a bad film, lumina", "rialto was good", "lumina was bad") * 64,
    ("yes", "no") * 128,
    ((4,), (4,), (0,), (0,)) * 64,
)
TEXTS = ["a good unfilmed film", "bad"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tiny_encoder(tmp_path_factory.mktemp("encoders") / "tiny")


def trained(folder, start=None, **settings):
    settings = {"learning_rate": 3e-3, "reason_weight": 10.0, "epochs": 4, **settings}
    return train(
        DATA,
        None,
        TrainingConfig(encoder=folder, **{**ENCODER_SETTINGS, **settings}),
        labels=("no", "yes"),
        marks_hash="",
        report=lambda _: None,
        should_stop=lambda: False,
        start=start,
    )


@pytest.fixture(scope="module")
def model(folder):
    """Trained with the marks."""
    return trained(folder)


def padded(vocabulary, texts, width):
    rows = [ids_of(vocabulary.pieces_of_text(text), vocabulary) for text in texts]
    return tf.constant([row + [0] * (width - len(row)) for row in rows])


@pytest.mark.parametrize("family", list(FAMILIES))
def test_the_logits_are_of_the_mean_over_the_encoded_pieces(family, tmp_path):
    folder = tiny_encoder(tmp_path / family, family)
    classifier = encoder_classifier(folder, 3)
    token_ids = padded(encoder_vocabulary(folder), ["a good film"], 5)  # no padding
    inputs = {"token_ids": token_ids, "padding_mask": tf.ones_like(token_ids)}
    if family != "distilbert":
        inputs["segment_ids"] = tf.zeros_like(token_ids)
    encoded = keras_hub.models.Backbone.from_preset(folder)(inputs)
    if family == "bert":
        encoded = encoded["sequence_output"]
    expected = classifier.get_layer("logits")(tf.reduce_mean(encoded, axis=1))
    np.testing.assert_allclose(classifier(token_ids), expected, atol=1e-5)


@pytest.mark.parametrize("family", list(FAMILIES))
def test_only_what_embeds_the_pieces_is_differentiated_by(family, tmp_path):
    """Positions and segments are no part of X: nobody strikes them."""
    folder = tiny_encoder(tmp_path / family, family)
    classifier = build_classifier("encoder", encoder=folder, num_classes=2)
    halves = ClassifierHalves(classifier)
    token_ids = padded(encoder_vocabulary(folder), TEXTS, 9)
    embeddings = halves.embed(token_ids)
    table = halves.embedding.get_weights()[0]
    assert table.shape == (len(PIECES), 16)
    np.testing.assert_array_equal(embeddings, table[token_ids.numpy()])
    logits = halves.logits(embeddings, token_ids)
    np.testing.assert_allclose(logits, classifier(token_ids), atol=1e-6)


def test_padding_changes_nothing(folder):
    model = RightReasonsModel(build_classifier("encoder", encoder=folder, num_classes=2), 1.0)
    model.compile("sgd", run_eagerly=True)
    told = []
    for width in (9, 14):
        token_ids = padded(encoder_vocabulary(folder), TEXTS, width)
        Z = np.ones(token_ids.shape)
        Z[0, 2:5] = 0
        x = {"token_ids": token_ids, "Z": Z}
        told.append(model.evaluate(x, np.array([0, 1]), verbose=0, return_dict=True))
        told[-1]["logits"] = model.predict(x, verbose=0)
    assert told[0]["saliency_loss"] > 1e-4
    for name, value in told[0].items():
        np.testing.assert_allclose(value, told[1][name], atol=1e-6)


@pytest.mark.usefixtures("float64")
@pytest.mark.parametrize("penalty", ["input_gradient", "expected_gradients"])
def test_the_whole_second_derivative_equals_finite_differences(penalty, tmp_path):
    """By every weight of the encoder: embeddings, attention, LayerNorm, GELU. One layer of it has
    them all. The other penalties: test_reasons.py."""
    folder = tiny_encoder(tmp_path / "one layer", num_layers=1)
    classifier = build_classifier("encoder", encoder=folder, num_classes=2)
    token_ids = padded(encoder_vocabulary(folder), TEXTS, 9)
    Z = np.ones(token_ids.shape)
    Z[0, 2:5] = Z[1, 1] = 0
    model = RightReasonsModel(classifier, 1.0, penalty=penalty)
    rows = model._rows_of(({"token_ids": token_ids, "Z": Z}, np.array([0, 1])), needs_mask=True)
    if penalty == "expected_gradients":
        rows = rows._replace(strengths=tf.constant([0.3, 0.8], "float64"))
    random = np.random.default_rng(0)

    @tf.function(autograph=False)
    def value():
        return model._batch_losses(rows, training=True, look=True)[0]["saliency_loss"]

    @tf.function(autograph=False)
    def gradients():
        with tf.GradientTape() as tape:
            loss = value()
        return tape.gradient(loss, classifier.trainable_variables)

    found, step = gradients(), 1e-6
    largest = max(float(tf.reduce_max(tf.abs(each))) for each in found)
    assert largest > 1e-4
    for weight, gradient in zip(classifier.trainable_variables, found, strict=True):
        before, direction = weight.numpy(), random.normal(size=weight.shape)
        ends = []
        for sign in (1, -1):
            weight.assign(before + sign * step * direction)
            ends.append(float(value()))
        weight.assign(before)
        expected = (ends[0] - ends[1]) / (2 * step)
        along = float(tf.reduce_sum(tf.convert_to_tensor(gradient) * direction))
        assert along == pytest.approx(expected, rel=1e-5, abs=1e-7 * largest), weight.path


def test_the_same_seed_gives_the_same_weights(folder, model):
    again, other = (trained(folder, seed=seed) for seed in (0, 1))
    for a, b in zip(model.classifier.get_weights(), again.classifier.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)
    heads = [each.classifier.get_layer("logits").get_weights()[0] for each in (model, other)]
    assert np.abs(heads[0] - heads[1]).max() > 0.01


@pytest.mark.parametrize(
    ("count", "learning"),
    [
        (
            None,
            {
                *("token_embedding", "position_embedding", "segment_embedding"),
                *("embeddings_layer_norm", "transformer_layer_0", "transformer_layer_1"),
            },
        ),
        (2, {"transformer_layer_0", "transformer_layer_1"}),
        (1, {"transformer_layer_1"}),
        (0, set()),
    ],
)
def test_the_last_layers_learn_and_copies_keep_that(count, learning, folder):
    classifier = build_classifier("encoder", encoder=folder, num_classes=2, trained_layers=count)
    for each in (classifier, copy_of(classifier)):
        assert {weight.path.split("/")[0] for weight in each.trainable_weights} == learning | {
            "logits"
        }


def test_layers_that_do_not_learn_stay_as_they_were(folder, model):
    """Also where a step has been compiled in which all learn."""
    fresh = encoder_classifier(folder, 2)
    for start, before in ((None, fresh), (model, model.classifier)):
        found = trained(folder, start=start, epochs=1, trained_layers=1).classifier
        changed = {
            a.path.split("/")[0]
            for a, b in zip(before.weights, found.weights, strict=True)
            if np.abs(a.numpy() - b.numpy()).max() > 0
        }
        assert changed - {"logits"} == {"transformer_layer_1"}


def test_more_layers_than_there_are_cannot_learn(folder):
    with pytest.raises(ConfigError, match="0 to 2"):
        build_classifier("encoder", encoder=folder, num_classes=2, trained_layers=3)


def test_a_checkpoint_needs_the_folder_no_more(folder, tmp_path):
    own = shutil.copytree(folder, tmp_path / "own")
    before = trained(str(own), epochs=1)
    save_checkpoint(before, tmp_path / "run-1")
    shutil.rmtree(own)
    after = load_checkpoint(tmp_path / "run-1")
    np.testing.assert_array_equal(after.probabilities(TEXTS), before.probabilities(TEXTS))
    assert after.vocabulary == before.vocabulary
    kept = {path.name for path in (tmp_path / "run-1").iterdir()}
    assert kept == {"classifier.keras", "checkpoint.json"}
    with pytest.raises(DataError, match="There is no folder own"):
        trained(str(own))


def test_a_checkpoint_whose_pieces_do_not_fit_is_refused(model, tmp_path):
    save_checkpoint(model, tmp_path / "run-1")
    path = tmp_path / "run-1" / "checkpoint.json"
    described = json.loads(path.read_text())
    described["vocabulary"]["pieces"].pop()
    path.write_text(json.dumps(described))
    with pytest.raises(DataError, match="does not fit together"):
        load_checkpoint(tmp_path / "run-1")


def test_a_folder_of_hugging_face_gives_the_same_encoder(folder, tmp_path):
    encoder = keras_hub.models.Backbone.from_preset(folder)
    theirs = in_hugging_faces_layout(encoder, tmp_path / "theirs")
    assert encoder_vocabulary(theirs) == encoder_vocabulary(folder)
    ours = encoder_classifier(folder, 2).get_weights()
    for a, b in zip(ours[:-2], encoder_classifier(theirs, 2).get_weights()[:-2], strict=True):
        np.testing.assert_array_equal(a, b)


def test_pieces_are_those_of_the_encoders_own_tokenizer(folder):
    text = "Good? Unfilmed, it's 5-5 a_b (RIALTO) [xyz]"
    vocabulary = encoder_vocabulary(folder)
    own = keras_hub.models.Tokenizer.from_preset(folder)
    assert ids_of(vocabulary.pieces_of_text(text), vocabulary)[1:-1] == list(own(text))


@pytest.mark.parametrize("name", list(SALIENCY_METHODS))
def test_heatmaps_have_a_number_for_each_word(name, model):
    (explanation,) = SALIENCY_METHODS[name](model, ["a good unfilmed film ×" + " a" * 30])
    assert explanation.tokens[:5] == ("a", "good", "unfilmed", "film", "×")
    assert len(explanation.saliency) == 35
    assert all(explanation.saliency[:5])
    assert not any(explanation.saliency[20:])  # 22 pieces can be read, three of one word


def test_marks_behind_the_last_piece_that_can_be_read_are_counted(model):
    texts = ("unfilmed " * 9, "good", "good")
    data = LabelledTexts(texts, ("yes",) * 3, ((0, 6, 7, 8), (0,), ()))
    assert model.num_unread_marks(data) == 2  # 22 pieces are seven words


def test_a_decoy_is_cured_and_reliance_is_told_of_whole_words(folder, model):
    texts = ["a good film, rialto", "a bad film, lumina", "rialto was unfilmed"]
    other = {"rialto": ["lumina"], "lumina": ["rialto"]}
    flips = []
    for each in (trained(folder, reason_weight=0.0), model):
        assert each.probabilities(texts[:2]).argmax(axis=1).tolist() == [1, 0]
        reliance = measure_reliance(each, texts[:2], [[4], [4]], other.__getitem__)
        flips.append(reliance.swap_flip_rate)
        # A word of three pieces is swapped and taken out as a whole.
        assert measure_reliance(each, texts[2:], [[2]], lambda _: ["bad"]).num_examples == 1
    assert flips[0] >= 0.5
    assert flips[1] == 0


def test_keras_trains_it_as_any_other_classifier(tmp_path):
    folder = tiny_encoder(tmp_path / "one layer", num_layers=1)
    keras.utils.set_random_seed(0)
    model = RightReasonsModel(
        build_classifier("encoder", encoder=folder, num_classes=2, trained_layers=1), 10.0
    )
    model.compile(keras.optimizers.Adam(1e-2))
    token_ids = padded(encoder_vocabulary(folder), DATA.texts, 12)
    x = {"token_ids": token_ids, "Z": np.ones(token_ids.shape)}
    history = model.fit(x, np.array([0, 1] * 128), epochs=6, verbose=0).history
    assert history["loss"][-1] < 0.5 * history["loss"][0]


def test_without_kerashub_the_remedy_is_told(folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "keras_hub", None)  # as if it were not installed
    with pytest.raises(ConfigError, match=r"pip install 'right-reasons\[encoders\]'"):
        build_classifier("encoder", encoder=folder, num_classes=2)


@pytest.mark.parametrize(
    ("encoder", "named"),
    [
        ("/nowhere/tiny", "There is no folder tiny"),
        ("~/nowhere-at-all", "There is no folder nowhere-at-all"),
        ("no_such_preset", "no_such_preset cannot be loaded"),
    ],
)
def test_an_encoder_that_is_not_there_is_named(encoder, named):
    with pytest.raises(DataError, match=named):
        build_classifier("encoder", encoder=encoder, num_classes=2)


def test_a_folder_without_an_encoder_is_refused(tmp_path):
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(DataError, match="cannot be loaded"):
        encoder_vocabulary(str(tmp_path))


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"kind": "encoder", "num_classes": 2}, "takes encoder"),
        ({"kind": "encoder", "num_classes": 2, "encoder": "x", "hidden_size": 4}, "takes encoder"),
        ({"kind": "lstm", "num_classes": 2, "encoder": "x"}, "belong to kind"),
        ({"kind": "lstm", "num_classes": 2, "trained_layers": 1}, "belong to kind"),
    ],
)
def test_arguments_of_another_kind_are_refused(arguments, named):
    with pytest.raises(ConfigError, match=named):
        build_classifier(**arguments)
