"""Reads and writes Label Studio's JSON: a list of tasks (labelstud.io/guide/task_format).

Read: the text of `data`; of each annotation that was not cancelled the `choices`, of which the
label is the one that most people chose, and the labelled parts of the text. Offsets count code
points; older versions counted in UTF-16. The text that stands beside an offset tells which.
Predictions are passed over: nobody said that they are right.
"""

from __future__ import annotations

from typing import Any

from rrr.errors import DataError
from rrr.formats.file_format import Look
from rrr.formats.highlights import (
    Span,
    checked,
    from_utf_16,
    majority,
    of_one,
    of_several,
)
from rrr.formats.json_entries import Entry
from rrr.formats.marked_text import MarkedText
from rrr.formats.tool_table import (
    ToolRow,
    as_list,
    json_format,
    name_of_text,
    offset,
    one_text,
    status_of,
)
from rrr.formats.tool_writing import Writer, list_of


def _fits(look: Look) -> bool:
    return look.some(
        lambda entry: (
            isinstance(entry.get("data"), dict)
            and any(isinstance(entry.get(key), list) for key in ("annotations", "completions"))
        )
    )


def _row(entry: Entry) -> ToolRow:
    place, values = entry.place, entry.values
    data = values.get("data")
    if not isinstance(data, dict):
        raise DataError(f"{place}: no “data”. Export the tasks anew from Label Studio, as JSON.")
    name = name_of_text(data)
    if name is None:
        raise DataError(f"{place}: “data” holds no text. Leave the task out.")
    text = one_text(place, name, data[name])
    labels, highlights = [], []
    for annotation in as_list(
        place, "annotations", values.get("annotations", values.get("completions"))
    ):
        if not isinstance(annotation, dict) or annotation.get("was_cancelled"):
            continue
        chosen, spans = _results(place, text, annotation)
        labels += chosen[:1]
        if len(chosen) > 1:
            raise DataError(
                f"{place}: {len(chosen)} choices in one annotation. A text has one label here. "
                "Leave one, or leave the task out."
            )
        who = _annotator(annotation.get("completed_by")) or one_text(
            place, "annotator", data.get("annotator")
        )
        highlights.append(of_one(checked(place, text, spans), who, status_of(data.get("status"))))
    label = majority(labels) if labels else one_text(place, "label", data.get("label"))
    split = one_text(place, "split", data.get("split"))
    return ToolRow(entry.number, text, label, split, of_several(highlights))


def _results(place: str, text: str, annotation: dict[str, Any]) -> tuple[list[str], list[Span]]:
    chosen: list[str] = []
    spans: list[Span] = []
    for result in as_list(place, "result", annotation.get("result")):
        value = result.get("value") if isinstance(result, dict) else None
        if not isinstance(value, dict):
            continue  # a relation between parts of the text
        if "choices" in value:
            choices = as_list(place, "choices", value["choices"])
            chosen += [one_text(place, "choices", choice) for choice in choices]
        elif "start" in value and "end" in value:
            labels = [value[key] for key in ("labels", "hypertextlabels") if value.get(key)]
            label = as_list(place, "labels", labels[0])[0] if labels else ""
            spans.append(_span(place, text, value, one_text(place, "labels", label)))
    return chosen, spans


def _span(place: str, text: str, value: dict[str, Any], label: str) -> Span:
    wide = value.get("globalOffsets")
    where = value if type(value["start"]) is int or not isinstance(wide, dict) else wide
    start, end = (offset(place, name, where.get(name)) for name in ("start", "end"))
    span = Span(start, end, label)
    beside = value.get("text")
    if isinstance(beside, str) and _plain(text[start:end]) != _plain(beside):
        older = from_utf_16(text, [span])[0]
        if _plain(text[older.start : older.end]) == _plain(beside):
            return older
    return span


def _plain(text: str) -> str:
    """Without white space, of which Label Studio writes line breaks as a backslash and an n."""
    return "".join(text.replace("\\n", "\n").split())


def _annotator(value: Any) -> str:
    """An id, or an account with its address."""
    if isinstance(value, dict):
        value = value.get("email") or value.get("id")
    return str(value)[:200] if isinstance(value, str | int) else ""


def _task(marked_text: MarkedText) -> dict[str, Any]:
    """Struck words have the label IRRELEVANT, those of a rationale RATIONALE; the label is a
    choice. The control tags are called label and class."""
    results: list[dict[str, Any]] = [
        {
            "id": f"{marked_text.name}-{part}",
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {
                "start": span.start,
                "end": span.end,
                "text": marked_text.text[span.start : span.end],
                "labels": [span.label],
            },
        }
        for part, span in enumerate(marked_text.spans())
    ]
    if marked_text.label is not None:
        value = {"choices": [marked_text.label]}
        results.append({"from_name": "class", "to_name": "text", "type": "choices", "value": value})
    return {
        "data": {"text": marked_text.text, **marked_text.origin()},
        "annotations": [{"result": results}],
    }


FORMAT = json_format("label-studio", "Label Studio (JSON)", ("json",), _fits, _row)
WRITER = Writer("label-studio", "json", list_of(_task))
