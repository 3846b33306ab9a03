"""Reads and writes HateXplain: `dataset.json`, and `post_id_divisions.json` beside it in a folder.

The text is the tokens with spaces between; the label is what most annotators chose, none where all
differ (the authors leave these posts out). Each annotator's rationale has a 0 or 1 for each token.

Memory: one post, and the ids of the divisions.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import IO, Any

from rrr.errors import DataError
from rrr.formats.encoding import UTF_8
from rrr.formats.file_format import Format, Look
from rrr.formats.folder import folder_of
from rrr.formats.highlights import Highlights, Span, majority
from rrr.formats.json_array import named_items
from rrr.formats.marked_text import MarkedText, runs_of
from rrr.formats.read_options import Reading
from rrr.formats.source import Source, check_text, open_bytes
from rrr.formats.table import Table
from rrr.formats.tool_table import ToolRow, as_list, one_text, tool_table
from rrr.formats.tool_writing import Writer
from rrr.records import VALIDATION, Given

_POSTS, _DIVISIONS = "dataset.json", "post_id_divisions.json"
_MAX_DIVISIONS = 100_000_000
_ANNOTATORS = (1, 2, 3)


def _fits(look: Look) -> bool:
    if look.folder is not None:
        return _POSTS in look.folder.names
    return look.named is not None and "post_tokens" in look.named


def read_hatexplain(filename: str, source: Source, reading: Reading) -> Table:
    """The posts as a table, with a split where the divisions are given.

    Raises:
        DataError: naming the post, counted from 1.
    """
    divisions: Mapping[str, str] = {}
    if (folder := folder_of(filename, source)) is not None:
        filename, source = folder.called(_POSTS), folder.needed(_POSTS)
        if _DIVISIONS in folder.names:
            divisions = _divisions(folder.called(_DIVISIONS), folder.source(_DIVISIONS))
    check_text(filename, source, UTF_8)

    def rows() -> Iterator[ToolRow]:
        for number, name, post in named_items(filename, source, UTF_8):
            yield _row(f"{filename}, item {number}", number, post, divisions.get(name, ""))

    if divisions:
        inside = rows

        def rows() -> Iterator[ToolRow]:  # posts in no division belong to no experiment
            return (row for row in inside() if row.split)

    return tool_table(filename, "item", rows, replace(reading, encoding=UTF_8, header=None))


def _row(place: str, number: int, post: dict[str, Any], split: str) -> ToolRow:
    tokens = [
        one_text(place, "post_tokens", token)
        for token in as_list(place, "post_tokens", post.get("post_tokens"))
    ]
    text, spans, start = " ".join(tokens), [], 0
    for token in tokens:
        spans.append((start, start + len(token)))
        start += len(token) + 1
    labels = [
        one_text(place, "label", annotator.get("label"))
        for annotator in as_list(place, "annotators", post.get("annotators"))
        if isinstance(annotator, dict)
    ]
    rationales = []
    for mask in as_list(place, "rationales", post.get("rationales")):
        if len(as_list(place, "rationales", mask)) != len(tokens):
            raise DataError(
                f"{place}: a rationale has {len(mask):,} numbers for {len(tokens):,} tokens. "
                "Correct it, or leave the post out."
            )
        runs = runs_of([index for index, value in enumerate(mask) if value == 1])
        rationales.append(tuple(Span(spans[first][0], spans[last][1]) for first, last in runs))
    given = tuple(span for span in spans if span[0] < span[1])
    return ToolRow(number, text, majority(labels), split, Highlights(tuple(rationales), (), given))


def _divisions(filename: str, source: Source) -> dict[str, str]:
    with open_bytes(filename, source) as stream:
        content = stream.read(_MAX_DIVISIONS)
    try:
        divisions = json.loads(content)
        return {str(name): split for split, names in divisions.items() for name in names}
    except (ValueError, RecursionError, AttributeError, TypeError) as error:
        raise DataError(
            f"{filename}: expected an object of lists of ids, such as "
            f'{{"train": ["…"]}} ({str(error)[:60]}). Take another copy of the file.'
        ) from error


def _write(texts: Iterator[MarkedText], out: IO[bytes]) -> None:
    """A ZIP archive of both files. Label and rationale stand there for three annotators who agree:
    the authors' own code expects three.

    Memory: one post, and the names of the divisions.
    """
    divisions: dict[str, list[str]] = {"train": [], "val": [], "test": []}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(_POSTS, "w", force_zip64=True) as posts:
            before = "{"
            for text in texts:
                posts.write(
                    f"{before}\n{json.dumps(text.name)}: {json.dumps(_post(text))}".encode()
                )
                division = "val" if text.split == VALIDATION else text.split
                divisions.setdefault(division, []).append(text.name)
                before = ","
            posts.write(b"\n}\n")
        archive.writestr(_DIVISIONS, json.dumps(divisions))


def _post(text: MarkedText) -> dict[str, Any]:
    if not text.is_divided_wholly:  # else what stands between the tool's tokens would be lost
        text = replace(text, given=Given(spans=text.given.spans))
    evidence = [0] * len(text.divided)
    for span in text.spans():
        for token in () if span.is_struck else text.tokens_of(span):
            evidence[token] = 1
    return {
        "post_id": text.name,
        "annotators": [
            {"label": text.label, "annotator_id": number, "target": []} for number in _ANNOTATORS
        ],
        "rationales": [evidence for _ in _ANNOTATORS] if any(evidence) else [],
        "post_tokens": [text.text[start:end] for start, end in text.divided],
    }


FORMAT = Format("hatexplain", "HateXplain (dataset.json)", ("json", "zip"), _fits, read_hatexplain)
WRITER = Writer(
    "hatexplain",
    "zip",
    _write,
    holds=lambda text: text.label is not None,
    holds_struck=False,
    is_divided=True,
    limits="HateXplain’s files hold labels, splits and evidence for labels. They have no place for "
    "struck words, for texts without a label, and for other white space than one space between "
    "words.",
)
