"""Notes about an import that succeeded, for the page and the shell."""

from __future__ import annotations

from collections.abc import Iterator

from rrr.counted import counted
from rrr.formats.exported_marks import MarksRead
from rrr.formats.given_tokens import GivenTokens
from rrr.formats.names import listed, rows_listed
from rrr.services.projects.file_import import ImportResult


def import_notes(result: ImportResult) -> Iterator[str]:
    """Sentences about what was left out, and about what will not do as it is."""
    repeats, texts = result.repeats, ("text stands", "texts stand")
    if result.num_skipped:
        subject = counted(
            result.num_skipped, "row has no text and was", "rows have no text and were"
        )
        yield f"{subject} left out."
    if result.broken_rows:
        subject = counted(len(result.broken_rows), "broken row was", "broken rows were")
        yield f"{subject} left out as you chose ({rows_listed(result.broken_rows)})."
    if result.long_rows:
        subject = counted(len(result.long_rows), "text was", "texts were")
        rows = rows_listed(result.long_rows)
        yield f"{subject} too long, and left out or cut as you chose ({rows})."
    if result.num_unlabelled:
        subject = counted(result.num_unlabelled, "row has no label", "rows have no label")
        yield f"{subject}. Words can be struck there, but no model learns from it."
    if result.untrained_labels:
        yield (
            f"Labels that no training sentence has: {listed(result.untrained_labels)}. A model "
            "cannot learn them and will be wrong wherever they are right. Add training sentences."
        )
    if repeats.num_repeated:
        yield f"{counted(repeats.num_repeated, 'row repeats', 'rows repeat')} an earlier text."
    if repeats.num_moved:
        yield (
            f"{counted(repeats.num_moved, 'row', 'rows')} moved to the split that already holds "
            "the same text, so that nothing is both trained and tested on."
        )
    if repeats.num_in_two_splits:
        yield (
            f"{counted(repeats.num_in_two_splits, *texts)} in more than one split, so that results "
            "there look too good. Correct the split column, or choose none."
        )
    if repeats.num_contradictory:
        yield (
            f"{counted(repeats.num_contradictory, *texts)} there with different labels, which no "
            "model can learn. Correct the labels."
        )
    if result.num_rationales:
        subject = counted(result.num_rationales, "text comes", "texts come")
        yield f"{subject} with evidence for the label. It is kept apart from what is struck."
    yield from _tokens(result.given_tokens)
    yield from _marks(result.marks)


def _tokens(tokens: GivenTokens) -> Iterator[str]:
    if tokens.num_other_tokens:
        yield (
            f"{counted(tokens.num_texts, 'text came', 'texts came')} divided into words. In "
            f"{tokens.num_other_texts:,} of them words begin or end elsewhere here: "
            f"{tokens.num_other_tokens:,} of {tokens.num_tokens:,} given words are not one word "
            "here. Highlights went by characters. An export for another tool gives the given words "
            "back."
        )
    if tokens.num_widened:
        subject = counted(tokens.num_widened, "highlight ends", "highlights end")
        yield f"{subject} within a word, and now {_mean(tokens.num_widened)} the whole word."
    if tokens.num_partial:
        subject = counted(tokens.num_partial, "highlight covers", "highlights cover")
        yield (
            f"{subject} only part of a word as the file divides it "
            f"({rows_listed(tokens.partial_rows, 10)})."
        )


def _mean(number: int) -> str:
    return "means" if number == 1 else "mean"


def _marks(marks: MarksRead) -> Iterator[str]:
    if marks.num_answers or marks.num_rules:
        yield (
            f"Read with them: {counted(marks.num_answers, 'answer')} on "
            f"{counted(marks.num_sentences, 'sentence')}, and {counted(marks.num_rules, 'rule')}."
        )
    if marks.num_fair:
        subject = counted(
            marks.num_fair,
            "word or phrase is called a fair reason",
            "words and phrases are called fair reasons",
        )
        yield f"{subject}."
    if marks.num_rules_missing:
        subject = counted(marks.num_rules_missing, "rule of the file is", "rules of the file are")
        yield (
            f"{subject} not in this project. None was added, because a rule would strike in the "
            "project's other sentences, too."
        )
    if marks.num_unread:
        yield (
            f"The answers on {counted(marks.num_unread, 'sentence')} were not read, because the "
            "words are divided otherwise here, or the text is from another column."
        )
    if marks.num_foreign:
        yield (
            f"The marks on {counted(marks.num_foreign, 'sentence')} were not read. Read the file "
            "in the format of the program that wrote it."
        )
