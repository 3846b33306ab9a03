from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rrr.errors import DataError
from rrr.formats.columns import ColumnChoice
from rrr.formats.read_options import LongTexts, Reading
from rrr.formats.table import MAX_TEXT_LENGTH, Row, Table
from rrr.formats.table_examples import TableExamples, cut
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
        assert "test rows with two labels" in str(error)  # noqa: PT017
    else:
        assert {e.split for e in examples} >= {TRAIN, TEST}


@pytest.mark.parametrize(
    ("rows", "choice", "message"),
    [
        (many(9), ColumnChoice("words", "label"), "no column “words”. Choose one of: text, label"),
        (many(9), ColumnChoice("text", "text"), "different columns"),
        (many(9), ColumnChoice("text", "label", "label"), "different columns"),
        ([("", "a", "")], CHOICE, "no row has a text in the column “text”"),
        ([("x", "a", ""), ("y", "a", "")], CHOICE, "has only one label"),
        ([(f"t{n}", f"l{n}", "") for n in range(101)], CHOICE, "101 different labels"),
        ([("x" * (MAX_TEXT_LENGTH + 1), "a", "")], CHOICE, "row 2: the text is 20,001 characters"),
        ([("x", "a" * 201, "")], CHOICE, "row 2: the label is 201 characters"),
        ([("x", "a", ""), ("x", "b", "")], CHOICE, "too few different texts .*Add rows"),
        ([("x", "a", ""), ("y", "b", "")], CHOICE, "too few different texts"),
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


@pytest.mark.parametrize("later", [many(8), many(10), [*many(8), ("text 8", "c", "")]])
def test_a_file_that_changes_between_the_two_passes_is_noticed(
    later: list[tuple[str, str, str]],
) -> None:
    contents = iter([many(9), later])

    def read(wanted: Sequence[int] | None) -> Iterator[Row]:
        for number, row in enumerate(next(contents), start=2):
            yield Row(number, row[:2])

    table = Table("x.csv", ("text", "label"), "row", read)
    examples = TableExamples(table, CHOICE)
    with pytest.raises(DataError, match=r"x\.csv changed while it was being read"):
        list(examples)


def long(reading: LongTexts) -> TableExamples:
    words = "word " * (MAX_TEXT_LENGTH // 5)
    rows = [*many(9), (words + "over the end", "a", ""), ("x" * 30_000, "b", ""), ("  ", "a", "")]
    return TableExamples(table_of(*rows, reading=Reading(long_texts=reading)), CHOICE)


def test_long_texts_can_be_left_out_and_are_said_to_be() -> None:
    examples = long("skip")
    assert (examples.long_rows, examples.num_examples, examples.num_skipped) == ([11, 12], 9, 1)
    assert [e.text for e in examples] == [f"text {n}" for n in range(9)]


def test_long_texts_can_be_cut_behind_a_word_and_are_said_to_be() -> None:
    examples = long("cut")
    assert (examples.long_rows, examples.num_examples, examples.num_skipped) == ([11, 12], 11, 1)
    texts = [e.text for e in examples]
    assert texts[9] == ("word " * (MAX_TEXT_LENGTH // 5)).rstrip()
    assert texts[10] == "x" * MAX_TEXT_LENGTH


def test_of_a_long_text_nothing_is_taken_unasked() -> None:
    with pytest.raises(DataError, match=r"row 11: the text is 20,012 .* cut or left out"):
        long("refuse")


@given(st.text(st.sampled_from("ab \n"), min_size=1))
def test_a_cut_text_is_the_beginning_of_it(text: str) -> None:
    repeated = text * (MAX_TEXT_LENGTH // len(text) + 1)
    assume(len(repeated) > MAX_TEXT_LENGTH and repeated.strip())
    beginning = cut(repeated)
    assert repeated.startswith(beginning)
    assert len(beginning) <= MAX_TEXT_LENGTH


SAME = ["pos", "pos\u200b", "\ufeffpos", " pos\u00a0", "p\u00ados"]


def test_labels_that_look_equal_are_one() -> None:
    accents = ["caf\u00e9", "cafe\u0301"]
    rows = [(f"text {n}", (SAME + accents)[n % 7], "") for n in range(21)]
    examples = TableExamples(table_of(*rows), CHOICE)
    assert examples.labels == ("caf\u00e9", "pos")
    assert {e.label for e in examples} == {"caf\u00e9", "pos"}


def test_an_added_label_that_looks_like_the_projects_is_the_projects() -> None:
    rows = [(f"text {n}", label, "") for n, label in enumerate(SAME)]
    examples = TableExamples(table_of(*rows), CHOICE, labels=("neg", "po\u200bs"))
    assert {e.label for e in examples} == {"po\u200bs"}


def test_emoji_that_differ_stay_different() -> None:
    flags = ["\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"]
    flags += ["\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"]
    rows = [(f"text {n}", flags[n % 2], "") for n in range(12)]
    assert set(TableExamples(table_of(*rows), CHOICE).labels) == set(flags)


def test_what_cannot_be_seen_is_no_label_no_text_and_no_other_split() -> None:
    rows = [
        ("1", "a", "train"),
        ("2", "b", "train\u200b"),
        ("3", "\u200b", "Test\ufeff"),
        ("\u200b", "a", "test"),
    ]
    examples = TableExamples(table_of(*rows), WITH_SPLIT)
    assert [(e.label, e.split) for e in examples] == [("a", TRAIN), ("b", TRAIN), (None, TEST)]
    assert examples.num_skipped == 1
