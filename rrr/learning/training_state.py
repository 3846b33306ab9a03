"""Where a training stands after an epoch, in a file, so that it can go on behind it.

Everything else a training depends on is made again from its inputs: the vocabulary, and the order
of the batches, which is drawn from the seed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from rrr.atomic_file import written_at_once
from rrr.records import EpochReport

_ABOUT = "about"


@dataclass(frozen=True)
class TrainingState:
    """What was reported so far, at least one epoch, and the weights and the optimizer's variables
    behind it, in Keras' order.

    `best` are the weights of the best epoch so far; None where they are `weights` themselves.
    """

    reports: tuple[EpochReport, ...]
    weights: tuple[np.ndarray, ...]
    optimizer: tuple[np.ndarray, ...]
    best: tuple[np.ndarray, ...] | None = None

    @property
    def epoch(self) -> int:
        """The last finished one, from 1."""
        return self.reports[-1].epoch

    @property
    def seconds(self) -> float:
        """Of training so far."""
        return self.reports[-1].seconds


def save_state(state: TrainingState, path: Path, about: Mapping[str, str]) -> None:
    """Write a state in one step: a process that dies leaves the old one or the new one.

    Args:
        state: what to keep.
        path: of the file; its folder is made.
        about: what this is the state of.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"about": about, "reports": [asdict(report) for report in state.reports]})
    arrays = {
        **{f"weight {n}": array for n, array in enumerate(state.weights)},
        **{f"optimizer {n}": array for n, array in enumerate(state.optimizer)},
        **{f"best {n}": array for n, array in enumerate(state.best or ())},
    }
    with written_at_once(path) as file:
        np.savez(file, **{_ABOUT: np.array(text)}, **arrays)  # type: ignore[arg-type]


def load_state(path: Path, about: Mapping[str, str]) -> TrainingState | None:
    """Read a state back; None if there is none, if it is of something else, or if it is damaged:
    then the training begins again."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            state = json.loads(str(arrays[_ABOUT]))
            if state["about"] != about:
                return None
            return TrainingState(
                tuple(EpochReport(**report) for report in state["reports"]),
                _numbered(arrays, "weight"),
                _numbered(arrays, "optimizer"),
                _numbered(arrays, "best") or None,
            )
    except Exception:  # whatever half a file makes zip, NumPy or JSON raise
        return None


def _numbered(arrays: Mapping[str, np.ndarray], name: str) -> tuple[np.ndarray, ...]:
    count = sum(key.startswith(f"{name} ") for key in arrays)
    return tuple(arrays[f"{name} {number}"] for number in range(count))
