"""A cell: one corpus, method, kind of classifier and seed; and what was measured there."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from rrr.records import ClassifierKind


@dataclass(frozen=True, order=True)
class Cell:
    """What is measured. The names are keys of `CORPORA` and `METHODS`."""

    corpus: str
    method: str
    classifier: ClassifierKind
    seed: int


@dataclass(frozen=True)
class Measured:
    """A cell's results: name -> number, a name missing where it was not measured.

    `accuracy.<split>`, `worst_label.<split>` (accuracy on the texts of the label where it is
    least), `swap_flip_rate`, `removal_change`, `saliency_share`, `reason_weight`,
    `seconds` (of training, the search for λ included), and for plain models of planted corpora
    `verified` (share of test texts whose prediction follows the planted words) and
    `precision_at_k.<saliency method>`, `comprehensiveness.…`, `sufficiency.…`.
    """

    cell: Cell
    numbers: dict[str, float]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values; `from_dict` reads them."""
        return {**asdict(self.cell), "numbers": self.numbers}

    @classmethod
    def from_dict(cls, row: dict[str, Any]) -> Measured:
        """Read what `to_dict` wrote."""
        cell = Cell(row["corpus"], row["method"], row["classifier"], row["seed"])
        return cls(cell, {name: float(value) for name, value in row["numbers"].items()})
