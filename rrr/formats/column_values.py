"""What a column holds, so that the wrong one is seen before anything is imported."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from rrr.counted import counted
from rrr.formats.names import is_blank, look_of, name_of, shortened
from rrr.formats.table import Table
from rrr.formats.usable_corpus import MAX_LABELS

_NUM_LISTED = 6


@dataclass(frozen=True)
class ColumnValues:
    """The values of a column with the rows that hold them, most first, as an import would take them
    for labels; at most one more than a project can have. `longest` is in code points."""

    counts: tuple[tuple[str, int], ...]
    num_rows: int
    num_empty: int
    longest: int

    @property
    def listed(self) -> str:
        """“billing 150, praise 150 and 2 more · 36 empty”."""
        listed = [f"{shortened(value)} {number:,}" for value, number in self.counts[:_NUM_LISTED]]
        num_more = len(self.counts) - _NUM_LISTED
        return ", ".join(listed) + (f" and {num_more:,} more" if num_more > 0 else "") + self._empty

    @property
    def as_labels(self) -> str:
        """A sentence on what labels these would be."""
        if len(self.counts) > MAX_LABELS:
            return (
                f"More than {MAX_LABELS} different values, so this is not the label. "
                f"For instance “{shortened(self.counts[0][0])}”."
            )
        if len(self.counts) < 2:
            return f"Only one value, so this is not the label: {self.listed or 'nothing'}"
        return f"{len(self.counts)} labels: {self.listed}"

    @property
    def as_texts(self) -> str:
        """A sentence on what texts these would be."""
        number = counted(self.num_rows - self.num_empty, "text")
        return f"{number}{self._empty} · the longest has {counted(self.longest, 'character')}"

    @property
    def _empty(self) -> str:
        return f" · {self.num_empty:,} empty" if self.num_empty else ""


def column_values(table: Table, column: str) -> ColumnValues:
    """Count what a column holds, in one pass.

    Raises:
        DataError: naming the row, if a value there cannot be used.
    """
    spellings: dict[str, str] = {}
    counts: Counter[str] = Counter()
    num_rows = num_empty = longest = 0
    for row in table.rows([column]):
        cell = row.cells[0]
        num_rows += 1
        longest = max(longest, len(cell))
        if is_blank(cell):
            num_empty += 1
        elif len(spellings) <= MAX_LABELS or look_of(cell) in spellings:
            counts[spellings.setdefault(look_of(cell), name_of(cell))] += 1
    ranked = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    return ColumnValues(tuple(ranked), num_rows, num_empty, longest)
