from __future__ import annotations

from collections.abc import Sequence

import pytest

from rrr.errors import DataError
from rrr.formats.columns import ColumnChoice
from rrr.formats.suggested_columns import suggest_columns
from rrr.formats.table import Table
from tests.formats.tables import table_of


def labelled(*names: str, size: int = 20) -> Table:
    """Rows of a text, a queue, a channel and a number of its own."""
    rows = [(f"a long text number {n}", "ab"[n % 2], "xyz"[n % 3], str(n)) for n in range(size)]
    return table_of(*rows, columns=names)


def test_columns_are_suggested_by_their_names() -> None:
    rows = [(str(n), "x" * 50, "ab"[n % 2], f"text {n}", "Dev") for n in range(4)]
    rows += [(str(n), "x" * 50, "ab"[n % 2], f"text {n}", "train") for n in range(4, 9)]
    rows += [("9", "x", "a", "text 9", "hard")]
    table = table_of(*rows, columns=["id", "notes", "Label", "Text", "SPLIT"])
    assert suggest_columns(table).choice == ColumnChoice("Text", "Label", "SPLIT")


@pytest.mark.parametrize(
    "name", ["queue", "Topic", "intent", "category", "sentiment", "class", "type", "Ticket type"]
)
def test_usual_names_of_a_label_are_known(name: str) -> None:
    found = suggest_columns(labelled("words", name, "channel", "nr"))
    assert (found.label, found.is_label_known) == (name, True)


def test_where_two_columns_could_be_the_label_none_is_taken_silently() -> None:
    found = suggest_columns(labelled("words", "desk", "channel", "nr"))
    assert found.label is None
    assert found.candidates == ("desk", "channel")


def test_the_only_column_that_could_be_the_label_is_proposed_to_be_checked() -> None:
    rows = [(str(n), f"a long text number {n}", "ab"[n % 2]) for n in range(6)]
    found = suggest_columns(table_of(*rows, columns=["nr", "words", "good"]))
    assert (found.text, found.label, found.is_label_known) == ("words", "good", False)


def test_a_column_that_an_import_would_refuse_is_not_proposed_whatever_its_name() -> None:
    rows = [(f"text {n}", f"label {n}", "ab"[n % 2]) for n in range(120)]
    suggestion = suggest_columns(table_of(*rows, columns=["text", "label", "desk"]))
    assert (suggestion.label, suggestion.candidates) == (None, ("desk",))
    assert (suggestion.faulty_label, suggestion.label_fault.split(".")[0]) == (
        "label",
        "the column “label” has 120 different labels",
    )
    constant = [(f"text {n}", "same") for n in range(20)]
    assert suggest_columns(table_of(*constant, columns=["text", "label"])).choice is None


def test_a_single_column_is_refused() -> None:
    with pytest.raises(DataError, match=r"one column, “only”.*semicolons"):
        suggest_columns(table_of(("a",), columns=["only"]))


def test_nothing_at_all_is_refused() -> None:
    with pytest.raises(DataError, match="has no columns"):
        suggest_columns(table_of((), columns=[]))


@pytest.mark.parametrize(
    ("values", "split"),
    [("012301", None), (["train", "train", "train", "train", "hard", "hard"], "fold")],
)
def test_a_column_is_a_split_by_its_values_too(values: Sequence[str], split: str | None) -> None:
    rows = [(f"text {n}", "ab"[n % 2], value) for n, value in enumerate(values)]
    assert suggest_columns(table_of(*rows, columns=["text", "label", "fold"])).split == split


def split_by(*values: str) -> Table:
    rows = [(f"text {n}", "ab"[n % 2], value) for n, value in enumerate(values)]
    return table_of(*rows, columns=["text", "label", "split"])


def test_a_split_column_with_a_fault_is_told_and_not_passed_over() -> None:
    found = suggest_columns(split_by(*["train", "test"] * 4, "", "train"))
    assert (found.split, found.split_to_add, found.faulty_split) == (None, None, "split")
    assert "row 10: the split is empty" in found.split_fault


@pytest.mark.parametrize("values", [["test"] * 6, ["train", "train", "validation"] * 2])
def test_a_split_column_without_all_splits_serves_a_project_that_has_the_others(
    values: Sequence[str],
) -> None:
    found = suggest_columns(split_by(*values))
    assert (found.split, found.split_to_add, found.faulty_split) == (None, "split", "split")
    assert "expected rows to train on and rows to test on" in found.split_fault


def test_a_split_column_that_serves_has_no_fault() -> None:
    found = suggest_columns(split_by(*["train", "train", "test"] * 3))
    assert (found.split, found.split_to_add, found.faulty_split) == ("split", "split", None)
    assert found.split_fault == ""
