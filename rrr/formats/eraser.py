"""Reads and writes ERASER corpora (DeYoung et al. 2020): annotations in `train.jsonl`, `val.jsonl`
and `test.jsonl`, documents in `docs.jsonl` or one file each in `docs/`.

The text of an annotation is its documents, one under another; its query is no part of it. Evidence
is counted in tokens: what stands between spaces in a line of a document. The groups of evidence
together are one rationale.

Memory: with `docs.jsonl` all documents, as they may be asked for in any order; with `docs/` one.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import IO, Any

from rrr.errors import DataError
from rrr.formats.encoding import UTF_8
from rrr.formats.file_format import Format, Look
from rrr.formats.folder import Folder, folder_of
from rrr.formats.highlights import Span, of_one
from rrr.formats.jsonl_file import objects
from rrr.formats.marked_text import MarkedText
from rrr.formats.read_options import Reading
from rrr.formats.source import Source, check_text, open_bytes
from rrr.formats.table import Table
from rrr.formats.tool_table import ToolRow, as_list, offset, one_text, tool_table
from rrr.formats.tool_writing import Writer

_SPLITS = ("train", "val", "test")
_DOCUMENTS = "docs.jsonl"
_MAX_DOCUMENT = 10_000_000
_MAX_DOCUMENTS = 1_000_000_000
_LINE_END = re.compile(r"\r\n|\r|\n")


def _fits(look: Look) -> bool:
    names = () if look.folder is None else look.folder.names
    has_documents = any(name == _DOCUMENTS or name.startswith("docs/") for name in names)
    return has_documents and any(f"{split}.jsonl" in names for split in _SPLITS)


def read_eraser(filename: str, source: Source, reading: Reading) -> Table:
    """The annotations as a table, their file as the split; rows are counted through all files.

    Raises:
        DataError: naming file and line.
    """
    folder = folder_of(filename, source)
    if folder is None:
        raise DataError(
            f"{filename} is neither a folder nor a ZIP archive. ERASER's annotations need their "
            "documents: import the folder that holds both, or a ZIP archive of it."
        )
    documents = _Documents(folder)
    splits = [split for split in _SPLITS if f"{split}.jsonl" in folder.names]
    for split in splits:
        check_text(folder.called(f"{split}.jsonl"), folder.source(f"{split}.jsonl"), UTF_8)

    def rows() -> Iterator[ToolRow]:
        number = 0
        for split in splits:
            name = f"{split}.jsonl"
            called = folder.called(name)
            for line, values in objects(called, folder.source(name), UTF_8):
                number += 1
                yield _row(f"{called}, line {line}", number, values, split, documents)

    return tool_table(filename, "row", rows, replace(reading, encoding=UTF_8, header=None))


def _row(
    place: str, number: int, values: Mapping[str, Any], split: str, documents: _Documents
) -> ToolRow:
    groups = as_list(place, "evidences", values.get("evidences"))
    evidences = list(chain.from_iterable(as_list(place, "evidences", group) for group in groups))
    if not all(isinstance(evidence, dict) for evidence in evidences):
        raise DataError(f"{place}: a piece of evidence is no object. Correct it.")
    ids = [str(docid) for docid in as_list(place, "docids", values.get("docids"))]
    ids += [str(evidence.get("docid")) for evidence in evidences]
    ids = list(dict.fromkeys(ids)) or [one_text(place, "annotation_id", values["annotation_id"])]
    text, spans, given = "", [], list[tuple[int, int]]()
    for name in ids:
        document, tokens = documents.read(place, name)
        shift = len(text) + 1 if text else 0
        text = f"{text}\n{document}" if text else document
        given += [(shift + start, shift + end) for start, end in tokens if start < end]
        for evidence in evidences:
            if str(evidence.get("docid")) != name:
                continue
            ends = (offset(place, key, evidence.get(key)) for key in ("start_token", "end_token"))
            start, end = ends
            if not 0 <= start < end <= len(tokens):
                raise DataError(
                    f"{place}: evidence from token {start:,} to {end:,}, but document "
                    f"“{name[:60]}” has {len(tokens):,} tokens. Take the documents that belong to "
                    "these annotations."
                )
            spans.append(Span(shift + tokens[start][0], shift + tokens[end - 1][1]))
    label = one_text(place, "classification", values.get("classification"))
    return ToolRow(number, text, label, split, replace(of_one(spans), tokens=tuple(given)))


class _Documents:
    """The documents by their ids, and where their tokens stand."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._texts: dict[str, str] | None = None
        self._of_file = _DOCUMENTS in folder.names
        if not self._of_file:
            return
        self._texts, size = {}, 0
        called = folder.called(_DOCUMENTS)
        for line, values in objects(called, folder.source(_DOCUMENTS), UTF_8):
            place = f"{called}, line {line}"
            text = one_text(place, "document", values.get("document"))
            self._texts[one_text(place, "docid", values.get("docid"))] = text
            size += len(text)
            if size > _MAX_DOCUMENTS:
                raise DataError(
                    f"{called} holds more than {_MAX_DOCUMENTS:,} characters. Put each document "
                    "into a file of its own in the folder docs."
                )

    def read(self, place: str, name: str) -> tuple[str, list[tuple[int, int]]]:
        """A document, and the start and the end of each token in it."""
        if self._texts is not None:
            if name not in self._texts:
                raise DataError(f"{place}: {_DOCUMENTS} has no document “{name[:60]}”. Add it.")
            text = self._texts[name]
            return text, _tokens(text, keeps_empty=True)
        file = f"docs/{name}"
        if file not in self._folder.names:
            raise DataError(f"{place}: there is no file “{file[:60]}”. Add it.")
        with open_bytes(self._folder.called(file), self._folder.source(file)) as stream:
            content = stream.read(_MAX_DOCUMENT + 1)
        try:
            text = content.decode(UTF_8)
        except UnicodeDecodeError as error:
            raise DataError(
                f"{self._folder.called(file)}: not UTF-8 text. Save it again as UTF-8."
            ) from error
        return text, _tokens(text, keeps_empty=False)


def _tokens(text: str, *, keeps_empty: bool) -> list[tuple[int, int]]:
    """Start and end of each token, as ERASER's own code counts them: it drops empty lines and
    tokens in `docs/`, and counts them in `docs.jsonl`."""
    tokens, begin = [], 0
    line_ends = re.finditer("\n", text) if keeps_empty else _LINE_END.finditer(text)
    for end, after in chain(
        ((line_end.start(), line_end.end()) for line_end in line_ends), [(len(text),) * 2]
    ):
        line = text[begin:end]
        start = begin + len(line) - len(line.lstrip())
        for token in line.strip().split(" "):
            if token or keeps_empty:
                tokens.append((start, start + len(token)))
            start += len(token) + 1
        begin = after
    return tokens


def _holds(text: MarkedText) -> bool:
    return text.label is not None and bool(text.rationale)


def _write(texts: Iterator[MarkedText], out: IO[bytes]) -> None:
    """A ZIP archive of a corpus: documents of tokens, those that a tool had given where it did, and
    rationales as evidence."""
    lines: dict[str, list[str]] = {split: [] for split in _SPLITS}
    documents: list[str] = []
    for marked_text in texts:
        marked_text, document = _divided(marked_text)
        documents.append(json.dumps({"docid": marked_text.name, "document": document}))
        words = [marked_text.text[start:end] for start, end in marked_text.divided]
        evidence = [
            {
                "docid": marked_text.name,
                "start_token": tokens[0],
                "end_token": tokens[-1] + 1,
                "start_sentence": -1,
                "end_sentence": -1,
                "text": " ".join(words[tokens[0] : tokens[-1] + 1]),
            }
            for span in marked_text.spans()
            if not span.is_struck and (tokens := marked_text.tokens_of(span))
        ]
        annotation = {
            "annotation_id": marked_text.name,
            "query": "",
            "query_type": None,
            "docids": [marked_text.name],
            "classification": marked_text.label,
            "evidences": [[one] for one in evidence],
        }
        split = {"validation": "val", "train": "train"}.get(marked_text.split, "test")
        lines[split].append(json.dumps(annotation))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (*lines.items(), ("docs", documents)):
            if content:
                archive.writestr(f"{name}.jsonl", "".join(f"{line}\n" for line in content))


def _divided(text: MarkedText) -> tuple[MarkedText, str]:
    """The text with tokens that ERASER can hold, and its document: these tokens, in the lines in
    which they stand. Given tokens with spaces in them, or with words between them, cannot be held:
    then they are our words."""
    given = [(start, end) for start, end in text.given.tokens if text.text[start:end].strip(" \n")]
    document, before = "", 0
    for start, end in given:
        between = "\n" if _LINE_END.search(text.text, before, start) else " "
        document += (between if document else "") + text.text[start:end]
        before = end
    read = [document[start:end] for start, end in _tokens(document, keeps_empty=True)]
    if given and text.is_divided_wholly and read == [text.text[start:end] for start, end in given]:
        return replace(text, given=replace(text.given, tokens=tuple(given))), document
    ours = replace(text, given=replace(text.given, tokens=()))
    return ours, " ".join(text.text[start:end] for start, end in ours.divided)


FORMAT = Format("eraser", "ERASER (folder or ZIP)", ("zip",), _fits, read_eraser, is_text=False)
WRITER = Writer(
    "eraser",
    "zip",
    _write,
    holds=_holds,
    holds_struck=False,
    is_divided=True,
    limits="ERASER’s files hold evidence for labels. They have no place for struck words, for "
    "texts without a label or without evidence, for other white space than one space between "
    "words, and for other splits than train, val and test: these become test.",
)
