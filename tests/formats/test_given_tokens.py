"""Where a tool has divided texts otherwise, the import says so; marks go by characters."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from rrr.formats.columns import ColumnChoice
from rrr.formats.given_tokens import GivenTokens
from rrr.formats.read_options import AS_IT_LOOKS
from rrr.formats.registry import read_table
from rrr.formats.table_examples import TableExamples
from rrr.services.projects import file_import
from rrr.services.projects.import_notes import import_notes
from rrr.services.workspace import Workspace
from rrr.text import texts_of

TEXT = "I don't like it."


def task(label: str, split: str, *tokens: str, spans: tuple[tuple[int, int], ...] = ()) -> Any:
    """A task of Prodigy with the text and its tokens, in order."""
    given, start = [], 0
    for number, token in enumerate(tokens):
        start = TEXT.index(token, start)
        given.append({"text": token, "start": start, "end": start + len(token), "id": number})
        start += len(token)
    marked = [{"start": a, "end": b, "label": "IRRELEVANT"} for a, b in spans]
    return {
        **{"text": TEXT, "label": label, "answer": "accept", "split": split},
        **{"tokens": given, "spans": marked},
    }


AS_SPACY = ("I", "do", "n't", "like", "it", ".")
AS_HERE = ("I", "don't", "like", "it", ".")
TASKS = [
    task("good", "train", *AS_SPACY, spans=((4, 7),)),
    task("bad", "train", *AS_HERE, spans=((2, 7),)),
    task("bad", "test", *AS_SPACY),
]


def as_lines(tasks: list[Any]) -> bytes:
    return "\n".join(map(json.dumps, tasks)).encode()


def examples_of(content: bytes, name: str = "x.jsonl", format_name: str = "prodigy") -> Any:
    reading = replace(AS_IT_LOOKS, format=format_name, unmarked="nothing")
    table = read_table(name, content, reading)
    split = "split" if "split" in table.columns else None
    return TableExamples(table, ColumnChoice("text", "label", split))


def test_tokens_that_are_not_one_word_here_are_counted_and_marks_go_by_characters() -> None:
    examples = examples_of(as_lines(TASKS))
    # On whole words, “n't” cuts no given word: “don't” is exactly “do” and “n't”.
    assert examples.given_tokens == GivenTokens(3, 2, 17, 4, 1)
    struck = [[texts_of(TEXT)[i] for a in e.answers for i in a.marked] for e in examples]
    assert struck == [["don't"], ["don't"], []]  # “n't” alone means the word it is part of


def test_tokens_of_another_text_are_passed_over() -> None:
    odd = [
        {**TASKS[0], "tokens": [{"start": 0, "end": 99}, {"start": "0"}, 7]},
        {**TASKS[1], "tokens": "no list"},
        {**TASKS[2], "tokens": None},
    ]
    assert examples_of(as_lines(odd)).given_tokens == GivenTokens(num_widened=1)


def test_hatexplains_placeholders_are_several_words_here() -> None:
    annotators = [{"label": "normal", "annotator_id": 1, "target": []}]
    others = [{"label": "offensive", "annotator_id": 1, "target": []}]
    posts = {
        "1": {"post_tokens": ["<user>", "hello"], "annotators": annotators, "rationales": [[1, 0]]},
        "2": {"post_tokens": ["go", "away"], "annotators": others, "rationales": [[0, 1]]},
        "3": {"post_tokens": ["so", "much"], "annotators": others, "rationales": []},
        "4": {"post_tokens": ["so", "nice"], "annotators": annotators, "rationales": []},
    }
    examples = examples_of(json.dumps(posts).encode(), "dataset.json", "hatexplain")
    assert examples.given_tokens == GivenTokens(4, 1, 8, 1, 0)


def test_the_import_says_how_much_is_divided_otherwise(fresh_workspace: Workspace) -> None:
    choice = ColumnChoice("text", "label", "split")
    content = as_lines(TASKS)
    result = file_import.import_file(fresh_workspace, "Mine", "mine.jsonl", content, choice)
    notes = list(import_notes(result))
    assert (
        "3 texts came divided into words. In 2 of them words begin or end elsewhere here: 4 of 17 "
        "given words are not one word here. Highlights went by characters. An export for another "
        "tool gives the given words back." in notes
    )
    assert "1 highlight ends within a word, and now means the whole word." in notes


def test_the_import_says_where_a_mark_covers_part_of_a_given_word(
    fresh_workspace: Workspace,
) -> None:
    tasks = [
        TASKS[1],
        task("good", "train", "I", "don't like", "it.", spans=((2, 7), (13, 16))),
        task("good", "test", "I", "don't", "like", "it.", spans=((13, 15),)),
    ]
    choice = ColumnChoice("text", "label", "split")
    content = as_lines(tasks)
    result = file_import.import_file(fresh_workspace, "Mine", "mine.jsonl", content, choice)
    assert result.given_tokens.num_partial == 2
    note = "2 highlights cover only part of a word as the file divides it (rows 2, 3)."
    assert note in import_notes(result)
