"""From a table to examples, in two passes: look at every row, then hand them out one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rrr.errors import DataError
from rrr.formats.columns import ColumnChoice
from rrr.formats.given_tokens import GivenTokens
from rrr.formats.highlighted import highlighted
from rrr.formats.names import is_blank, listed, look_of, name_of, shortened
from rrr.formats.splits import split_name
from rrr.formats.table import MAX_TEXT_LENGTH, Row, Table
from rrr.records import TEST, TRAIN, VALIDATION, NewExample
from rrr.text import words_key

MAX_LABELS = 100
MAX_SPLITS = 20
MAX_NAME_LENGTH = 200
"""Of a label or a split, in code points."""


class TableExamples:
    """The examples of a table, found usable.

    An empty label is allowed: such an example can be annotated, but not trained on. Without a
    split column 70 % of the different texts train, 15 % validate, 15 % test, drawn by the hash of
    its words: always the same way, and texts of the same words together. Labels that look equal
    are one, under the first spelling.

    What is kept in memory is a hash of each text, never the texts.

    Args:
        table: What to read.
        choice: Which column is what.
        labels: Those of the project the examples are added to, no other is allowed; None if they
            are to make a project of their own.

    Attributes:
        labels: The different labels in alphabetical order.
        num_examples: How many examples there are.
        num_skipped: Rows passed over for having no text.
        num_unlabelled: Examples without label.
        num_rationales: Examples with evidence for their label.
        given_tokens: What came of the tokens that a tool had divided the texts into.
        broken_rows: Numbers of the rows left out because they are not as the others are.
        long_rows: Numbers of the rows whose text was too long and was left out or cut, as the
            table's reading says.

    Raises:
        DataError: naming file, row and remedy, if the rows cannot make a project.
    """

    def __init__(
        self, table: Table, choice: ColumnChoice, labels: Sequence[str] | None = None
    ) -> None:
        self._table, self._choice = table, choice
        self._columns = [choice.text, choice.label]
        self._split_given = split_name(name_of(table.reading.split or ""))
        if self._split_given:  # the whole file is one split
            self._choice = choice = replace(choice, split=None)
        if choice.split is not None:
            self._columns.append(choice.split)
        if len(set(map(table.column, self._columns))) < len(self._columns):
            raise DataError(
                "Text, label and split must be different columns. Received: "
                f"{listed(self._columns)}."
            )
        self.num_examples = self.num_skipped = self.num_unlabelled = self.num_rationales = 0
        self.given_tokens = GivenTokens()
        self.broken_rows = table.broken_rows()
        self.long_rows: list[int] = []
        self._division = _Division()
        self._spellings = {look_of(label): label for label in labels or ()}
        found_labels: set[str] = set()
        splits: dict[str, set[str]] = {}  # split -> labels in it
        for example in self._rows(self.long_rows, counting=True):
            if example is None:
                self.num_skipped += 1
                continue
            self.num_examples += 1
            self.num_rationales += bool(example.rationale)
            if example.label is None:
                self.num_unlabelled += 1
            else:
                found_labels.add(example.label)
            if self._is_divided:
                self._division.add(example.text, example.label)
            elif len(splits) <= MAX_SPLITS or example.split in splits:
                of_split = splits.setdefault(example.split, set())
                if example.label is not None:
                    of_split.add(example.label)
        self.labels = tuple(sorted(found_labels))
        if self._is_divided:
            splits = self._division.close()
        self._refuse_useless(splits, labels)

    def __iter__(self) -> Iterator[NewExample]:
        """The examples in file order; the file is read once more.

        Raises:
            DataError: at the latest behind the last, if they are not those that were found usable.
        """
        count = 0
        for example in self._rows([]):
            if example is None:
                continue
            count += 1
            if example.label is not None and example.label not in self.labels:
                raise self._changed()
            if self._is_divided:
                example = replace(example, split=self._division.split_of(example.text))
            yield example
        if count != self.num_examples:
            raise self._changed()

    @property
    def _is_divided(self) -> bool:
        """Whether the examples are put into splits here."""
        return self._choice.split is None and not self._split_given

    def _rows(self, long_rows: list[int], *, counting: bool = False) -> Iterator[NewExample | None]:
        """Each row's example, None for a row without text; the split is "" where there is no
        column for it. The numbers of rows with a text too long are added to `long_rows`, and where
        it is `counting`, given tokens to `given_tokens`."""
        long_texts = self._table.reading.long_texts
        for row in self._table.rows(self._columns):
            number, cells = row.number, row.cells
            text, label = cells[:2]
            if is_blank(text):
                yield None
                continue
            if len(text) > MAX_TEXT_LENGTH:
                if long_texts == "refuse":
                    raise self._too_long(number, text)
                long_rows.append(number)
                if long_texts == "skip":
                    continue
                text = cut(text)
            self._refuse_long(number, "label", label.strip())
            split = self._split_given
            if self._choice.split is not None:
                split = self._split_name(number, cells[2])
            if counting and row.highlights is not None and self._is_text_of_tool:
                self.given_tokens = self.given_tokens.with_text(number, text, row.highlights)
            yield self._highlighted(NewExample(text, self._label(label), split), row)

    @property
    def _is_text_of_tool(self) -> bool:
        """Whether the column chosen is the one in which a tool has highlighted."""
        return self._choice.text == self._table.columns[0]

    def _highlighted(self, example: NewExample, row: Row) -> NewExample:
        """The example with what a tool highlighted in its text, if that is the column chosen."""
        if row.highlights is None or not self._is_text_of_tool:
            return example
        unmarked = self._table.reading.unmarked
        if row.highlights.has_rationale and unmarked is None:
            raise DataError(
                f"{self._table.place(row.number)}: evidence for the label is highlighted. Say what "
                "the words without a highlight mean: nothing, or that they are irrelevant "
                "(--unmarked nothing or --unmarked irrelevant)."
            )
        return highlighted(example, row.highlights, unmarked)

    def _label(self, cell: str) -> str | None:
        look = look_of(cell)
        return self._spellings.setdefault(look, name_of(cell)) if look else None

    def _split_name(self, number: int, cell: str) -> str:
        name = name_of(cell)
        if not name:
            raise DataError(
                f"{self._table.place(number)}: the split is empty. Write train, validation or "
                "test there, or choose no split column."
            )
        self._refuse_long(number, "split", name)
        return split_name(name)

    def _changed(self) -> DataError:
        return DataError(
            f"{self._table.filename} changed while it was being read. Import it again when no "
            f"program is writing to it."
        )

    def _too_long(self, number: int, text: str) -> DataError:
        return DataError(
            f"{self._table.place(number)}: the text is {len(text):,} characters long, at most "
            f"{MAX_TEXT_LENGTH:,} are allowed. Shorten it, have long texts cut or left out, or "
            "choose another column."
        )

    def _refuse_long(self, number: int, what: str, name: str) -> None:
        if len(name) > MAX_NAME_LENGTH:
            raise DataError(
                f"{self._table.place(number)}: the {what} is {len(name):,} characters long, at "
                f"most {MAX_NAME_LENGTH:,} are allowed. Shorten it, or choose another column."
            )

    def _refuse_useless(self, splits: dict[str, set[str]], labels: Sequence[str] | None) -> None:
        filename, choice = self._table.filename, self._choice
        if not self.num_examples:
            raise DataError(
                f"{filename}: no row has a text in the column “{shortened(choice.text)}”. "
                "Choose the column with the text."
            )
        if len(splits) > MAX_SPLITS:
            raise DataError(
                f"{filename}: the column “{shortened(choice.split or '')}” has more than "
                f"{MAX_SPLITS} different splits. Choose another split column, or none."
            )
        if labels is not None:
            other = [label for label in self.labels if label not in labels]
            if other:
                raise DataError(
                    f"{filename}: the column “{shortened(choice.label)}” has the label "
                    f"“{shortened(other[0])}”. Expected the project's: {listed(labels)}. Import "
                    f"it as a new project, or correct the labels."
                )
            return
        if not 2 <= len(self.labels) <= MAX_LABELS:
            number = f"{len(self.labels):,} different labels"
            raise DataError(
                f"{filename}: the column “{shortened(choice.label)}” has "
                f"{'only one label' if len(self.labels) == 1 else number}. Expected 2 to "
                f"{MAX_LABELS}. Choose the column with the label."
            )
        if self._split_given:
            raise DataError(
                f"{filename}: a new project needs rows to train on and rows to test on, so the "
                f"whole file cannot be “{shortened(self._split_given)}”. Import it into a project, "
                "or let its rows be divided."
            )
        if choice.split is None:
            if TRAIN not in splits or len(splits[TRAIN]) < 2:
                raise DataError(
                    f"{filename}: there are too few different texts for training rows and test "
                    f"rows with two labels. Add rows, or say in a column which rows are train "
                    f"and which are test."
                )
            return
        if TRAIN not in splits or not splits.keys() - {TRAIN, VALIDATION}:
            raise DataError(
                f"{filename}: expected rows to train on and rows to test on. Received in the "
                f"column “{shortened(choice.split)}”: {listed(sorted(splits))}. Name them train "
                "and test, or choose no split column and have the rows divided."
            )
        if len(splits[TRAIN]) < 2:
            raise DataError(
                f"{filename}: the rows to train on need at least two labels. Received: "
                f"{listed(sorted(splits[TRAIN])) or 'none'}. Add rows of the other labels."
            )


def cut(text: str) -> str:
    """The beginning of a text that is too long, up to the last whole word that fits."""
    beginning = text[: MAX_TEXT_LENGTH + 1]
    return beginning[:-1] if len(beginning.split(maxsplit=1)) < 2 else beginning.rsplit(None, 1)[0]


@dataclass
class _Division:
    """Divides different texts 70 : 15 : 15 in the order of their hashes."""

    validation_from: bytes = b""
    test_from: bytes = b""

    def __post_init__(self) -> None:
        self._labels_of: dict[bytes, frozenset[str]] = {}
        self._interned: dict[frozenset[str], frozenset[str]] = {}

    def add(self, text: str, label: str | None) -> None:
        digest = words_key(text)
        known = self._labels_of.get(digest, frozenset())
        if label is None or label in known:
            self._labels_of.setdefault(digest, known)
        else:
            both = known | {label}
            self._labels_of[digest] = self._interned.setdefault(both, both)

    def close(self) -> dict[str, set[str]]:
        """Set the bounds; returns each split with the labels in it."""
        ordered = sorted(self._labels_of)
        count = len(ordered)
        test_begins = min(round(0.85 * count), count - 1)  # at least one test text
        bounds = {TRAIN: 0, VALIDATION: min(round(0.70 * count), test_begins), TEST: test_begins}
        if count:
            self.validation_from = ordered[bounds[VALIDATION]]
            self.test_from = ordered[bounds[TEST]]
        splits: dict[str, set[str]] = {}
        for digest in ordered:
            splits.setdefault(self._split(digest), set()).update(self._labels_of[digest])
        self._labels_of.clear()
        return splits

    def split_of(self, text: str) -> str:
        return self._split(words_key(text))

    def _split(self, digest: bytes) -> str:
        if digest >= self.test_from:
            return TEST
        return VALIDATION if digest >= self.validation_from else TRAIN
