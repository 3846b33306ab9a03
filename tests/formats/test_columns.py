from __future__ import annotations

from collections.abc import Sequence

import pytest

from rrr.errors import DataError
from rrr.formats.columns import ColumnChoice, suggest_columns
from tests.formats.tables import table_of


def test_columns_are_suggested_by_their_names() -> None:
    table = table_of(
        ("1", "x" * 50, "a", "y", "Dev"), columns=["id", "notes", "Label", "Text", "SPLIT"]
    )
    assert suggest_columns(table) == ColumnChoice("Text", "Label", "SPLIT")


def test_without_telling_names_the_widest_is_the_text_and_the_least_varied_the_label() -> None:
    rows = [(str(n), f"a long text number {n}", "ab"[n % 2]) for n in range(6)]
    table = table_of(*rows, columns=["nr", "words", "good"])
    assert suggest_columns(table) == ColumnChoice("words", "good", None)


def test_a_single_column_is_refused() -> None:
    with pytest.raises(DataError, match=r"one column, “only”.*semicolons"):
        suggest_columns(table_of(("a",), columns=["only"]))


def test_nothing_at_all_is_refused() -> None:
    with pytest.raises(DataError, match="has no columns"):
        suggest_columns(table_of((), columns=[]))


@pytest.mark.parametrize(("values", "split"), [("0123", None), (["train", "hard"], "fold")])
def test_a_column_is_a_split_by_its_values_too(values: Sequence[str], split: str | None) -> None:
    rows = [(f"text {n}", "ab"[n % 2], value) for n, value in enumerate(values)]
    assert suggest_columns(table_of(*rows, columns=["text", "label", "fold"])).split == split
