"""Texts as the arrays that `RightReasonsModel` takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import tensorflow as tf

from rrr.errors import AnnotationError, DataError
from rrr.learning.any_tokenizer import vocabulary_of
from rrr.learning.batches import encode as words_as_ids
from rrr.learning.batches import pad
from rrr.learning.pieces import ids_of, relevance_of
from rrr.library.given import checked_texts
from rrr.library.irrelevant import Irrelevant, as_told, irrelevant_shares, irrelevant_tokens
from rrr.text import texts_of
from rrr.word_relevance import word_relevance


def relevance_mask(
    texts: Sequence[str], irrelevant: Irrelevant | None, *, length: int | None = None
) -> npt.NDArray[np.float32]:
    """Z `(texts, length)` over the tokens of `rrr.tokenize`: 0 where irrelevant, else 1.

    Where people differ, Z is 1 minus the share of those to whom the token is irrelevant.

    For a classifier that reads other pieces, as of a pre-trained encoder, use `rrr.encode`.

    Args:
        texts: the texts.
        irrelevant: words or phrases, which count wherever they stand; or, for each text, the
            indices of its irrelevant tokens, or spans `(start, end)` of characters, or a share of
            people, 0 to 1, by token: `{3: 0.5}`. What needs to know whether a token is irrelevant
            or not, as a measurement does, takes it as irrelevant from one half on.
        length: tokens per text. None: as many as the longest text has.

    Raises:
        AnnotationError: if `irrelevant` does not fit the texts.
        DataError: if `texts` are anything else than several strings.

    Examples:
        >>> rrr.relevance_mask(["Seen at the Corvane", "A fine film"], irrelevant={"corvane"})
        array([[1., 1., 1., 0.],
               [1., 1., 1., 1.]], dtype=float32)
        >>> rrr.relevance_mask(["Seen at the Corvane"], irrelevant=[{0: 0.25, 3: 1.0}])
        array([[0.75, 1.  , 1.  , 0.  ]], dtype=float32)
    """
    texts, irrelevant = checked_texts(texts), as_told(irrelevant)
    tokens = irrelevant_tokens(texts, irrelevant)
    shares = irrelevant_shares(texts, irrelevant) or ((),) * len(texts)
    rows = [
        word_relevance(len(texts_of(text)), struck, in_part)
        for text, struck, in_part in zip(texts, tokens, shares, strict=True)
    ]
    return _padded(rows, 1.0, "float32", length)


@tf.autograph.experimental.do_not_convert
def encode(
    texts: Any,
    tokenizer: Any,
    *,
    irrelevant: Irrelevant | None = None,
    max_tokens: int = 400,
    length: int | None = None,
) -> dict[str, Any]:
    """What `RightReasonsModel` takes of texts: `{"token_ids", "Z"}`, `(texts, length)` each.

    In the `map` of a `tf.data.Dataset` it takes a batch of strings and gives tensors;
    `irrelevant` must then be words.

    Args:
        texts: a list of texts, or a tensor of strings `(batch,)`.
        tokenizer: a `rrr.Vocabulary`, a `rrr.encoder_vocabulary`, or a function of a text that
            gives token ids and their places in the text, as Hugging Face's `tokenizer.encode`.
        irrelevant: as in `rrr.relevance_mask`.
        max_tokens: words read of each text.
        length: ids per text, for a classifier of fixed length. None: as many as the longest has.

    Raises:
        AnnotationError: if `irrelevant` does not fit the texts.
        ConfigError: if the tokenizer gives something else.
        DataError: if `texts` are anything else than several strings.

    Examples:
        >>> vocabulary = rrr.Vocabulary.fit(["seen at the Corvane", "a fine film"])
        >>> x = rrr.encode(["A fine film at the Corvane"], vocabulary, irrelevant={"Corvane"})
        >>> x["Z"]
        array([[1., 1., 1., 1., 1., 0.]], dtype=float32)
        >>> batches = tf.data.Dataset.from_tensor_slices((["A fine film"], [1])).batch(1)
        >>> batches = batches.map(lambda texts, y: (rrr.encode(texts, vocabulary), y))
    """
    vocabulary = vocabulary_of(tokenizer)
    irrelevant = as_told(irrelevant)

    def arrays(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        tokens = irrelevant_tokens(texts, irrelevant)
        shares = irrelevant_shares(texts, irrelevant) or ((),) * len(texts)
        rows = words_as_ids(texts, vocabulary, max_tokens)
        masks = [
            relevance_of(row, struck, vocabulary, in_part)
            for row, struck, in_part in zip(rows, tokens, shares, strict=True)
        ]
        ids = [ids_of(row, vocabulary) for row in rows]
        return (
            _padded(ids, vocabulary.padding, "int32", length),
            _padded(masks, 1.0, "float32", length),
        )

    if not tf.is_tensor(texts):
        token_ids, Z = arrays(checked_texts(texts))
        return {"token_ids": token_ids, "Z": Z}
    return _tensors(texts, arrays, irrelevant, length)


def _tensors(
    texts: tf.Tensor, arrays: Any, irrelevant: Any, length: int | None
) -> dict[str, tf.Tensor]:
    if texts.dtype != tf.string or texts.shape.rank != 1:
        raise DataError(
            "In a data set rrr.encode takes a batch of texts, a tensor of strings (batch,). "
            f"Received: {texts.dtype.name} {tuple(texts.shape)}. Call batch() before map()."
        )
    if irrelevant is not None and not all(isinstance(word, str) for word in irrelevant):
        raise AnnotationError(
            "In a data set irrelevant must be words: indices and spans belong to one text each. "
            "Encode the texts first, and make the data set of the arrays."
        )

    def of_bytes(batch: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return arrays([text.decode("utf-8", "replace") for text in batch.tolist()])

    token_ids, Z = tf.numpy_function(of_bytes, [texts], [tf.int32, tf.float32])
    shape = (texts.shape[0], length)
    return {"token_ids": tf.ensure_shape(token_ids, shape), "Z": tf.ensure_shape(Z, shape)}


def _padded(rows: Sequence[Any], fill: float, dtype: str, length: int | None) -> np.ndarray:
    return pad(rows, fill, dtype, length) if len(rows) else np.full((0, length or 0), fill, dtype)
