"""What is written for another tool is read back: texts, labels, splits, marks and rationales."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rrr.errors import DataError
from rrr.formats.columns import ColumnChoice
from rrr.formats.highlighted import UNNAMED
from rrr.formats.highlights import Span, from_utf_16, to_utf_16, tokens_in
from rrr.formats.marked_text import MarkedText
from rrr.formats.read_options import Reading
from rrr.formats.registry import read_table
from rrr.formats.table_examples import TableExamples
from rrr.formats.tool_writers import WRITERS
from rrr.records import Annotation, AnnotationStatus, Given, NewExample
from rrr.text import texts_of, tokenize

HOLDING_ALL = ["prodigy", "doccano", "label-studio", "argilla"]
PIECES = [
    "cafe\u0301",
    "don't",
    "\N{WOMAN}\u200d\N{ROCKET}",
    "\N{THUMBS UP SIGN}\N{EMOJI MODIFIER FITZPATRICK TYPE-4}",
    "\r\n",
    "\u2028",
    " ",
    "\t",
    "film",
    "の",
    "\U00020bb7",
    "שלום",
    "!",
]
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join).filter(tokenize)
STATUSES: list[AnnotationStatus] = ["marked", "nothing_irrelevant", "skipped", "flagged"]


@st.composite
def marked(draw: st.DrawFn) -> MarkedText:
    text = draw(TEXTS)
    tokens = tokenize(text)
    indices = st.integers(0, len(tokens) - 1)
    struck = draw(st.sets(indices))
    rationale = draw(st.sets(indices)) - struck
    answer = None
    if draw(st.booleans()):  # else only rules have struck words
        fitting = ["marked"] if struck else STATUSES
        answer = Annotation(
            0,
            draw(st.sampled_from(["me", "you"])),
            draw(st.sampled_from(fitting)),  # type: ignore[arg-type]
            tuple(sorted(struck)),
            (),
            1,
            datetime.now(UTC),
        )
    label = draw(st.sampled_from(["a", "b", None]))
    split = draw(st.sampled_from(["train", "validation", "test"]))
    return MarkedText("1", text, label, split, tokens, sorted(struck), sorted(rationale), answer)


def plain(text: str, label: str, split: str) -> MarkedText:
    return MarkedText("0", text, label, split, tokenize(text), [])


ENOUGH = [plain("one", "a", "train"), plain("two", "b", "train"), plain("three", "a", "test")]


def said(each: MarkedText) -> tuple[object, ...]:
    answer: tuple[object, ...] | None = None
    if each.answer is None and each.struck:
        answer = UNNAMED, "marked", tuple(each.struck)
    if each.answer is not None:
        answer = each.answer.annotator, each.answer.status, each.answer.marked
    return each.text, each.label, each.split, tuple(each.rationale), answer


def written(tool: str, texts: list[MarkedText]) -> bytes:
    out = io.BytesIO()
    WRITERS[tool].write(iter(texts), out)
    return out.getvalue()


def read_back(tool: str, content: bytes) -> list[NewExample]:
    name = f"x.{WRITERS[tool].ending}"
    table = read_table(name, content, Reading(format=tool, unmarked="nothing"))
    examples = TableExamples(table, ColumnChoice("text", "label", "split"))
    assert (examples.given_tokens.num_other_tokens, examples.given_tokens.num_widened) == (0, 0)
    return list(examples)


@pytest.mark.parametrize("tool", HOLDING_ALL)
@given(texts=st.lists(marked(), max_size=4))
@settings(max_examples=40)
def test_what_is_written_for_a_tool_is_read_back(tool: str, texts: list[MarkedText]) -> None:
    texts = [*ENOUGH, *texts]
    found = read_back(tool, written(tool, texts))
    read = [
        MarkedText(
            "", each.text, each.label, each.split, [], [], each.rationale,
            each.answers[0] if each.answers else None,
        )
        for each in found
    ]  # fmt: skip
    assert list(map(said, read)) == list(map(said, texts))


@pytest.mark.parametrize("tool", ["eraser", "hatexplain"])
@given(texts=st.lists(marked(), max_size=4))
@settings(max_examples=30)
def test_words_labels_splits_and_rationales_are_read_back_where_files_divide_texts(
    tool: str, texts: list[MarkedText]
) -> None:
    with_evidence = [replace(each, rationale=[0]) for each in ENOUGH]
    named = [
        replace(each, name=f"d{number}") for number, each in enumerate([*with_evidence, *texts])
    ]
    held = list(filter(WRITERS[tool].holds, named))
    found = read_back(tool, written(tool, held))
    assert sorted((texts_of(e.text), e.label, e.split, list(e.rationale)) for e in found) == sorted(
        ([token.text for token in e.tokens], e.label, e.split, list(e.rationale)) for e in held
    )
    assert not any(each.answers for each in found)


def test_what_the_formats_of_evidence_alone_have_a_place_for() -> None:
    unlabelled = replace(ENOUGH[0], label=None, rationale=[0])
    without_evidence, both = ENOUGH[0], replace(ENOUGH[0], rationale=[0])
    texts = [unlabelled, without_evidence, both]
    assert list(map(WRITERS["eraser"].holds, texts)) == [False, False, True]
    assert list(map(WRITERS["hatexplain"].holds, texts)) == [False, True, True]


def test_a_split_with_a_name_of_its_own_survives_hatexplain() -> None:
    texts = [*ENOUGH, replace(plain("four", "b", "held out"), name="4")]
    named = [replace(each, name=f"{number}") for number, each in enumerate(texts)]
    found = read_back("hatexplain", written("hatexplain", named))
    assert [each.split for each in found] == ["train", "train", "test", "held out"]


@pytest.mark.parametrize("tool", ["eraser", "hatexplain"])
def test_tokens_that_leave_out_words_do_not_cost_these_words(tool: str) -> None:
    text = "Well done, today"
    sparse = replace(plain(text, "a", "train"), rationale=[0], given=Given(((0, 4),)))
    named = [
        replace(each, name=f"{number}", rationale=[0])
        for number, each in enumerate([sparse, *ENOUGH])
    ]
    found = read_back(tool, written(tool, named))
    assert (texts_of(found[0].text), found[0].rationale) == (texts_of(text), (0,))


@given(text=TEXTS, data=st.data())
def test_utf_16_offsets_there_and_back(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))), "x")
    wide = to_utf_16(text, span)
    units = text.encode("utf-16-le")
    assert units[2 * wide.start : 2 * wide.end].decode("utf-16-le") == text[span.start : span.end]
    assert from_utf_16(text, [wide]) == [span]


def test_a_span_within_a_word_means_the_word_and_half_an_emoji_the_whole() -> None:
    text = "\N{CLAPPING HANDS SIGN} unbelievable film"
    assert tokens_in(text, [Span(4, 6)]) == (1,)
    assert tokens_in(text, [Span(1, 2)]) == ()  # the space between
    assert from_utf_16(text, [Span(1, 2)]) == [Span(0, 1)]
    with pytest.raises(DataError, match="neither a folder"):
        read_table("x.jsonl", b"{}", Reading(format="eraser"))
