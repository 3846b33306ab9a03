"""What is written for another tool is read back: texts, labels, splits, marks and rationales."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rrr.errors import DataError
from rrr.formats.columns import ColumnChoice
from rrr.formats.doccano import doccano_lines
from rrr.formats.eraser import write_eraser
from rrr.formats.highlighted import UNNAMED
from rrr.formats.highlights import Span, from_utf_16, to_utf_16, tokens_in
from rrr.formats.label_studio import label_studio_parts
from rrr.formats.marked_text import MarkedText
from rrr.formats.prodigy import prodigy_lines
from rrr.formats.read_options import Reading
from rrr.formats.registry import read_table
from rrr.formats.table_examples import TableExamples
from rrr.records import Annotation, AnnotationStatus
from rrr.text import tokenize

WRITERS: dict[str, tuple[str, Callable[[Iterator[MarkedText]], Iterator[str]]]] = {
    "prodigy": ("x.jsonl", prodigy_lines),
    "doccano": ("x.jsonl", doccano_lines),
    "label-studio": ("x.json", label_studio_parts),
}
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
    split = draw(st.sampled_from(["train", "test"]))
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


@pytest.mark.parametrize("tool", WRITERS)
@given(texts=st.lists(marked(), max_size=4))
@settings(max_examples=40)
def test_what_is_written_for_a_tool_is_read_back(tool: str, texts: list[MarkedText]) -> None:
    texts = [*ENOUGH, *texts]
    name, write = WRITERS[tool]
    content = "".join(write(iter(texts))).encode()
    table = read_table(name, content, Reading(format=tool, unmarked="nothing"))
    examples = TableExamples(table, ColumnChoice("text", "label", "split"))
    assert (examples.given_tokens.num_other_tokens, examples.given_tokens.num_widened) == (0, 0)
    found = list(examples)
    read = [
        MarkedText(
            "", each.text, each.label, each.split, [], [], each.rationale,
            each.answers[0] if each.answers else None,
        )
        for each in found
    ]  # fmt: skip
    assert list(map(said, read)) == list(map(said, texts))


@given(texts=st.lists(marked(), max_size=4))
@settings(max_examples=30)
def test_rationales_survive_eraser_word_by_word(texts: list[MarkedText]) -> None:
    with_evidence = [
        MarkedText("0", "one more", "a", "train", tokenize("one more"), [], [0]),
        MarkedText("1", "two", "b", "train", tokenize("two"), [], [0]),
        MarkedText("2", "three", "b", "test", tokenize("three"), [], [0]),
        *texts,
    ]
    named = [
        MarkedText(f"d{n}", e.text, e.label, e.split, e.tokens, e.struck, e.rationale)
        for n, e in enumerate(with_evidence)
    ]
    out = io.BytesIO()
    count = write_eraser(iter(named), out)
    wanted = [each for each in named if each.label and each.rationale]
    assert count == len(wanted)
    table = read_table("x.zip", out.getvalue(), Reading(format="eraser", unmarked="nothing"))
    found = list(TableExamples(table, ColumnChoice("text", "label", "split")))
    evidence = [" ".join(e.tokens[index].text for index in e.rationale) for e in wanted]
    in_order = sorted(
        zip((e.split == "test" for e in wanted), evidence, strict=True), key=lambda p: p[0]
    )
    read = [" ".join(tokenize(e.text)[index].text for index in e.rationale) for e in found]
    assert read == [text for _, text in in_order]


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
