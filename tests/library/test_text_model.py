"""Any Keras classifier with any tokenizer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

import rrr
from rrr.learning.any_tokenizer import AnyTokenizer

PIECES = ("[PAD]", "[CLS]", "[SEP]", "[UNK]", "fine", "dull", "film", "cor", "##vane", "the", "a")
WEIGHTS = {"fine": 2.0, "dull": -2.0, "cor": 1.0, "##vane": 3.0}


def tokenizer() -> Tokenizer:
    """Word pieces, as in BERT, with a mark at either end."""
    ids = {piece: number for number, piece in enumerate(PIECES)}
    made = Tokenizer(models.WordPiece(ids, unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer(lowercase=True)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 1), ("[SEP]", 2)]
    )
    return made


def classifier(length: int | None = None, outputs: int = 1) -> keras.Model:
    """Log-odds of "good": the sum of its pieces' weights."""
    ids = keras.Input((length,), dtype="int32")
    embedding = keras.layers.Embedding(len(PIECES), 1)
    last = keras.layers.Dense(outputs, activation="sigmoid" if outputs == 1 else "softmax")
    summed = keras.ops.sum(embedding(ids), axis=1)
    model = keras.Model(ids, last(summed))
    embedding.set_weights([np.array([[WEIGHTS.get(piece, 0.0)] for piece in PIECES])])
    kernel = np.array([[1.0]] if outputs == 1 else [[-0.5, 0.5]])
    last.set_weights([kernel, np.zeros(outputs)])
    return model


@pytest.fixture(scope="module")
def model() -> rrr.TextModel:
    return rrr.TextModel(classifier(), tokenizer().encode, ["bad", "good"])


def test_the_pieces_of_a_word_are_gathered_under_it(model: rrr.TextModel) -> None:
    (explanation,) = rrr.explain(model, ["The fine Corvane!"], method="gradient_times_input")
    assert explanation.tokens == ("The", "fine", "Corvane", "!")
    np.testing.assert_allclose(explanation.saliency, [0, 2, 4, 0], atol=1e-5)
    assert explanation.predicted == "good"


@pytest.mark.parametrize("outputs", [1, 2])
def test_a_sigmoid_and_a_softmax_of_two_say_the_same(outputs: int) -> None:
    model = rrr.TextModel(classifier(outputs=outputs), tokenizer(), ["bad", "good"])
    expected = 1 / (1 + np.exp(-2.0))
    np.testing.assert_allclose(
        model.predict_proba(["fine film"]), [[1 - expected, expected]], atol=1e-6
    )
    assert model.predict(["fine", "dull"]) == ["good", "bad"]


def test_a_classifier_of_fixed_length_gets_it() -> None:
    ids = keras.Input((6,), dtype="int32")
    flat = keras.layers.Flatten()(keras.layers.Embedding(len(PIECES), 2)(ids))
    fixed = keras.Model(ids, keras.layers.Dense(2)(flat))
    model = rrr.TextModel(fixed, tokenizer(), ["bad", "good"])
    texts = ["fine", "a fine film, a dull film, a fine film"]
    assert model.predict_proba(texts).shape == (2, 2)
    first, _ = rrr.explain(model, texts)
    assert len(first.saliency) == 1


def test_words_that_a_classifier_of_fixed_length_does_not_read_are_not_measured() -> None:
    vocabulary = rrr.Vocabulary.fit(["a fine dull film corvane palvero"])
    ids = keras.Input((3,), dtype="int32")
    flat = keras.layers.Flatten()(keras.layers.Embedding(len(vocabulary), 2)(ids))
    fixed = keras.Model(ids, keras.layers.Dense(2)(flat))
    model = rrr.TextModel(fixed, vocabulary, ["bad", "good"])
    texts = ["a fine film corvane", "corvane a fine film"]
    assert rrr.measure_reliance(model, texts, {"corvane"}).num_examples == 1
    assert [each.num_unread for each in rrr.explain(model, texts)] == [1, 1]
    with pytest.raises(rrr.AnnotationError, match="after the first 3 words"):
        rrr.measure_reliance(model, texts[:1], {"corvane"})


@pytest.mark.parametrize("labels", [[0, 1], ["good", "fair"], [0.0, 1.0]])
def test_labels_that_the_model_does_not_know_are_no_wrong_answers(
    model: rrr.TextModel, labels: list[Any]
) -> None:
    with pytest.raises(rrr.DataError, match="does not know"):
        rrr.measure_reliance(model, ["dull Corvane", "fine Film"], {"Corvane"}, labels)


def test_a_model_class_of_ones_own_is_explained_too() -> None:
    class Own(keras.Model):
        def __init__(self) -> None:
            super().__init__()
            self.embedding = keras.layers.Embedding(len(PIECES), 3)
            self.dense = keras.layers.Dense(2)

        def call(self, ids: Any, training: bool = False) -> Any:
            return self.dense(keras.ops.sum(self.embedding(ids), axis=1))

    own = Own()
    expected = own(np.array([[1, 4, 6, 2]])).numpy()[0]
    model = rrr.TextModel(own, tokenizer(), ["bad", "good"], from_logits=True)
    odds = np.log(model.predict_proba(["fine film"])[0])
    np.testing.assert_allclose(odds[1] - odds[0], expected[1] - expected[0], atol=1e-5)
    assert len(rrr.explain(model, ["fine film"])[0].saliency) == 2


def test_reliance_swaps_whole_words_for_others(model: rrr.TextModel) -> None:
    reliance = rrr.measure_reliance(
        model, ["dull Corvane", "fine Film"], {"Corvane", "film"}, ["good", "good"]
    )
    assert reliance.swap_flip_rate == 0.5  # "dull film" is bad, and "fine Corvane" stays good
    assert reliance.removal_change == 0.5


def test_words_that_stand_nowhere_cannot_be_measured(model: rrr.TextModel) -> None:
    with pytest.raises(rrr.AnnotationError, match="stands in any"):
        rrr.measure_reliance(model, ["fine film"], {"Palvero"})


def test_offsets_survive_what_is_longer_in_other_encodings() -> None:
    vocabulary = AnyTokenizer(tokenizer().encode)
    text = "👩🏽‍🚀 fine e\u0301 Corvane"
    rows = vocabulary.pieces_of_text(text)
    words = [token.text for token in rrr.tokenize(text)]
    assert dict(zip(words, rows, strict=True))["Corvane"] == (7, 8)
    assert dict(zip(words, rows, strict=True))["fine"] == (4,)
    assert (vocabulary.before, vocabulary.after) == ((1,), (2,))


def test_any_keras_classifier_is_searched_the_right_weight_for() -> None:
    good = [f"fine film {n} Corvane" for n in range(20)]
    texts, labels = good + [f"dull film {n}" for n in range(20)], ["good"] * 20 + ["bad"] * 20

    def build() -> rrr.TextModel:
        fresh = keras.Sequential(
            [
                keras.Input((None,), dtype="int32"),
                keras.layers.Embedding(len(PIECES), 4, mask_zero=True),
                keras.layers.GlobalAveragePooling1D(),
                keras.layers.Dense(2),
            ]
        )
        return rrr.TextModel(fresh, tokenizer(), ["bad", "good"])

    data = texts, labels
    found = rrr.search_reason_weight(
        build, data, data, irrelevant={"Corvane"}, epochs=3, learning_rate=0.1, max_trials=1
    )
    assert [trial.reason_weight for trial in found.trials] == [found.reason_weight]
    assert found.why
    assert found.model.predict(["fine film", "dull film"]) == ["good", "bad"]


def test_what_does_not_go_together_is_refused_with_the_remedy() -> None:
    for arguments, message in [
        ((classifier(), tokenizer(), ["only"]), "two names or more"),
        ((classifier(), tokenizer(), ["a", "b", "c"]), "1 outputs for 3 labels"),
        ((classifier(), lambda text: text, ["a", "b"]), "ids, offsets"),
        ((classifier(), 3, ["a", "b"]), "A tokenizer is"),
        (("no model", tokenizer(), ["a", "b"]), "must be a Keras model"),
    ]:
        with pytest.raises(rrr.ConfigError, match=message):
            rrr.TextModel(*arguments)  # type: ignore[arg-type]


def test_a_tokenizer_that_is_a_function_cannot_be_saved_and_says_what_to_do(
    model: rrr.TextModel, tmp_path: Path
) -> None:
    with pytest.raises(rrr.ConfigError, match=r"Save model\.classifier with Keras"):
        model.save(tmp_path / "model")
    assert list(tmp_path.iterdir()) == []


def test_a_model_of_ones_own_with_a_vocabulary_is_saved_and_loaded(tmp_path: Path) -> None:
    vocabulary = rrr.Vocabulary(("fine", "dull", "film"))
    model = rrr.TextModel(classifier(), vocabulary, ["bad", "good"], max_tokens=7)
    model.save(tmp_path / "model")
    loaded = rrr.load(tmp_path / "model")
    assert loaded.labels == model.labels
    np.testing.assert_allclose(
        loaded.predict_proba(["dull film"]), model.predict_proba(["dull film"]), atol=1e-6
    )
    with pytest.raises(rrr.NotFound, match="no folder"):
        rrr.load(tmp_path / "nothing")
