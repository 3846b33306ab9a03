"""Which sentences the second model answers otherwise than the first."""

from __future__ import annotations

from typing import Literal

import numpy as np

from rrr.records import Answers

Change = Literal["all", "changed", "cured", "worse"]


def change(before: Answers, after: Answers) -> np.ndarray:
    """How much probability moved from some labels to others, `(n,)`, in [0, 1]."""
    moved: np.ndarray = np.abs(after.probabilities - before.probabilities).sum(axis=1) / 2
    return moved


def cured(before: Answers, after: Answers) -> np.ndarray:
    """Whether each sentence was cured, `(n,)`: answered wrongly before and rightly after; or its
    prediction followed the marked words, no longer does, and is not newly wrong."""
    loosened = _followed(before) & ~_followed(after)
    is_cured: np.ndarray = (~before.is_right & after.is_right) | (
        loosened & ~(before.is_right & ~after.is_right)
    )
    return is_cured


def worse(before: Answers, after: Answers) -> np.ndarray:
    """The opposite of `cured`: newly wrong, or newly following the marked words and not newly
    right."""
    return cured(after, before)


def rows_of(before: Answers, after: Answers, kind: Change) -> np.ndarray:
    """Rows of the sentences that changed so; "all" in their order, else what moved most first."""
    if kind == "all":
        return np.arange(len(before))
    moved = change(before, after)
    order = np.argsort(-moved, kind="stable")
    if kind == "changed":
        return order
    chosen = cured(before, after) if kind == "cured" else worse(before, after)
    rows: np.ndarray = order[chosen[order]]
    return rows


def _followed(answers: Answers) -> np.ndarray:
    """Whether swapping the marked words changes the prediction, `(n,)`."""
    follows = np.zeros(len(answers), bool)
    follows[answers.marked] = answers.swap_flips
    return follows
