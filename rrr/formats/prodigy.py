"""Reads and writes Prodigy's JSON Lines (prodi.gy/docs/api-interfaces), as its `db-out` writes.

Read: `text`; `spans` with `start` and `end` in code points; the label from `label`, or from
`accept` where there are `options`; the split from `split` or `meta`. What was answered with
“reject” or “ignore” is read as a text only: nobody said what its label is instead. The spans go by
characters; `tokens` are kept, to be written again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rrr.errors import DataError
from rrr.formats.file_format import Look
from rrr.formats.highlights import Highlights, Span, checked, of_one
from rrr.formats.json_entries import Entry
from rrr.formats.marked_text import MarkedText
from rrr.formats.tool_table import ToolRow, as_list, json_format, one_text, span_of, status_of
from rrr.formats.tool_writing import Writer, lines_of

_ANSWERS = ("accept", "reject", "ignore")


def _fits(look: Look) -> bool:
    return look.some(
        lambda entry: (
            "text" in entry
            and (
                entry.get("answer") in _ANSWERS
                or "_input_hash" in entry
                or any(isinstance(span, dict) for span in entry.get("spans") or ())
            )
        )
    )


def _row(entry: Entry) -> ToolRow:
    place, values = entry.place, entry.values
    text = one_text(place, "text", values.get("text"))
    meta = values["meta"] if isinstance(values.get("meta"), dict) else {}
    split = one_text(place, "split", values.get("split", meta.get("split")))
    tokens = _tokens(text, values.get("tokens"))
    if values.get("answer", "accept") != "accept":
        return ToolRow(entry.number, text, "", split, Highlights(tokens=tokens))
    spans = [_span(place, span) for span in as_list(place, "spans", values.get("spans"))]
    who = one_text(place, "_annotator_id", values.get("_annotator_id") or meta.get("annotator"))
    highlights = of_one(checked(place, text, spans), who, status_of(meta.get("status")))
    highlights = replace(highlights, tokens=tokens)
    return ToolRow(entry.number, text, _label(place, values), split, highlights)


def _tokens(text: str, given: Any) -> tuple[tuple[int, int], ...]:
    """Where the tokens stand; none if they are not all of this text, in its order."""
    tokens, before = [], 0
    for token in given if isinstance(given, list) else ():
        start, end = (
            (token.get("start"), token.get("end")) if isinstance(token, dict) else (None,) * 2
        )
        if not (type(start) is type(end) is int and before <= start < end <= len(text)):
            return ()
        tokens.append((start, end))
        before = end
    return tuple(tokens)


def _span(place: str, value: Any) -> Span:
    if not isinstance(value, dict):
        raise DataError(f"{place}: a span is no object. Export the file anew from Prodigy.")
    return span_of(place, value)


def _label(place: str, values: Mapping[str, Any]) -> str:
    options = as_list(place, "options", values.get("options"))
    if not options and "accept" not in values:
        return one_text(place, "label", values.get("label"))
    chosen = as_list(place, "accept", values.get("accept"))
    if len(chosen) > 1:
        raise DataError(
            f"{place}: {len(chosen)} options were accepted. A text has one label here. Leave one, "
            "or leave the text out."
        )
    if not chosen:
        return ""
    titles = {
        str(option.get("id")): option.get("text") for option in options if isinstance(option, dict)
    }
    is_named = isinstance(chosen[0], str)  # numbers stand for what the options say
    return one_text(place, "accept", chosen[0] if is_named else titles.get(str(chosen[0])))


def _task(marked_text: MarkedText) -> dict[str, Any]:
    """Struck words are spans with the label IRRELEVANT, those of a rationale with RATIONALE, if the
    file they came from had no other; `meta` says the split, whose answer it is, and what it was."""
    tokens = [
        {
            "text": marked_text.text[start:end],
            "start": start,
            "end": end,
            "id": number,
            "ws": marked_text.text[end : end + 1] == " ",
        }
        for number, (start, end) in enumerate(marked_text.divided)
    ]
    task = {
        "text": marked_text.text,
        "tokens": tokens,
        "spans": [_as_written(marked_text, span) for span in marked_text.spans()],
        "answer": "accept",
        "meta": marked_text.origin(),
    }
    if marked_text.label is not None:
        task["label"] = marked_text.label
    return task


def _as_written(marked_text: MarkedText, span: Span) -> dict[str, Any]:
    written: dict[str, Any] = {"start": span.start, "end": span.end, "label": span.label}
    if tokens := marked_text.tokens_of(span):
        written |= {"token_start": tokens[0], "token_end": tokens[-1]}
    return written


FORMAT = json_format("prodigy", "Prodigy (JSON Lines)", ("jsonl", "ndjson", "json"), _fits, _row)
WRITER = Writer("prodigy", "jsonl", lines_of(_task), is_divided=True)
