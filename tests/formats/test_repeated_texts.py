from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrr.formats import digest_file
from rrr.formats.repeated_texts import RepeatedTexts, Repeats
from rrr.formats.table_examples import TableExamples
from rrr.records import TEST, TRAIN, VALIDATION, Example, NewExample
from rrr.text import words_key
from tests.formats.tables import CHOICE, many, table_of

splits = st.sampled_from([TRAIN, VALIDATION, TEST, "hard"])
examples = st.lists(
    st.builds(NewExample, st.sampled_from("abcde"), st.sampled_from(["x", "y", None]), splits)
)


def stored(new: list[NewExample]) -> list[Example]:
    return [Example(n, 1, n, each.split, each.text, each.label) for n, each in enumerate(new)]


@given(examples, examples)
def test_no_text_of_a_project_comes_into_a_further_split(
    known: list[NewExample], new: list[NewExample]
) -> None:
    before = {text: {e.split for e in known if e.text == text} for text in "abcde"}
    placed = list(map(RepeatedTexts(stored(known)).placed, new))
    assert all(not before[each.text] or each.split in before[each.text] for each in placed)
    assert [(each.text, each.label) for each in placed] == [(e.text, e.label) for e in new]


@pytest.mark.parametrize("at_once", [2, 50_000])
@given(known=examples, new=examples)
def test_repeats_are_counted_as_by_hand(
    at_once: int, known: list[NewExample], new: list[NewExample]
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(digest_file, "_PART", at_once)
        texts = RepeatedTexts(stored(known))
        placed = list(map(texts.placed, new))
        found = texts.repeats()
    of_text = {text: [e for e in (*known, *placed) if e.text == text] for text in "abcde"}
    labels = [{e.label for e in of_text[text]} - {None} for text in {e.text for e in placed}]
    splits = [{e.split for e in of_text[text]} for text in {e.text for e in placed}]
    earlier = [e.text for e in (*known, *placed)]
    assert found == Repeats(
        num_repeated=sum(e.text in earlier[: len(known) + n] for n, e in enumerate(placed)),
        num_moved=sum(a.split != b.split for a, b in zip(placed, new, strict=True)),
        num_contradictory=sum(len(each) > 1 for each in labels),
        num_in_two_splits=sum(len(each) > 1 for each in splits),
    )


def test_repeats_contradictions_and_texts_in_two_splits_are_counted() -> None:
    known = [NewExample("old", "x", TRAIN), NewExample("not asked for", "x", TRAIN)]
    texts = RepeatedTexts(stored(known))
    new = [
        NewExample("OLD", "x", TEST),  # moved
        NewExample("old", "y", TRAIN),  # contradicts
        NewExample("new", "x", TRAIN),
        NewExample("new ", "x", TEST),  # on both sides
        NewExample("once", None, TEST),
    ]
    assert [texts.placed(each).split for each in new] == [TRAIN, TRAIN, TRAIN, TEST, TEST]
    assert texts.repeats() == Repeats(
        num_repeated=3, num_moved=1, num_contradictory=1, num_in_two_splits=1
    )


def test_texts_that_no_model_can_tell_apart_are_divided_together() -> None:
    rows = many(40)
    others = [(f"  {text.upper()}\n", label, split) for text, label, split in rows]
    where: dict[bytes, set[str]] = {}
    for example in TableExamples(table_of(*rows, *others), CHOICE):
        where.setdefault(words_key(example.text), set()).add(example.split)
    assert len(where) == 40
    assert all(len(each) == 1 for each in where.values())
