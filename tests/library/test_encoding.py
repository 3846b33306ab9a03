from __future__ import annotations

import numpy as np
import pytest
import tensorflow as tf

import rrr

TEXTS = ["A fine film, seen at the Corvane", "dull"]
VOCABULARY = rrr.Vocabulary.fit(TEXTS)


def test_the_mask_is_padded_with_ones_and_fits_the_ids() -> None:
    x = rrr.encode(TEXTS, VOCABULARY, irrelevant={"Corvane"})
    assert x["token_ids"].shape == x["Z"].shape == (2, 8)
    assert np.argwhere(x["Z"] == 0).tolist() == [[0, 7]]
    assert x["token_ids"][1].tolist() == [VOCABULARY.id_of("dull")] + [0] * 7
    assert (rrr.relevance_mask(TEXTS, {"Corvane"}) == x["Z"]).all()


def test_a_given_length_pads_and_cuts() -> None:
    assert rrr.encode(TEXTS, VOCABULARY, length=3)["token_ids"].shape == (2, 3)
    assert rrr.relevance_mask(TEXTS, None, length=12).shape == (2, 12)


def test_a_data_set_gives_what_the_list_gives() -> None:
    x = rrr.encode(TEXTS, VOCABULARY, irrelevant={"Corvane"})
    batches = tf.data.Dataset.from_tensor_slices(TEXTS).batch(2)
    (batch,) = batches.map(lambda t: rrr.encode(t, VOCABULARY, irrelevant={"Corvane"}))
    for name, values in x.items():
        assert (batch[name].numpy() == values).all()
    assert batches.map(lambda t: rrr.encode(t, VOCABULARY)).element_spec["Z"].shape.rank == 2


def test_an_iterator_of_words_strikes_every_batch_of_a_data_set() -> None:
    batches = tf.data.Dataset.from_tensor_slices(TEXTS * 2).batch(2)
    words = iter(["Corvane"])
    batches = batches.map(lambda t: rrr.encode(t, VOCABULARY, irrelevant=words))
    expected = rrr.encode(TEXTS, VOCABULARY, irrelevant=iter(["Corvane"]))["Z"]
    assert (expected == 0).any()
    for batch in batches:
        assert (batch["Z"].numpy() == expected).all()


def test_a_data_set_without_batches_or_with_indices_is_refused_with_the_remedy() -> None:
    texts = tf.data.Dataset.from_tensor_slices(TEXTS)  # TensorFlow wraps what is raised in a map
    with pytest.raises(Exception, match=r"batch\(\) before map"):
        texts.map(lambda t: rrr.encode(t, VOCABULARY))
    with pytest.raises(Exception, match="must be words"):
        texts.batch(2).map(lambda t: rrr.encode(t, VOCABULARY, irrelevant=[[0], []]))
