"""Reads and writes the records of Argilla 2, as `dataset.records.to_json` does: a list of objects.

Read: the field called text, else the longest; of the answers (`responses`) the first question that
people answered with one value as the label, by most votes, and the highlighted spans. Its page
counts them in UTF-16 (argilla issue 5729). Suggestions are passed over: nobody confirmed them.

Argilla knows people by ids. So a file written here names whoever answered in `metadata`, and the
answers have an id that is made of this name.
"""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from rrr.errors import DataError
from rrr.formats.file_format import Look
from rrr.formats.highlights import checked, from_utf_16, majority, of_one, of_several, to_utf_16
from rrr.formats.json_entries import Entry
from rrr.formats.marked_text import RATIONALE, MarkedText
from rrr.formats.tool_table import (
    ToolRow,
    as_list,
    json_format,
    name_of_text,
    one_text,
    span_of,
    status_of,
)
from rrr.formats.tool_writing import Writer, list_of


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
    metadata = values["metadata"] if isinstance(values.get("metadata"), dict) else {}
    who = one_text(place, "annotator", metadata.get("annotator"))
    own, status = _user_id(who), status_of(metadata.get("status"))
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
                    user = str(response.get("user_id") or "")[:200]
                    is_own = user == own
                    highlights.append(of_one(spans, who, status) if is_own else of_one(spans, user))
                elif len(value) == 1 and not isinstance(value[0], dict):
                    single.append(one_text(place, question, value[0]))
            elif value is not None:
                single.append(one_text(place, question, value))
        if not label and single:
            label = majority(single)
    if not highlights:  # an answer that struck nothing, which only files written here hold
        highlights.append(of_one((), who, status))
    split = one_text(place, "split", metadata.get("split"))
    return ToolRow(entry.number, text, label, split, of_several(highlights))


def _object(place: str, name: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise DataError(f"{place}: “{name}” is no object. Export the records anew from Argilla.")
    return value


def _record(marked_text: MarkedText) -> dict[str, Any]:
    """The question called label has the label, that called spans the struck words (IRRELEVANT) and
    those of a rationale (RATIONALE)."""
    origin = marked_text.origin()
    spans = [
        {"start": wide.start, "end": wide.end, "label": span.label or RATIONALE}
        for span in marked_text.spans()
        for wide in (to_utf_16(marked_text.text, span),)
    ]
    answered = {"status": "submitted", "user_id": _user_id(origin.get("annotator", ""))}
    values = {"label": marked_text.label, "spans": spans}
    return {
        "id": marked_text.name,
        "fields": {"text": marked_text.text},
        "metadata": origin,
        "suggestions": {},
        "responses": {
            name: [{"value": value, **answered}] for name, value in values.items() if value
        },
        "vectors": {},
    }


def _user_id(name: str) -> str:
    """The id of a person in Argilla: the name, if it came from there, else one made of it."""
    try:
        return str(UUID(name))
    except ValueError:
        return str(uuid5(NAMESPACE_OID, name))


FORMAT = json_format("argilla", "Argilla records (JSON)", ("json",), _fits, _row)
WRITER = Writer(
    "argilla",
    "json",
    list_of(_record),
    limits="Argilla takes answers of people who have an account there only: unless the marks came "
    "from your server, put ids of your accounts in the place of each “user_id”.",
)
