"""A file labelled by a trained model: read row by row, so that memory does not grow with it."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import PurePath

from rrr.errors import DataError
from rrr.formats.csv_dialect import CsvText
from rrr.formats.csv_file import CSV
from rrr.formats.encoding import UTF_8, detected_encoding
from rrr.formats.jsonl_file import objects
from rrr.formats.labelled_rows import (
    LabelledRow,
    labelled_csv,
    labelled_excel,
    labelled_jsonl,
)
from rrr.formats.names import is_blank
from rrr.formats.read_options import AS_IT_LOOKS, Reading
from rrr.formats.registry import read_table
from rrr.formats.source import Source, check_text, lines_of
from rrr.formats.suggested_columns import suggest_columns
from rrr.formats.table import Table
from rrr.records import Explanation, Run
from rrr.services.training.models import explain, load_trained
from rrr.services.workspace import Workspace
from rrr.text import word_of

_AT_ONCE = 256
MOST_WORDS = 5
LEAST_SHARE = 0.05
"""Of a text's saliency, from which a word is said to have decided."""
_JSON_LINES = (".jsonl", ".ndjson")
_SEPARATORS = {".csv": ",", ".tsv": "\t"}
_EXCEL = ".xlsx"
WRITTEN = (*_SEPARATORS, _EXCEL, *_JSON_LINES)
"""Endings of the files that are written."""

Progress = Callable[[int], None]


class FileToLabel:
    """A file whose texts are to be labelled.

    Args:
        filename: says its format.
        source: its bytes, or where it lies.
        text_column: the column with the texts; None: the one that looks like it.

    Raises:
        DataError: naming file, row and remedy, if it cannot be read, or has no such column.
    """

    def __init__(self, filename: str, source: Source, text_column: str | None = None) -> None:
        self.filename, self._source = filename, source
        is_lines = PurePath(filename).suffix.lower() in _JSON_LINES
        # A tool's marks are of no use here, and all its other names are to be written again.
        reading = Reading(format="jsonl") if is_lines else AS_IT_LOOKS
        self.table = read_table(filename, source, reading)
        self.text_column = text_column or _text_column(self.table)
        self.table.column(self.text_column)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns' names."""
        return self.table.columns

    def num_rows(self) -> int:
        """How many rows there are; reads all of them."""
        return sum(1 for _ in self.table.rows(()))

    def labelled(
        self, workspace: Workspace, run: Run, most: int | None = None
    ) -> Iterator[LabelledRow]:
        """The rows as a run's model labels them, a few hundred at a time; `most` of them, or all.

        Raises:
            DataError: on the way, naming the row, where there is no text that can be used.
        """
        shown_rows, text_rows = self.table.rows(), self.table.rows([self.text_column])
        pairs = islice(zip(shown_rows, text_rows, strict=True), most)
        while batch := list(islice(pairs, _AT_ONCE)):
            texts = [of_row.cells[0] for _, of_row in batch]
            filled = [text for text in texts if not is_blank(text)]
            answers = iter(explain(workspace, run, filled) if filled else ())
            for (row, _), text in zip(batch, texts, strict=True):
                if is_blank(text):
                    yield LabelledRow(row, None, {}, ())
                else:
                    answer = next(answers)
                    words = deciding_words(answer)
                    yield LabelledRow(row, answer.predicted, answer.probabilities, words)

    def written(
        self,
        workspace: Workspace,
        run: Run,
        ending: str,
        counts: Counter[str | None],
        report: Progress,
    ) -> Iterator[bytes]:
        """The file in pieces, with what the model says added to each row.

        Args:
            ending: one of `WRITTEN`. JSON Lines are only written from JSON Lines.
            counts: is told how many rows got which label; None for rows without text.
            report: is told now and then how many rows are done.

        Raises:
            DataError: if it cannot be written so; and as `labelled`.
        """

        def counted_rows() -> Iterator[LabelledRow]:
            for done, labelled in enumerate(self.labelled(workspace, run), start=1):
                counts[labelled.predicted] += 1
                if done % _AT_ONCE == 0:
                    report(done)
                yield labelled

        labels = load_trained(workspace, run).labels
        if ending in _SEPARATORS:
            return labelled_csv(self.columns, labels, counted_rows(), self._separator(ending))
        if ending == _EXCEL:
            return labelled_excel(self.columns, labels, counted_rows())
        if ending in _JSON_LINES and self.ending in _JSON_LINES:
            encoding = self.table.reading.encoding or UTF_8
            entries = objects(self.filename, self._source, encoding)
            return labelled_jsonl(entries, self.columns, counted_rows())
        raise DataError(
            f"{self.filename} cannot be written as {ending or 'a file without ending'}. Choose "
            f"the ending {self.ending_written}."
        )

    def _separator(self, ending: str) -> str:
        """What parts the cells: what does so in the file, if it is of that kind."""
        reading = self.table.reading
        if ending != self.ending or reading.format != CSV.name or reading.encoding is None:
            return _SEPARATORS[ending]
        return CsvText(self.filename, self._source, reading.encoding).dialect().delimiter

    @property
    def ending(self) -> str:
        """The file's own, in lower case, with its dot."""
        return PurePath(self.filename).suffix.lower()

    @property
    def ending_written(self) -> str:
        """The ending under which it is written if nothing else is wished: its own if possible."""
        return self.ending if self.ending in WRITTEN else ".csv"

    @property
    def name_written(self) -> str:
        """A name for the file that is written."""
        return f"{PurePath(self.filename).stem}-labelled{self.ending_written}"


def deciding_words(explanation: Explanation) -> tuple[str, ...]:
    """The words that spoke most for the predicted label, each once, the weightiest first."""
    total = sum(map(abs, explanation.saliency))
    weights: defaultdict[str, float] = defaultdict(float)
    for token, saliency in zip(explanation.tokens, explanation.saliency, strict=True):
        if not all(unicodedata.category(character)[0] == "P" for character in token):
            weights[word_of(token)] += saliency
    ranked = sorted(weights, key=lambda word: -weights[word])
    return tuple(word for word in ranked[:MOST_WORDS] if weights[word] > LEAST_SHARE * total)


def texts_in(filename: str, source: Source, text_column: str | None = None) -> list[str]:
    """The texts of a file: of a .txt file each line that is not empty, else its text column.

    Raises:
        DataError: naming file, row and remedy.
    """
    if PurePath(filename).suffix.lower() == ".txt":
        lines = _lines(filename, source)
        texts = [line.strip() for line in lines if not is_blank(line)]
    else:
        file = FileToLabel(filename, source, text_column)
        rows = file.table.rows([file.text_column])
        texts = [row.cells[0] for row in rows if not is_blank(row.cells[0])]
    if not texts:
        raise DataError(f"{filename} has no text in it. Choose another file or column.")
    return texts


def _lines(filename: str, source: Source) -> list[str]:
    encoding = detected_encoding(filename, source)
    check_text(filename, source, encoding)
    return list(lines_of(filename, source, encoding, newline="\n"))


def _text_column(table: Table) -> str:
    if len(table.columns) == 1:
        return table.columns[0]
    return suggest_columns(table).text
