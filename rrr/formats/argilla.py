"""Reads the records of Argilla 2, as `dataset.records.to_json` writes them: a list of objects.

Read: the field called text, else the longest; of the answers (`responses`) the first question that
people answered with one value as the label, by most votes, and the highlighted spans. Its page
counts them in UTF-16 (argilla issue 5729). Suggestions are passed over: nobody confirmed them.
"""

from __future__ import annotations

from typing import Any

from rrr.errors import DataError
from rrr.formats.file_format import Look
from rrr.formats.highlights import checked, from_utf_16, majority, of_one, of_several
from rrr.formats.json_entries import Entry
from rrr.formats.tool_table import ToolRow, as_list, json_format, name_of_text, one_text, span_of


def _fits(look: Look) -> bool:
    return look.some(
        lambda entry: (
            isinstance(entry.get("fields"), dict)
            and isinstance(entry.get("responses"), dict)
            and "suggestions" in entry
        )
    )


def _row(entry: Entry) -> ToolRow:
    place, values = entry.place, entry.values
    fields = _object(place, "fields", values.get("fields"))
    name = name_of_text(fields)
    if name is None:
        raise DataError(f"{place}: “fields” holds no text. Leave the record out.")
    text = one_text(place, name, fields[name])
    label, highlights = "", []
    for question, responses in _object(place, "responses", values.get("responses")).items():
        single: list[str] = []
        for response in as_list(place, question, responses):
            if not isinstance(response, dict):
                raise DataError(f"{place}: a response to “{question[:60]}” is no object.")
            value = response.get("value")
            if isinstance(value, list):
                spans = [
                    span_of(place, part)
                    for part in value
                    if isinstance(part, dict) and "start" in part
                ]
                spans = list(checked(place, text, from_utf_16(text, spans)))
                if spans:
                    highlights.append(of_one(spans, str(response.get("user_id") or "")[:200]))
                elif len(value) == 1 and not isinstance(value[0], dict):
                    single.append(one_text(place, question, value[0]))
            elif value is not None:
                single.append(one_text(place, question, value))
        if not label and single:
            label = majority(single)
    metadata = values.get("metadata")
    split = metadata.get("split") if isinstance(metadata, dict) else None
    split = one_text(place, "split", split)
    return ToolRow(entry.number, text, label, split, of_several(highlights))


def _object(place: str, name: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise DataError(f"{place}: “{name}” is no object. Export the records anew from Argilla.")
    return value


FORMAT = json_format("argilla", "Argilla records (JSON)", ("json",), _fits, _row)
