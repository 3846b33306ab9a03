"""What is no list of texts, or no label per text, is refused and never read as something else."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import rrr
from rrr.library.given import checked_labels, checked_texts

TABLE = pd.DataFrame({"text": ["a fine film", "a dull film"], "label": ["good", "bad"]}, [7, 3])


@pytest.mark.parametrize(
    "texts",
    [TABLE["text"], TABLE["text"].to_numpy(), tuple(TABLE["text"]), iter(TABLE["text"])],
)
def test_every_column_of_texts_is_read(texts: Any) -> None:
    assert checked_texts(texts) == ["a fine film", "a dull film"]


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ("a fine film", "Received one text"),
        (TABLE, "Received: DataFrame. Pass its column"),
        ({"text": ["a fine film"]}, "Received: dict. Pass its column"),
        (["a", None], "at place 1: NoneType"),
        ([float("nan")], "at place 0: float"),
        ([b"a"], "at place 0: bytes"),
        (3, "Received: int"),
    ],
)
def test_what_is_no_list_of_texts_is_refused(texts: Any, message: str) -> None:
    with pytest.raises(rrr.DataError, match=message):
        checked_texts(texts)


@pytest.mark.parametrize(
    "labels",
    [
        ["good", "bad"],
        iter(["good", "bad"]),
        {1: "good", 2: "bad"}.values(),
        TABLE["label"],
        TABLE[["label"]],
        pd.Categorical(["good", "bad"]),
    ],
)
def test_every_column_of_labels_is_read(labels: Any) -> None:
    assert checked_labels(labels, 2).tolist() == ["good", "bad"]


def test_labels_keep_their_type() -> None:
    assert checked_labels([True, False], 2).dtype == bool
    assert checked_labels(np.array([0.0, 1.0]), 2).dtype == float


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (["good", None], "at place 1 is missing"),
        ([0.0, float("nan")], "at place 1 is missing"),
        (["good", float("nan")], "at place 1 is missing"),
        (pd.array([1, None], dtype="Int64"), "at place 1 is missing"),
        ([1.0, 0.25], "continuous. Received at place 1"),
        (np.eye(2), "of one-hot labels"),
        (["good"], "2 texts and 1 label"),
        ("ab", "a label per text"),
    ],
)
def test_what_is_no_label_per_text_is_refused(labels: Any, message: str) -> None:
    with pytest.raises(rrr.DataError, match=f"(?i){message}"):
        checked_labels(labels, 2)
