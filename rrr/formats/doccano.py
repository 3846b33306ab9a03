"""Reads and writes doccano's JSON Lines.

Read: the text from `text` (older: `data`); classes from `label`, `labels` or `cats`; spans from
`label`, `labels` or `entities`, as `[start, end, label]` or as objects with `start_offset`.
doccano's page counts in UTF-16, where most emoji are two (doccano issue 2290), and so do its files.
What else stands in a line is what was imported with the text: a split is taken from there.
"""

from __future__ import annotations

from typing import Any

from rrr.errors import DataError
from rrr.formats.file_format import Look
from rrr.formats.highlights import Span, checked, from_utf_16, of_one, to_utf_16
from rrr.formats.json_entries import Entry
from rrr.formats.marked_text import MarkedText
from rrr.formats.tool_table import ToolRow, as_list, json_format, offset, one_text, status_of
from rrr.formats.tool_writing import Writer, lines_of

_LISTS = ("label", "labels", "cats", "entities")


def _fits(look: Look) -> bool:
    return look.some(
        lambda entry: (
            ("text" in entry or "data" in entry)
            and "tokenizer" not in entry
            and (
                isinstance(entry.get("cats"), list)
                or any(map(_is_span, _listed(entry)))
                or ("Comments" in entry and isinstance(entry.get("label"), list))
            )
        )
    )


def _listed(entry: dict[str, Any]) -> list[Any]:
    return [item for key in _LISTS if isinstance(entry.get(key), list) for item in entry[key]]


def _is_span(value: Any) -> bool:
    if isinstance(value, dict):
        return "start_offset" in value
    return isinstance(value, list) and len(value) == 3 and type(value[0]) is int


def _row(entry: Entry) -> ToolRow:
    place, values = entry.place, entry.values
    text = one_text(place, "text", values.get("text", values.get("data")))
    classes: list[str] = []
    spans: list[Span] = []
    for key in _LISTS:
        value = values.get(key)
        for item in value if isinstance(value, list) else [] if value is None else [value]:
            if isinstance(item, dict | list):
                spans.append(_span(place, item))
            else:
                classes.append(one_text(place, key, item))
    if len(classes) > 1:
        raise DataError(
            f"{place}: {len(classes)} classes. A text has one label here. Leave one, or leave the "
            "text out."
        )
    who = one_text(place, "annotator", values.get("annotator", values.get("username")))
    spans = from_utf_16(text, spans)
    highlights = of_one(checked(place, text, spans), who, status_of(values.get("status")))
    split = one_text(place, "split", values.get("split"))
    return ToolRow(entry.number, text, "".join(classes), split, highlights)


def _span(place: str, value: Any) -> Span:
    if isinstance(value, dict):
        value = [value.get(name) for name in ("start_offset", "end_offset", "label")]
    if len(as_list(place, "entities", value)) != 3:
        raise DataError(
            f"{place}: a span has {len(value)} parts. Expected a start, an end and a label. Export "
            "the file anew from doccano."
        )
    start, end = (offset(place, "start_offset and end_offset", number) for number in value[:2])
    return Span(start, end, one_text(place, "label", value[2]))


def _line(marked_text: MarkedText) -> dict[str, Any]:
    """For a project of intents and slots: `cats` holds the label, `entities` the struck words
    (IRRELEVANT) and those of a rationale (RATIONALE)."""
    spans = (to_utf_16(marked_text.text, span) for span in marked_text.spans())
    return {
        "text": marked_text.text,
        "cats": [] if marked_text.label is None else [marked_text.label],
        "entities": [[span.start, span.end, span.label] for span in spans],
        **marked_text.origin(),
    }


FORMAT = json_format("doccano", "doccano (JSON Lines)", ("jsonl", "json"), _fits, _row)
WRITER = Writer("doccano", "jsonl", lines_of(_line))
