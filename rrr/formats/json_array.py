"""Reads JSON: a list of objects, or one object of many, one after another.

Memory: one object, of at most `MAX_LINE` characters, and what is read of the file at a time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from rrr.errors import DataError
from rrr.formats.encoding import detected_encoding
from rrr.formats.jsonl_file import DECODER, reason_of, refuse_half_pairs
from rrr.formats.objects_table import objects_table
from rrr.formats.read_options import AS_IT_LOOKS, Reading
from rrr.formats.source import MAX_LINE, Source, check_text, decoded
from rrr.formats.table import Table


def read_json(filename: str, source: Source, reading: Reading = AS_IT_LOOKS) -> Table:
    """A list of objects as a table; the columns are the names that occur, as in JSON Lines.

    Raises:
        DataError: naming the item, counted from 1, if the file is no text or no list of objects.
    """
    encoding = reading.encoding or detected_encoding(filename, source)
    check_text(filename, source, encoding)
    return objects_table(
        filename,
        "item",
        lambda: array_items(filename, source, encoding),
        replace(reading, encoding=encoding, header=None),
    )


def array_items(
    filename: str, source: Source, encoding: str
) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a list, with their numbers from 1.

    Raises:
        DataError: naming the item, if it is none.
    """
    for number, _, item in _items(filename, source, encoding, "[", "]"):
        yield number, item


def named_items(
    filename: str, source: Source, encoding: str
) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """The objects that one object holds, with their numbers from 1 and their names.

    Raises:
        DataError: naming the item, if it is none.
    """
    return _items(filename, source, encoding, "{", "}")


def _items(
    filename: str, source: Source, encoding: str, opening: str, closing: str
) -> Iterator[tuple[int, str, dict[str, Any]]]:
    text = _Text(filename, decoded(filename, source, encoding))
    text.number, name = 1, ""
    text.take(opening)
    if text.next_character() == closing:
        raise text.error("nothing in it")
    while True:
        if opening == "{":
            name = text.name()
            text.take(":")
        yield text.number, name, text.item()
        if text.next_character() == closing:
            text.take(closing)
            if text.next_character():
                raise text.error("more behind the end")
            return
        text.take(",")
        text.number += 1


class _Text:
    """A file of which one object after another is taken, and no more kept than that takes.

    The standard library's decoder reads each. Parsers that hand out a file piece by piece (ijson)
    take time and memory that grow with the square of how deeply lists are nested.
    """

    def __init__(self, filename: str, texts: Iterator[str]) -> None:
        self._filename, self._texts = filename, texts
        self._text, self._at = "", 0
        self.number = 0

    def next_character(self) -> str:
        """The next that is no white space, which stays; "" at the end."""
        while True:
            start = _SPACE.match(self._text, self._at)
            self._at = start.end() if start else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._read():
                return ""

    def take(self, character: str) -> None:
        if self.next_character() != character:
            raise self.error(f"expected {character}")
        self._at += 1

    def name(self) -> str:
        if self.next_character() != '"':
            raise self.error("expected a name in double quotes")
        return str(self._decoded())

    def item(self) -> dict[str, Any]:
        if self.next_character() != "{":
            beginning = self._text[self._at : self._at + 60].strip()
            raise DataError(
                f"{self._filename}, item {self.number}: expected an object in {{braces}}, received "
                f"{beginning}. Write a list of objects."
            )
        item: dict[str, Any] = self._decoded()
        return item

    def _decoded(self) -> Any:
        num_characters = 0
        while True:
            try:
                value, end = DECODER.raw_decode(self._text, self._at)
                refuse_half_pairs(self._text[self._at : end], value)
            except json.JSONDecodeError as error:  # perhaps because the rest is not there yet
                size = len(self._text) - self._at
                if size > MAX_LINE:
                    raise DataError(
                        f"{self._filename}, item {self.number}: not valid JSON, or more than "
                        f"{MAX_LINE:,} characters in one object. Divide it into objects of one "
                        "text each."
                    ) from error
                num_characters = 2 * size
                if not self._read():
                    raise self.error(reason_of(error)) from error
                while len(self._text) < num_characters and self._read():
                    pass
            except (ValueError, RecursionError) as error:
                raise self.error(reason_of(error)) from error
            else:
                self._at = end
                return value

    def _read(self) -> bool:
        piece = next((text for text in self._texts if text), "")
        self._text, self._at = self._text[self._at :] + piece, 0
        return bool(piece)

    def error(self, reason: str) -> DataError:
        return DataError(
            f"{self._filename}, item {self.number}: not valid JSON ({reason}). Expected a list of "
            'objects, such as [{"text": "…", "label": "…"}].'
        )


_SPACE = re.compile(r"[ \t\r\n\ufeff]+")
