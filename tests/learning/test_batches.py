"""Batches: every sentence once per pass, little padding, Z of ones where nothing is marked."""

import gc
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrr.errors import DataError
from rrr.learning.batches import by_length, pad, shuffled_batches, training_batches
from rrr.records import LabelledTexts
from rrr.text import Vocabulary

lengths = st.lists(st.integers(1, 50), min_size=1, max_size=200)


@given(lengths, st.integers(1, 33))
def test_every_sentence_is_in_exactly_one_batch(lengths, batch_size):
    random = np.random.default_rng(0)
    for batches in (by_length(lengths, batch_size), shuffled_batches(lengths, batch_size, random)):
        assert sorted(np.concatenate(batches)) == list(range(len(lengths)))
        assert max(map(len, batches)) <= batch_size


def test_sentences_of_like_length_share_a_batch():
    lengths = list(range(1, 101)) * 2
    batches = shuffled_batches(lengths, 20, np.random.default_rng(0))
    padded = sum(len(batch) * max(lengths[i] for i in batch) for batch in batches)
    assert padded < 1.15 * sum(lengths)


def test_padding_fills_up_on_the_right():
    assert pad([[1, 2, 3], [4]], 0, "int32").tolist() == [[1, 2, 3], [4, 0, 0]]


def data():
    return LabelledTexts(("a b c", "d", "e f"), ("no", "yes", "no"), ((1,), (), (0, 1)))


def passes(shuffle_seed, count):
    dataset = training_batches(
        data(),
        Vocabulary.fit(data().texts),
        ("no", "yes"),
        max_tokens=10,
        batch_size=2,
        shuffle_seed=shuffle_seed,
    )
    assert len(dataset) == 2
    return [[y.numpy().tolist() for _, y in dataset] for _ in range(count)], dataset


def test_marked_tokens_are_zero_in_the_relevance_mask_and_padding_is_one():
    _, dataset = passes(None, 0)
    (x, y), _ = dataset.as_numpy_iterator()
    assert x["Z"].tolist() == [[1, 1], [0, 0]]  # "d" padded, then "e f"
    assert x["token_ids"][0, 1] == 0
    assert y.tolist() == [1, 0]


def test_no_tuner_of_tensorflow_is_waited_for_when_a_pass_ends():
    assert passes(0, 1)[1].options().autotune.enabled is False


def test_the_seed_fixes_the_order_of_every_pass():
    assert passes(7, 4)[0] == passes(7, 4)[0]


def test_a_pass_that_nobody_reads_changes_no_order():
    """Keras prepares a pass after the last one, and after each epoch one too many."""
    (_, expected), _ = passes(7, 2)
    (_,), dataset = passes(7, 1)
    iter(dataset)
    assert [y.numpy().tolist() for _, y in dataset] == expected


def test_rows_that_do_not_match_are_refused():
    with pytest.raises(DataError, match="equally many"):
        LabelledTexts(("a",), ("no", "yes"), ((),))


def test_nothing_is_left_of_the_sentences_when_a_training_is_over():
    """TensorFlow keeps each function it was given for good."""
    count = 2_000
    texts = tuple(f"a film of number{n} at the odeon" for n in range(count))
    vocabulary = Vocabulary.fit(texts)

    def train_once():
        data = LabelledTexts(
            tuple(text + "!" for text in texts), ("n", "p") * (count // 2), ((6,),) * count
        )
        for _ in training_batches(
            data, vocabulary, ["n", "p"], max_tokens=9, batch_size=64, shuffle_seed=0
        ):
            pass

    def traced():
        train_once()
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        first = traced()
        assert (
            max(traced() - first for _ in range(2)) < 100_000
        )  # bytes; the sentences take 900,000
    finally:
        tracemalloc.stop()
