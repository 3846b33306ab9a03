"""Texts as padded batches. Sentences of like length share a batch, padded to its own longest.

Padding counts in neither loss. Its Z is 1, so that it adds nothing to the saliency loss, a sum of
(1 − Z) · s over the tokens; and the classifiers' layers pass it over (`rrr.learning.layers`).
"""

from __future__ import annotations

import math
import weakref
from collections.abc import Sequence

import numpy as np
import tensorflow as tf

from rrr.errors import DataError
from rrr.learning.pieces import AnyVocabulary, Row, beginning_of, ids_of, relevance_of
from rrr.records import LabelledTexts
from rrr.text import refuse_one_text

_BATCHES_PER_WINDOW = 16
"""Sentences are sorted by length within windows of this many batches: mixed enough to learn from,
alike enough to need little padding."""


def encode(texts: Sequence[str], vocabulary: AnyVocabulary, max_tokens: int) -> list[Row]:
    """The pieces of each text's words, cut off after `max_tokens` or where no more can be read.

    Raises:
        DataError: if `texts` is one text instead of several.
    """
    refuse_one_text(texts)
    rows = map(vocabulary.pieces_of_text, texts)
    return [beginning_of(row, vocabulary, max_tokens) for row in rows]


def encode_tokens(
    tokens: Sequence[Sequence[str]], vocabulary: AnyVocabulary, max_tokens: int
) -> list[Row]:
    """As `encode`, from texts that are divided into tokens already."""
    rows = (vocabulary.pieces_of(row[:max_tokens]) for row in tokens)
    return [beginning_of(row, vocabulary, max_tokens) for row in rows]


def pad(
    rows: Sequence[Sequence[float]], fill: float, dtype: str, length: int | None = None
) -> np.ndarray:
    """Rows of different lengths as one array `(rows, length)`, filled up on the right.

    Without a length it is that of the longest row; longer rows are cut off.
    """
    length = length or max(map(len, rows))
    array = np.full((len(rows), length), fill, dtype)
    for i, row in enumerate(rows):
        array[i, : len(row)] = row[:length]
    return array


def by_length(lengths: Sequence[int], batch_size: int) -> list[np.ndarray]:
    """Indices in batches of like length, for where the order does not matter."""
    order = np.argsort(lengths, kind="stable")
    return [order[i : i + batch_size] for i in range(0, len(order), batch_size)]


def shuffled_batches(
    lengths: Sequence[int], batch_size: int, random: np.random.Generator
) -> list[np.ndarray]:
    """Indices in batches, in a new order each time, of like length within a window."""
    order = random.permutation(len(lengths))
    window = batch_size * _BATCHES_PER_WINDOW
    batches = []
    for start in range(0, len(order), window):
        part = order[start : start + window]
        part = part[np.argsort(np.asarray(lengths)[part], kind="stable")]
        batches += [part[i : i + batch_size] for i in range(0, len(part), batch_size)]
    return [batches[i] for i in random.permutation(len(batches))]


def training_batches(
    data: LabelledTexts,
    vocabulary: AnyVocabulary,
    labels: Sequence[str],
    *,
    max_tokens: int,
    batch_size: int,
    shuffle_seed: int | None,
    passes_done: int = 0,
    length: int | None = None,
) -> tf.data.Dataset:
    """What `RightReasonsModel.fit` takes: `({"token_ids", "Z"}, class numbers)` per batch.

    Args:
        data: the sentences. A label that is not in `labels` is refused.
        vocabulary: numbers the words' pieces.
        labels: class names in the order of the classifier's outputs.
        max_tokens: longer texts are cut off there.
        batch_size: sentences per batch; the last may be smaller.
        shuffle_seed: each pass is in another order, fixed by this seed. None keeps them sorted by
            length, for evaluation.
        passes_done: begin with the order that comes after so many passes.
        length: token ids per sentence; None: as many as the batch's longest sentence has.

    Raises:
        DataError: if a label is unknown.
    """
    numbers = {label: number for number, label in enumerate(labels)}
    unknown = sorted(set(data.labels) - set(numbers))
    if unknown:
        raise DataError(f"Labels {unknown} are not among the project's: {list(labels)}.")
    rows = encode(data.texts, vocabulary, max_tokens)
    ids = [ids_of(row, vocabulary) for row in rows]
    masks = [
        relevance_of(row, marked, vocabulary, shares)
        for row, marked, shares in zip(rows, data.marked, data.rows_of_shares, strict=True)
    ]
    classes = np.array([numbers[label] for label in data.labels], "int32")
    lengths = [len(row) for row in ids]
    random = np.random.default_rng(shuffle_seed)

    def next_order() -> list[np.ndarray]:
        return shuffled_batches(lengths, batch_size, random)

    for _ in range(passes_done):
        next_order()

    order: list[np.ndarray] = []

    def batch(index: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        if index == 0:
            order[:] = by_length(lengths, batch_size) if shuffle_seed is None else next_order()
        rows = order[index]
        return (
            pad([ids[i] for i in rows], vocabulary.padding, "int32", length),
            pad([masks[i] for i in rows], 1.0, "float32", length),
            classes[rows],
        )

    @tf.autograph.experimental.do_not_convert  # it would be rewritten, in a temporary file
    def inputs_and_classes(index: tf.Tensor) -> tuple[dict[str, tf.Tensor], tf.Tensor]:
        token_ids, Z, numbers = tf.numpy_function(batch, [index], [tf.int32, tf.float32, tf.int32])
        shape = (None, length)
        inputs = {"token_ids": tf.ensure_shape(token_ids, shape), "Z": tf.ensure_shape(Z, shape)}
        return inputs, tf.ensure_shape(numbers, (None,))

    # Not from a generator: TensorFlow would take 30 ms of CPU for each pass through one, as long as
    # a small training takes for its steps.
    num_batches = math.ceil(len(data) / batch_size)
    dataset = tf.data.Dataset.range(num_batches).map(inputs_and_classes).prefetch(2)
    # TensorFlow never lets go of a function it was given, so that the sentences of every training
    # would stay in memory.
    for shared_array in (ids, masks, lengths):
        weakref.finalize(dataset, shared_array.clear)
    # There is nothing to tune here. At the end of half of the passes TensorFlow's tuner would be
    # waited for: it sleeps for 10 ms, then for twice as long each time, that is, for up to as long
    # as the pass took.
    options = tf.data.Options()
    options.autotune.enabled = False
    return dataset.with_options(options)
