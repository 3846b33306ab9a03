"""What Keras users pass in: further inputs, several embeddings, all kinds of arrays; or why not."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from rrr.errors import AnnotationError, ConfigError, DataError
from rrr.learning.inputs import rows_of
from rrr.learning.model import RightReasonsModel
from rrr.learning.reasons import PENALTIES

L = keras.layers
random = np.random.default_rng(0)
IDS = random.integers(0, 9, (6, 4)).astype("int32")
X = random.normal(size=(6, 4, 2)).astype("float32")
Z = np.ones((6, 4), "float32")
Z[:, 1] = 0
Y = random.integers(0, 2, 6)


def model_of(classifier, **options):
    options = {"reason_weight": 1.0, "penalty": "input_gradient", **options}
    model = RightReasonsModel(classifier, **options)
    model.compile("sgd", run_eagerly=True)
    return model


def by_ids():
    keras.utils.set_random_seed(0)
    return keras.Sequential(
        [keras.Input((4,)), L.Embedding(9, 2), L.GlobalAveragePooling1D(), L.Dense(2)]
    )


def by_embeddings():
    keras.utils.set_random_seed(0)
    return keras.Sequential([keras.Input((4, 2)), L.GlobalAveragePooling1D(), L.Dense(2)])


def with_a_number(as_dict, tokens="words"):
    """A classifier of tokens and one number per sentence."""
    keras.utils.set_random_seed(0)
    words, number = keras.Input((4,), name=tokens), keras.Input((1,), name="length")
    pooled = L.GlobalAveragePooling1D()(L.Embedding(9, 2)(words))
    logits = L.Dense(2)(L.Concatenate()([pooled, number]))
    inputs = {tokens: words, "length": number} if as_dict else [words, number]
    return keras.Model(inputs, logits)


class Subclassed(keras.Model):
    def __init__(self):
        super().__init__()
        self.inner = with_a_number(as_dict=True, tokens="token_ids")

    def call(self, inputs, training=False):
        return self.inner(inputs, training=training)


CHANGES = {
    "rare words to one id": lambda ids: keras.ops.minimum(ids, 4),
    "truncation": lambda ids: ids[:, :2],
    "reversal": lambda ids: keras.ops.flip(ids, 1),
    "another dimension": lambda ids: keras.ops.expand_dims(ids, 2)[:, :, 0] + 1,
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("eagerly", [True, False])
def test_a_classifier_that_changes_its_ids_first_is_refused(change, eagerly):
    words = keras.Input((4,), dtype="int32")
    pooled = L.GlobalAveragePooling1D()(L.Embedding(10, 2)(CHANGES[change](words)))
    model = model_of(keras.Model(words, L.Dense(2)(pooled)))
    model.run_eagerly = eagerly
    with pytest.raises(ConfigError, match="changes its token ids before it embeds them"):
        model.evaluate({"token_ids": IDS, "Z": Z}, Y, verbose=0)


@pytest.mark.parametrize("dtype", ["int32", "int64", "float32", "uint8"])
def test_ids_may_reach_the_embedding_as_another_type(dtype):
    words = keras.Input((4,), dtype=dtype)
    pooled = L.GlobalAveragePooling1D()(L.Embedding(300, 2)(keras.ops.cast(words, "int64")))
    model = model_of(keras.Model(words, L.Dense(2)(pooled)))
    for ids in (IDS, IDS.astype("uint8"), IDS.astype("int8")):
        assert model.evaluate({"token_ids": ids, "Z": Z}, Y, verbose=0)[0] > 0


def test_a_last_layer_may_be_more_precise_than_the_others():
    layers = [L.Embedding(9, 2), L.GlobalAveragePooling1D(), L.Dense(2, dtype="float64")]
    model = model_of(keras.Sequential([keras.Input((4,)), *layers]))
    some = np.where(np.arange(6)[:, None] % 2, Z, 1)
    assert model.evaluate({"token_ids": IDS, "Z": some}, Y, verbose=0)[0] > 0


NUMBERS = random.normal(size=(6, 1)).astype("float32")


@pytest.mark.parametrize("kind", ["list", "dict", "the same name", "subclassed"])
@pytest.mark.parametrize("penalty", PENALTIES)
def test_further_inputs_go_with_their_sentences(kind, penalty):
    makers = {
        "list": lambda: with_a_number(as_dict=False),
        "dict": lambda: with_a_number(as_dict=True),
        "the same name": lambda: with_a_number(as_dict=False, tokens="token_ids"),
        "subclassed": Subclassed,
    }
    classifier = makers[kind]()
    model = model_of(
        classifier, penalty=penalty, from_logits=True if kind == "subclassed" else None
    )
    x = {"token_ids": IDS, "Z": Z * 1.0, "length": NUMBERS}
    x["Z"][::2] = 1  # every other row is looked at by itself
    words = "token_ids" if kind in ("subclassed", "the same name") else "words"
    expected = {words: IDS, "length": NUMBERS}
    expected = classifier(
        list(expected.values()) if kind in ("list", "the same name") else expected
    )
    logits, penalties = model._reasons.look(rows_of(x, Y), training=False)
    np.testing.assert_allclose(logits, expected, rtol=1e-4, atol=1e-6)
    assert (penalties.numpy() > 0).tolist() == [False, True] * 3
    np.testing.assert_allclose(model.predict(x, verbose=0), expected, rtol=1e-4, atol=1e-6)
    model.fit(x, Y, verbose=0)


@pytest.mark.parametrize(
    ("classifier", "extra"),
    [(by_ids, {"lenght": NUMBERS}), (lambda: with_a_number(True), {"lenght": NUMBERS})],
)
def test_an_input_that_the_classifier_does_not_have_is_refused_with_those_it_has(classifier, extra):
    model = model_of(classifier())
    with pytest.raises(DataError, match=r"has these inputs: .*Received besides .*lenght"):
        model.fit({"token_ids": IDS, "Z": Z, **extra}, Y, verbose=0)


def test_a_missing_further_input_is_refused():
    model = model_of(with_a_number(True))
    with pytest.raises(DataError, match=r"these inputs: length, words.*nothing"):
        model.fit({"token_ids": IDS, "Z": Z}, Y, verbose=0)


def tokens_and_places():
    keras.utils.set_random_seed(0)
    ids = keras.Input((4,), dtype="int32")
    tokens = L.Embedding(9, 2, name="tokens")(ids)
    positions = keras.ops.cumsum(keras.ops.ones_like(ids), axis=1) - 1
    places = L.Embedding(4, 2, name="places")(positions)
    hidden = L.Dense(3, activation="tanh", name="hidden")(tokens + places)
    return keras.Model(ids, L.Dense(2, name="logits")(L.GlobalAveragePooling1D()(hidden)))


@pytest.mark.parametrize("chosen", ["name", "layer"])
def test_of_several_embeddings_the_chosen_one_is_differentiated_by(chosen):
    classifier = tokens_and_places()
    layer = classifier.get_layer("tokens")
    model = model_of(classifier, embedding_layer="tokens" if chosen == "name" else layer)
    model.fit({"token_ids": IDS, "Z": Z}, Y, verbose=0)
    embeddings = layer(IDS)
    places = classifier.get_layer("places").embeddings
    with tf.GradientTape() as tape:
        tape.watch(embeddings)
        hidden = classifier.get_layer("hidden")(embeddings + places[None])
        logits = classifier.get_layer("logits")(tf.reduce_mean(hidden, axis=1))
        log_odds = logits[:, 1] - logits[:, 0]
    squares = (tape.gradient(log_odds, embeddings).numpy() ** 2).sum(axis=-1)
    report = model.evaluate({"token_ids": IDS, "Z": Z}, Y, verbose=0, return_dict=True)
    assert report["saliency_loss"] == pytest.approx(((1 - Z) * squares).sum() / 6, rel=1e-4)
    assert model.get_config()["embedding_layer"] == "tokens"


@pytest.mark.parametrize("wanted", ["word", L.Embedding(9, 2), "tokens"])
def test_an_embedding_that_is_not_there_or_used_twice_is_refused(wanted):
    if wanted == "tokens":
        ids, shared = keras.Input((4,), dtype="int32"), L.Embedding(9, 2, name="tokens")
        added = L.Add()([shared(ids), shared(8 - ids)])
        classifier = keras.Model(ids, L.Dense(2)(L.GlobalAveragePooling1D()(added)))
        with pytest.raises(ConfigError, match="uses its layer 'tokens' 2 times"):
            model_of(classifier).fit({"token_ids": IDS, "Z": Z}, Y, verbose=0)
    else:
        with pytest.raises(ConfigError, match="embedding_layer must be a layer of the classifier"):
            model_of(tokens_and_places(), embedding_layer=wanted)


@pytest.mark.parametrize("dtype", ["int32", "bool", "float64", "float16"])
def test_embedded_input_may_be_of_any_numbers(dtype):
    hot = random.integers(0, 2, (6, 4, 2))
    found = []
    for given in (hot.astype(dtype), hot.astype("float32")):
        data = tf.data.Dataset.from_tensors(({"X": given, "Z": Z}, Y))
        found.append(model_of(by_embeddings()).evaluate(data, verbose=0, return_dict=True))
    assert found[0] == pytest.approx(found[1], rel=1e-6)


def test_without_a_relevance_mask_evaluation_takes_nothing_for_marked():
    for maker, x in ((by_ids, {"token_ids": IDS}), (by_embeddings, {"X": X})):
        model = model_of(maker())
        without = model.evaluate(x, Y, verbose=0, return_dict=True)
        ones = model.evaluate({**x, "Z": np.ones((6, 4))}, Y, verbose=0, return_dict=True)
        assert without == pytest.approx(ones)
        assert without["saliency_loss"] == 0


REFUSED = {
    "NaN": (by_embeddings, {"X": np.where(X > 1, np.nan, X)}, "'X' must hold finite numbers"),
    "infinity": (by_embeddings, {"X": np.where(X > 1, np.inf, X)}, "'X' must hold finite numbers"),
    "an id too large": (by_ids, {"token_ids": IDS + 5}, "between 0 and 8.*ids from 5 to 1"),
    "an id below 0": (by_ids, {"token_ids": IDS - 1}, "between 0 and 8.*ids from -1"),
    "ids called X": (by_ids, {"X": IDS}, "Token ids are called 'token_ids'"),
    "uneven lists": (by_ids, {"token_ids": [[1, 2], [3]] * 3}, "rows of different lengths"),
    "words": (by_ids, {"token_ids": np.array([["a"] * 4] * 6)}, "Received: words"),
    "another name": (by_ids, {"tokens": IDS}, r"Got: \['Z', 'tokens'\]"),
}


@pytest.mark.parametrize("run_eagerly", [False, True])
@pytest.mark.parametrize("case", REFUSED)
def test_input_that_cannot_be_used_is_refused(case, run_eagerly):
    maker, x, message = REFUSED[case]
    model = model_of(maker())
    model.compile("sgd", run_eagerly=run_eagerly)
    with pytest.raises(DataError, match=message):
        model.fit({**x, "Z": Z}, Y, verbose=0)


@pytest.mark.parametrize("name", ["token_ids", "Z"])
def test_ragged_input_is_refused_with_the_way_to_pad_it(name):
    x = {"token_ids": tf.constant(IDS), "Z": tf.constant(Z)}
    x[name] = tf.RaggedTensor.from_tensor(x[name], ragged_rank=1)
    with pytest.raises(DataError, match=r"'.*' must be a dense tensor.*to_tensor"):
        model_of(by_ids()).evaluate(tf.data.Dataset.from_tensors((x, Y)), verbose=0)


def test_a_weight_that_is_no_number_is_refused():
    with pytest.raises(DataError, match="'sample_weight' must hold finite numbers"):
        model_of(by_ids()).fit(
            {"token_ids": IDS, "Z": Z}, Y, sample_weight=np.full(6, np.nan), verbose=0
        )


def test_a_mistaken_relevance_mask_is_told_with_its_values():
    with pytest.raises(AnnotationError, match=r"values from 0\.0 to 7\.0"):
        model_of(by_ids()).fit({"token_ids": IDS, "Z": Z * 7}, Y, verbose=0)


@pytest.mark.parametrize("width", [1, 3])
def test_a_mask_of_another_width_is_refused_where_shapes_are_not_known_before(width):
    any_ids, any_mask = tf.TensorSpec((None, None), tf.int64), tf.TensorSpec((None, None))
    data = tf.data.Dataset.from_generator(
        lambda: iter([({"token_ids": IDS, "Z": Z[:, :width]}, Y)]),
        output_signature=({"token_ids": any_ids, "Z": any_mask}, tf.TensorSpec((None,), tf.int64)),
    )
    model = model_of(by_ids())
    model.compile("sgd")  # as a graph: eager tensors always know their shapes
    before = model.get_weights()
    told = rf"one number per token: \(6, 4\)\. Received: \(6, {width}\)\."
    with pytest.raises(AnnotationError, match=told):
        model.fit(data, shuffle=False, verbose=0)
    assert all(map(np.array_equal, before, model.get_weights()))
