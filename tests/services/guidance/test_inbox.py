from __future__ import annotations

from dataclasses import replace

import pytest

from rrr.records import Project, SentenceReading
from rrr.services.guidance import inbox
from rrr.services.workspace import Workspace
from rrr.store import example_queries, inbox_queries, reading_queries, run_queries
from tests.answering import answer

pytestmark = pytest.mark.both_stores


def test_after_a_first_pair_only_sentences_that_became_wrong_are_in_the_inbox(
    fresh_workspace: Workspace, read_project: Project
) -> None:
    database = fresh_workspace.database
    before, after = (run_queries.get(database, number) for number in (1, 2))
    assert before.is_baseline
    inbox.fill(fresh_workspace, before, after)
    assert inbox.count(fresh_workspace, read_project, "me") == 0  # both are right everywhere
    example = example_queries.get(database, 3)
    other = "good" if example.label == "bad" else "bad"
    wrong = SentenceReading(example.id, 0.1, (), other, 0.9, "film", 0.5, 0.1)
    reading_queries.add_sentences(database, after.id, [wrong])
    inbox.fill(fresh_workspace, before, after)
    (found,) = inbox.sentences(fresh_workspace, read_project, "me")
    assert found.entry.example_id == example.id
    assert inbox.is_of_first_pair(fresh_workspace, read_project, "me")


def test_sentences_whose_top_word_changed_are_in_the_inbox(
    fresh_workspace: Workspace, read_project: Project
) -> None:
    found = inbox.sentences(fresh_workspace, read_project, "me")
    assert found
    assert len(found) == inbox.count(fresh_workspace, read_project, "me")
    for each in found:
        words = each.text.lower()
        assert each.entry.before_word in words
        assert each.entry.after_word in words
        assert each.entry.before_word != each.entry.after_word or each.entry.is_flip
        # The model with marks has learned to do without the decoys.
        assert each.entry.after_word not in ("odeon", "rialto")


def test_changed_predictions_come_before_changed_words(
    fresh_workspace: Workspace, read_project: Project
) -> None:
    found = [each.entry for each in inbox.sentences(fresh_workspace, read_project, "me")]
    order = [(not entry.is_flip, -entry.change) for entry in found]
    assert order == sorted(order)
    limited = inbox_queries.differences(fresh_workspace.database, 1, 2, limit=3)
    assert [entry.example_id for entry in limited] == [entry.example_id for entry in found[:3]]


def test_equal_readings_make_an_empty_inbox(
    fresh_workspace: Workspace, read_project: Project
) -> None:
    assert inbox_queries.differences(fresh_workspace.database, 2, 2, limit=10) == []


def test_a_dismissed_sentence_is_gone_for_this_person_only_and_comes_back(
    fresh_workspace: Workspace, read_project: Project
) -> None:
    before = inbox.sentences(fresh_workspace, read_project, "me")
    gone = [each.entry for each in before[:2]]
    inbox.dismiss(fresh_workspace, gone, "me")
    inbox.dismiss(fresh_workspace, gone, "me")
    assert inbox.sentences(fresh_workspace, read_project, "me") == before[2:]
    assert inbox.sentences(fresh_workspace, read_project, "you") == before
    inbox.take_back(fresh_workspace, gone, "me")
    assert inbox.sentences(fresh_workspace, read_project, "me") == before


def test_an_answer_given_since_settles_a_sentence(
    fresh_workspace: Workspace, read_project: Project
) -> None:
    first, *rest = inbox.sentences(fresh_workspace, read_project, "me")
    answer(fresh_workspace, first.entry.example_id, "me", "nothing_irrelevant")
    assert inbox.sentences(fresh_workspace, read_project, "me") == rest
    reading_queries.set_complete(fresh_workspace.database, 2, 60)  # read after that answer
    assert len(inbox.sentences(fresh_workspace, read_project, "me")) == len(rest) + 1


def test_runs_are_compared_with_the_last_that_differs_in_marks_or_penalty_only(
    fresh_workspace: Workspace, trained_project: Project
) -> None:
    baseline, marked = (run_queries.get(fresh_workspace.database, number) for number in (1, 2))
    stronger = replace(
        marked, id=4, pair_id="b", config=replace(marked.config, reason_weight=300.0)
    )
    other = replace(marked, id=6, pair_id="c", config=replace(marked.config, seed=7))
    known = [baseline, marked, stronger, other]
    assert inbox.comparable_before(known, stronger) == marked
    assert inbox.comparable_before(known, marked) == baseline
    assert inbox.comparable_before(known, other) is None
    assert inbox.comparable_before(known, baseline) is None
