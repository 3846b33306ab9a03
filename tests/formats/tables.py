"""Tables that tests make up."""

from __future__ import annotations

from collections.abc import Sequence

from rrr.formats.columns import ColumnChoice
from rrr.formats.read_options import AS_IT_LOOKS, Reading
from rrr.formats.table import Row, Table

CHOICE = ColumnChoice("text", "label")
WITH_SPLIT = ColumnChoice("text", "label", "split")


def table_of(
    *rows: Sequence[str],
    columns: Sequence[str] = ("text", "label", "split"),
    reading: Reading = AS_IT_LOOKS,
) -> Table:
    cells = [tuple(row[: len(columns)]) for row in rows]
    return Table(
        "x.csv",
        tuple(columns),
        "row",
        lambda wanted: (
            Row(number, row if wanted is None else tuple(row[index] for index in wanted))
            for number, row in enumerate(cells, start=2)
        ),
        reading,
    )


def many(number: int) -> list[tuple[str, str, str]]:
    return [(f"text {n}", "ab"[n % 2], "") for n in range(number)]


def cells_of(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows()]
