"""Which sentences the second model answers otherwise than the first."""

from __future__ import annotations

from typing import Literal

import numpy as np

from rrr.records import Answers

Change = Literal["all", "changed", "cured", "worse"]


def change(before: Answers, after: Answers) -> np.ndarray:
    """How much probability moved from some labels to others, `(n,)`, in [0, 1]."""
    found: np.ndarray = np.abs(after.probabilities - before.probabilities).sum(axis=1) / 2
    return found


def cured(before: Answers, after: Answers) -> np.ndarray:
    """Whether each sentence was cured, `(n,)`: answered wrongly before and rightly after; or its
    prediction followed the marked words, no longer does, and is not newly wrong."""
    loosened = _followed(before) & ~_followed(after)
    found: np.ndarray = (~before.is_right & after.is_right) | (
        loosened & ~(before.is_right & ~after.is_right)
    )
    return found


def worse(before: Answers, after: Answers) -> np.ndarray:
    """The opposite of `cured`: newly wrong, or newly following the marked words and not newly
    right."""
    return cured(after, before)


def rows_of(before: Answers, after: Answers, wanted: Change) -> np.ndarray:
    """Rows of the sentences that changed so; "all" in their order, else what moved most first."""
    if wanted == "all":
        return np.arange(len(before))
    moved = change(before, after)
    order = np.argsort(-moved, kind="stable")
    if wanted == "changed":
        return order
    chosen = cured(before, after) if wanted == "cured" else worse(before, after)
    found: np.ndarray = order[chosen[order]]
    return found


def _followed(answers: Answers) -> np.ndarray:
    """Whether swapping the marked words changes the prediction, `(n,)`."""
    found = np.zeros(len(answers), bool)
    found[answers.marked] = answers.swap_flips
    return found
