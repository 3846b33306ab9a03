"""What a corpus needs to make a project: texts, two labels or more, rows to train and test on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rrr.errors import DataError
from rrr.formats.columns import ColumnChoice
from rrr.formats.names import listed, shortened
from rrr.records import TRAIN, VALIDATION

MAX_LABELS = 100
MAX_SPLITS = 20
MAX_NAME_LENGTH = 200
"""Of a label or a split, in code points."""


class Held(NamedTuple):
    """What the rows of a file hold, once all are looked at: how many have a text, the different
    labels, each split with the labels in it; and the split that the whole file is said to be, if it
    is."""

    num_examples: int
    labels: Sequence[str]
    splits: Mapping[str, set[str]]
    whole: str


def refuse_useless(
    filename: str, choice: ColumnChoice, held: Held, labels: Sequence[str] | None
) -> None:
    """Check that a file can make a project, or make one larger.

    Args:
        choice: which columns were chosen.
        labels: those of the project that is to become larger; None if the file is to make one.

    Raises:
        DataError: naming file and remedy, if it cannot.
    """
    splits = held.splits
    if not held.num_examples:
        raise DataError(
            f"{filename}: no row has a text in the column “{shortened(choice.text)}”. "
            "Choose the column with the text."
        )
    if len(splits) > MAX_SPLITS:
        raise DataError(
            f"{filename}: the column “{shortened(choice.split or '')}” has more than "
            f"{MAX_SPLITS} different splits. Choose another split column, or none."
        )
    if labels is not None:
        other = [label for label in held.labels if label not in labels]
        if other:
            raise DataError(
                f"{filename}: the column “{shortened(choice.label)}” has the label "
                f"“{shortened(other[0])}”. Expected the project's: {listed(labels)}. Import "
                f"it as a new project, or correct the labels."
            )
        return
    if not 2 <= len(held.labels) <= MAX_LABELS:
        number = f"{len(held.labels):,} different labels"
        raise DataError(
            f"{filename}: the column “{shortened(choice.label)}” has "
            f"{'only one label' if len(held.labels) == 1 else number}. Expected 2 to "
            f"{MAX_LABELS}. Choose the column with the label."
        )
    if held.whole:
        raise DataError(
            f"{filename}: a new project needs rows to train on and rows to test on, so the "
            f"whole file cannot be “{shortened(held.whole)}”. Import it into a project, "
            "or let its rows be divided."
        )
    if choice.split is None:
        if TRAIN not in splits or len(splits[TRAIN]) < 2:
            raise DataError(
                f"{filename}: there are too few different texts for training rows and test "
                f"rows with two labels. Add rows, or say in a column which rows are train "
                f"and which are test."
            )
        return
    if TRAIN not in splits or not splits.keys() - {TRAIN, VALIDATION}:
        raise DataError(
            f"{filename}: expected rows to train on and rows to test on. Received in the "
            f"column “{shortened(choice.split)}”: {listed(sorted(splits))}. Name them train "
            "and test, or choose no split column and have the rows divided."
        )
    if len(splits[TRAIN]) < 2:
        raise DataError(
            f"{filename}: the rows to train on need at least two labels. Received: "
            f"{listed(sorted(splits[TRAIN])) or 'none'}. Add rows of the other labels."
        )
