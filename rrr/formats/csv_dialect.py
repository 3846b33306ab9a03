"""How a CSV file is written: what parts its cells, and whether quotes enclose them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from rrr.errors import DataError
from rrr.formats.source import Source, lines_of

MAX_RECORD = 4_000_000
"""Characters of a row, which may go over several lines."""

csv.field_size_limit(MAX_RECORD + 1)  # of the process; `_Lines` is stricter and says more

_NUM_TRIED = 20
_NAMED = re.compile(r'"?sep=(?P<delimiter>[^"\r\n])"?\s*', re.IGNORECASE)


@dataclass(frozen=True)
class Dialect:
    """What parts cells; whether double quotes enclose them, or are characters like all others;
    whether a first line `sep=;`, which spreadsheets read and do not show, says so."""

    delimiter: str
    is_quoted: bool = True
    is_named: bool = False


_USUAL = (Dialect(","), Dialect(";"), Dialect("\t"), Dialect("\t", is_quoted=False))


@dataclass(frozen=True)
class CsvText:
    """A file and its encoding, read anew each time."""

    filename: str
    source: Source
    encoding: str

    def dialect(self) -> Dialect:
        """That which divides the first records best. Tabs need no quotes around a cell: where
        every line divides without them, they are taken as they stand."""
        first = next(lines_of(self.filename, self.source, self.encoding, ""), "")
        if named := _NAMED.fullmatch(first):
            return Dialect(named["delimiter"], is_named=True)
        best = max(_USUAL, key=self._fitness)
        if best.delimiter == "\t":
            quoted, bare = (self._num_even(Dialect("\t", is_quoted)) for is_quoted in (True, False))
            # Quotes that join lines of which each is a row by itself are part of the texts.
            return Dialect("\t", is_quoted=bare is None or quoted == bare)
        return best

    def records(self, dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
        """Numbered records that are not empty; cells keep their line breaks as they are.

        Raises:
            DataError: naming the row.
        """
        lines = _Lines(lines_of(self.filename, self.source, self.encoding, newline=""))
        if dialect.is_named:
            next(lines)
        reader = csv.reader(
            lines,
            delimiter=dialect.delimiter,
            quoting=csv.QUOTE_MINIMAL if dialect.is_quoted else csv.QUOTE_NONE,
            strict=True,
        )
        number = 0
        while True:
            number += 1
            lines.num_characters = 0
            try:
                record = next(reader)
            except StopIteration:
                return
            except _TooLong as error:
                raise DataError(
                    f"{self.filename}, row {number}: more than {MAX_RECORD:,} characters in one "
                    "row. Perhaps a double quote opens a cell there and none closes it. Close it, "
                    "or divide the row."
                ) from error
            except csv.Error as error:
                raise DataError(
                    f"{self.filename}, row {number}: {error}. Within a cell in double quotes every "
                    'double quote must be doubled (""), and one must close the cell.'
                ) from error
            if record:
                yield number, record

    def _fitness(self, dialect: Dialect) -> tuple[bool, int]:
        """How well it divides the first records: best into equally many cells, more than one
        each; failing that, the header into most."""
        widths: list[int] = []
        try:
            widths.extend(len(record) for _, record in islice(self.records(dialect), _NUM_TRIED))
        except DataError:
            widths.append(0)  # what comes then is no record
        divided = widths[0] if widths and widths[0] > 1 else 0
        return divided > 0 and len(set(widths)) == 1, divided

    def _num_even(self, dialect: Dialect) -> int | None:
        """Number of records; None unless all are equally long."""
        width, count = None, 0
        try:
            for _, record in self.records(dialect):
                if len(record) != (width := width or len(record)):
                    return None
                count += 1
        except DataError:
            return None
        return count


class _TooLong(Exception):
    """A record goes on and on."""


class _Lines(Iterator[str]):
    """Lines for the reader, as long as they do not make one record too long."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.num_characters = 0

    def __next__(self) -> str:
        line = next(self._lines)
        self.num_characters += len(line)
        if self.num_characters > MAX_RECORD:
            raise _TooLong
        return line
