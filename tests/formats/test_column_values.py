from __future__ import annotations

from rrr.formats.column_values import column_values
from tests.formats.tables import table_of


def test_labels_are_listed_with_their_rows_and_the_empty_ones() -> None:
    rows = [("t", label) for label in ("billing", "praise", " billing", "", "billing")]
    found = column_values(table_of(*rows, columns=["text", "queue"]), "queue")
    assert found.as_labels == "2 labels: billing 3, praise 1 · 1 empty"


def test_more_values_than_labels_can_be_are_said_to_be_no_label() -> None:
    table = table_of(*[(f"text {n}",) for n in range(5000)], columns=["text"])
    found = column_values(table, "text")
    assert len(found.counts) == 101
    assert found.as_labels.startswith("More than 100 different values, so this is not the label.")
    assert found.as_texts == "5,000 texts · the longest has 9 characters"


def test_a_column_of_one_value_is_said_to_be_no_label() -> None:
    found = column_values(table_of(("t", "email"), ("u", "email"), columns=["a", "b"]), "b")
    assert found.as_labels == "Only one value, so this is not the label: email 2"
