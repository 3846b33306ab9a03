"""Notes about an import that succeeded, for the page and the shell."""

from __future__ import annotations

from collections.abc import Iterator

from rrr.formats.exported_marks import MarksRead
from rrr.services.projects.catalogue import ImportResult

_NUM_LISTED = 20
"""Numbers of rows in a note."""


def import_notes(result: ImportResult) -> Iterator[str]:
    """Sentences about what was left out, and about what will not do as it is."""
    repeats = result.repeats
    if result.num_skipped:
        yield f"Left out for having no text: {result.num_skipped:,} rows."
    if result.long_rows:
        shown = ", ".join(f"{number:,}" for number in result.long_rows[:_NUM_LISTED])
        more = " and others" if len(result.long_rows) > _NUM_LISTED else ""
        count = f"{len(result.long_rows):,} (rows {shown}{more})"
        yield f"Too long, and left out or cut as you chose: {count}."
    if result.num_unlabelled:
        yield f"Without label: {result.num_unlabelled:,}. You can mark them, not train on them."
    if repeats.num_repeated:
        yield f"Repeating a text that stands before them: {repeats.num_repeated:,}."
    if repeats.num_moved:
        yield (
            f"Moved to the split which their text has already: {repeats.num_moved:,}, so that "
            "nothing is both trained and tested on."
        )
    if repeats.num_in_two_splits:
        yield (
            f"{_texts(repeats.num_in_two_splits)} in more than one split, so that results there "
            "look too good. Correct the split column, or choose none."
        )
    if repeats.num_contradictory:
        yield (
            f"{_texts(repeats.num_contradictory)} there with different labels, which no model can "
            "learn. Correct the labels."
        )
    yield from _marks(result.marks)


def _marks(marks: MarksRead) -> Iterator[str]:
    if marks.num_answers or marks.num_rules:
        yield (
            f"Read with them: {marks.num_answers:,} answers on {marks.num_sentences:,} sentences, "
            f"and {marks.num_rules:,} rules."
        )
    if marks.num_fair:
        yield f"Words that were called fair reasons: {marks.num_fair:,}."
    if marks.num_rules_missing:
        yield (
            f"Rules of the file that this project does not have: {marks.num_rules_missing:,}. They "
            "were not added, because they would strike in its other sentences, too."
        )
    if marks.num_unread:
        yield (
            f"Sentences whose answers were not read: {marks.num_unread:,}. Their words are divided "
            "otherwise here, or the text is from another column."
        )
    if marks.num_foreign:
        yield (
            f"Sentences with marks that were not read: {marks.num_foreign:,}. Only marks in the "
            "form that “rrr export” writes are read; parts of a text that another program has "
            "highlighted may speak for the label."
        )


def _texts(number: int) -> str:
    return "1 text stands" if number == 1 else f"{number:,} texts stand"
