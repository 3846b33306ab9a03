"""Answers known by hand: six sentences of two labels, four with marked words."""

import numpy as np

from rrr.records import Answers


def answers(after: bool = False) -> Answers:
    """Before, the marked words decide; after, they do not. Words: 0 in rows 0 to 2, 1 in row 3.

    The truth is 1 1 1 0 0 0.
    """
    own = [0.9, 0.8, 0.7, 0.2, 0.6, 0.1] if not after else [0.9, 0.8, 0.4, 0.2, 0.3, 0.1]
    swapped = [0.1, 0.2, 0.3, 0.9] if not after else [0.9, 0.8, 0.4, 0.2]
    removed = [0.9, 0.8, 0.3, 0.2]
    return Answers(
        texts_hash="t",
        truth=np.array([1, 1, 1, 0, 0, 0], "int16"),
        probabilities=two(own),
        marked=np.array([0, 1, 2, 3], "int32"),
        swapped=two(swapped),
        removed=two(removed),
        followed_rows=np.array([0, 1, 2, 3], "int32"),
        followed_words=np.array([0, 0, 0, 1], "int32"),
        followed_labels=two(swapped).argmax(axis=1).astype("int16"),
        saliency_share=0.25,
    )


def two(of_second: list[float]) -> np.ndarray:
    """Probabilities of two labels from that of the second."""
    return np.array([[1 - p, p] for p in of_second], "float32")
