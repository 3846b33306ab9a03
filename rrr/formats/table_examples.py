"""From a table to examples, in two passes: look at every row, then hand them out one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rrr.errors import DataError
from rrr.formats.columns import ColumnChoice
from rrr.formats.division import Division
from rrr.formats.given_tokens import GivenTokens
from rrr.formats.highlighted import highlighted
from rrr.formats.names import is_blank, listed, look_of, name_of
from rrr.formats.splits import split_name
from rrr.formats.table import MAX_TEXT_LENGTH, Row, Table
from rrr.formats.usable_corpus import MAX_NAME_LENGTH, MAX_SPLITS, Held, refuse_useless
from rrr.records import NewExample


class TableExamples:
    """The examples of a table, found usable.

    An empty label is allowed: such an example can be annotated, but not trained on. Without a
    split column 70 % of the different texts train, 15 % validate, 15 % test, drawn by the hash of
    its words: always the same way, and texts of the same words together. Labels that look equal
    are one, under the first spelling.

    No text stays in memory, nor anything else of a row.

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
        self._division = Division()
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
        held = Held(self.num_examples, self.labels, splits, self._split_given)
        refuse_useless(table.filename, choice, held, labels)

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


def cut(text: str) -> str:
    """The beginning of a text that is too long, up to the last whole word that fits."""
    beginning = text[: MAX_TEXT_LENGTH + 1]
    return beginning[:-1] if len(beginning.split(maxsplit=1)) < 2 else beginning.rsplit(None, 1)[0]
