"""Texts and labels as Python users pass them: lists, arrays, a column of a table; or why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from rrr.counted import counted
from rrr.errors import DataError
from rrr.text import refuse_one_text


def checked_texts(texts: Any) -> list[str]:
    """Texts as a list.

    Raises:
        DataError: if they are anything else than several strings.
    """
    refuse_one_text(texts)
    if isinstance(texts, Mapping) or hasattr(texts, "columns"):  # their names would be the texts
        raise DataError(
            f"Expected a list of texts. Received: {type(texts).__name__}. Pass its column of "
            'texts: table["text"].'
        )
    if not hasattr(texts, "__iter__"):
        raise DataError(f"Expected a list of texts. Received: {type(texts).__name__}.")
    values = list(texts)
    for number, text in enumerate(values):
        if not isinstance(text, str):
            raise DataError(
                f"Expected a list of texts. Received at place {number}: {type(text).__name__}. "
                "Pass one column of strings, and leave out those that are missing."
            )
    return [str(text) for text in values]


def checked_labels(labels: Any, num_texts: int) -> npt.NDArray[Any]:
    """Labels as an array `(texts,)`, of the type that they have.

    Raises:
        DataError: if they are not one for each text, if one is missing, or if they are
            measurements.
    """
    is_one = isinstance(labels, str | bytes)
    if isinstance(labels, Iterable) and not (is_one or hasattr(labels, "__array__")):
        labels = list(labels)
    values = np.asarray(labels, dtype=object)
    if values.ndim == 2 and values.shape[1] == 1:  # a column
        values = values[:, 0]
    if values.ndim != 1:
        raise DataError(
            f"Expected a label per text, a list of {num_texts}. Received: an array of shape "
            f"{values.shape}. Of one-hot labels pass labels.argmax(axis=1)."
        )
    if len(values) != num_texts:
        raise DataError(
            f"Expected a label per text. Received: {counted(num_texts, 'text')} and "
            f"{counted(len(values), 'label')}."
        )
    for number, label in enumerate(values):
        if _is_missing(label):
            raise DataError(
                f"The label at place {number} is missing. Received: {label!r}. Leave out the texts "
                "that have no label."
            )
        if isinstance(label, float | np.floating) and not float(label).is_integer():
            raise DataError(
                f"Unknown label type: continuous. Received at place {number}: {label!r}. Labels "
                "are names or whole numbers; divide measurements into classes first."
            )
    result: npt.NDArray[Any] = np.asarray(labels).reshape(-1)
    return result


def _is_missing(label: Any) -> bool:
    """Whether it is None, or a number that is none, as in NumPy's and pandas' columns."""
    if label is None:
        return True
    try:
        return bool(label != label)
    except TypeError:  # pandas' NA cannot be compared
        return True
