from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrr.errors import DataError
from rrr.formats.columns import ColumnChoice
from rrr.formats.table import MAX_TEXT_LENGTH
from rrr.formats.table_examples import TableExamples
from rrr.records import TEST, TRAIN, VALIDATION
from tests.formats.tables import CHOICE, WITH_SPLIT, many, table_of


def test_examples_keep_text_label_split_and_order() -> None:
    table = table_of(("one", " a ", "train"), (" two ", "b", "train"), ("three", "b", "odd"))
    examples = TableExamples(table, WITH_SPLIT)
    assert [(e.text, e.label, e.split) for e in examples] == [
        ("one", "a", "train"),
        (" two ", "b", "train"),
        ("three", "b", "odd"),
    ]
    assert (examples.num_examples, examples.num_skipped, examples.num_unlabelled) == (3, 0, 0)
    assert examples.labels == ("a", "b")


def test_rows_without_text_are_passed_over_and_counted() -> None:
    examples = TableExamples(table_of(*many(10), ("", "a", ""), (" \t", "b", "")), CHOICE)
    assert (examples.num_examples, examples.num_skipped) == (10, 2)
    assert len(list(examples)) == 10


def test_an_empty_label_means_none() -> None:
    examples = list(TableExamples(table_of(*many(10), ("plain", " ", "")), CHOICE))
    assert examples[-1].label is None


def test_other_words_for_the_splits_are_understood() -> None:
    rows = [("1", "a", "Training"), ("2", "b", " TRAIN "), ("3", "a", "dev"), ("4", "a", "testing")]
    examples = list(TableExamples(table_of(*rows), WITH_SPLIT))
    assert [e.split for e in examples] == [TRAIN, TRAIN, VALIDATION, TEST]


def test_without_a_split_column_rows_are_divided_70_15_15() -> None:
    examples = list(TableExamples(table_of(*many(200)), CHOICE))
    splits = [example.split for example in examples]
    assert [splits.count(name) for name in (TRAIN, VALIDATION, TEST)] == [140, 30, 30]


@given(st.permutations(many(12) + many(4)))
def test_the_division_depends_on_the_texts_alone(rows: list[tuple[str, str, str]]) -> None:
    reference = {e.text: e.split for e in TableExamples(table_of(*many(12)), CHOICE)}
    examples = list(TableExamples(table_of(*rows), CHOICE))
    assert {(e.text, e.split) for e in examples} == set(reference.items())


def test_a_text_that_stands_there_often_counts_once_in_the_division() -> None:
    rows = many(12)
    examples = list(TableExamples(table_of(*rows, *[rows[0]] * 50), CHOICE))
    reference = list(TableExamples(table_of(*rows), CHOICE))
    assert examples[:12] == reference


@given(st.integers(2, 60))
def test_however_few_rows_some_are_left_to_test_on(number: int) -> None:
    table = table_of(*[(f"text {n}", "ab"[n % 2], "") for n in range(number)])
    try:
        examples = list(TableExamples(table, CHOICE))
    except DataError as error:
        assert "at least two labels" in str(error)  # noqa: PT017
    else:
        assert {e.split for e in examples} >= {TRAIN, TEST}


@pytest.mark.parametrize(
    ("rows", "choice", "message"),
    [
        (many(9), ColumnChoice("words", "label"), "no column “words”. Choose one of: text, label"),
        (many(9), ColumnChoice("text", "text"), "different columns"),
        (many(9), ColumnChoice("text", "label", "label"), "different columns"),
        ([("", "a", "")], CHOICE, "no row has a text in the column “text”"),
        ([("x", "a", ""), ("y", "a", "")], CHOICE, "1 different labels"),
        ([(f"t{n}", f"l{n}", "") for n in range(101)], CHOICE, "101 different labels"),
        ([("x" * (MAX_TEXT_LENGTH + 1), "a", "")], CHOICE, "row 2: the text is 20,001 characters"),
        ([("x", "a" * 201, "")], CHOICE, "row 2: the label is 201 characters"),
        ([("x", "a", "train"), ("y", "b", "")], WITH_SPLIT, "row 3: the split is empty"),
        ([("x", "a", "train"), ("y", "b", "train")], WITH_SPLIT, "rows to test on.*: train."),
        ([("x", "a", "one"), ("y", "b", "two")], WITH_SPLIT, "rows to train on.*one, two"),
        (
            [("x", "a", "train"), ("y", "a", "train"), ("z", "b", "test")],
            WITH_SPLIT,
            "at least two labels. Received: a",
        ),
        (
            [(f"t{n}", "ab"[n % 2], f"s{n}") for n in range(21)],
            WITH_SPLIT,
            "more than 20 different splits",
        ),
    ],
)
def test_rows_that_make_no_project_are_refused_with_the_remedy(
    rows: list[tuple[str, str, str]], choice: ColumnChoice, message: str
) -> None:
    with pytest.raises(DataError, match=re.escape(message) if "(" in message else message):
        TableExamples(table_of(*rows), choice)
