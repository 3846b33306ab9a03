"""The formats of JSON that hold rows of plain values, and of our own export."""

from __future__ import annotations

from rrr.formats.file_format import Format, Look
from rrr.formats.json_array import read_json
from rrr.formats.jsonl_file import read_jsonl


def _fits_own(look: Look) -> bool:
    return not look.is_list and look.some(
        lambda entry: "tokenizer" in entry and isinstance(entry.get("answers"), list)
    )


def _fits_lines(look: Look) -> bool:
    return bool(look.objects) and not look.is_list


def _fits_list(look: Look) -> bool:
    return bool(look.objects) and look.is_list


OWN = Format(
    "right-reasons",
    "Right Reasons (JSON Lines, from “rrr export”)",
    ("jsonl", "ndjson"),
    _fits_own,
    read_jsonl,
)
LINES = Format("jsonl", "JSON Lines", ("jsonl", "ndjson"), _fits_lines, read_jsonl)
LIST = Format("json", "JSON list", ("json",), _fits_list, read_json)
