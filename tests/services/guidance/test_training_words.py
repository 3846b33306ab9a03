from __future__ import annotations

import pytest

from rrr.records import NewExample
from rrr.services.guidance.training_words import WordCount, count_words
from rrr.services.marks import answers
from rrr.services.workspace import Workspace
from rrr.store import importing
from tests.answering import first_example

pytestmark = pytest.mark.both_stores

ROWS = [
    NewExample("The Odeon", "good", "train"),
    NewExample("An odeon, an ODEON", "bad", "train"),
    NewExample("odeon", None, "train"),
    NewExample("the odeon again", "good", "test"),
]


def counts_of(workspace: Workspace, number: int) -> dict[str, WordCount]:
    project = importing.add(workspace.database, "cinemas", ("bad", "good"), ROWS)
    example_id: int | None = first_example(workspace, project)
    for _ in range(number):
        assert example_id is not None
        seen = answers.sentence(workspace, example_id, "me")
        example_id = answers.neighbour(workspace, seen.example)
    assert example_id is not None
    return count_words(workspace, answers.sentence(workspace, example_id, "me"))


def test_a_sentence_does_not_count_itself(fresh_workspace: Workspace) -> None:
    assert counts_of(fresh_workspace, 0) == {
        "the": WordCount(0, {}),
        "odeon": WordCount(2, {"bad": 1}),
    }


def test_a_test_sentence_is_not_among_those_counted(fresh_workspace: Workspace) -> None:
    counts = counts_of(fresh_workspace, 3)
    assert counts["odeon"] == WordCount(3, {"bad": 1, "good": 1})
    assert counts["again"] == WordCount(0, {})


def test_a_word_too_long_to_be_looked_up_stands_nowhere_else(fresh_workspace: Workspace) -> None:
    rows = [NewExample("w" * 600, "good", "train")] * 2
    project = importing.add(fresh_workspace.database, "long", ("bad", "good"), rows)
    example_id = first_example(fresh_workspace, project)
    seen = answers.sentence(fresh_workspace, example_id, "me")
    assert count_words(fresh_workspace, seen) == {"w" * 600: WordCount(0, {})}
