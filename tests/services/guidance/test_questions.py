"""Nobody is asked about a struck, judged or fair word, nor, after a cure, about a light one."""

from __future__ import annotations

import pytest

from rrr.records import Evaluation, Project, Reliance, TrainingConfig
from rrr.services.guidance.cure import WORTH_ASKING
from rrr.services.guidance.outlook import outlook
from rrr.services.guidance.questions import Question, is_after_cure, looks_good, words_to_ask
from rrr.services.guidance.training_words import ranked_words
from rrr.services.marks import fair_words
from rrr.services.workspace import Workspace
from rrr.store import reading_queries, run_queries
from rrr.store.reading_queries import WordReading
from tests.stored_runs import queued

pytestmark = pytest.mark.both_stores

NUM_READ = 100


def read(workspace: Workspace, run_id: int, **masses: float) -> None:
    found = [WordReading(word, mass, 30, 0.9) for word, mass in masses.items()]
    reading_queries.add_words(workspace.database, run_id, found)
    reading_queries.set_complete(workspace.database, run_id, NUM_READ)


def asked(workspace: Workspace, project: Project) -> list[str]:
    return [each.word for each in words_to_ask(workspace, project, "tester", 10)]


def finish_pair(workspace: Workspace, project: Project, swaps_after: float) -> int:
    """A finished pair whose baseline follows the struck words; returns the second run's id."""
    for swaps, weight in ((0.9, 0.0), (swaps_after, 1.0)):
        config = TrainingConfig(reason_weight=weight)
        run = queued(workspace.database, project.id, "x", config, "marks", 1, "a pair")
        run_queries.set_running(workspace.database, run.id)
        measured = Evaluation({"test": 0.9}, Reliance(400, swaps, swaps, swaps), {"test": 0.8})
        run_queries.set_finished(workspace.database, run.id, measured, f"run-{run.id}")
        (workspace.settings.checkpoints / f"run-{run.id}").mkdir(parents=True)
        (workspace.settings.checkpoints / f"run-{run.id}" / "checkpoint.json").touch()
    return run.id


def test_a_question_names_the_word_and_the_label_of_most_of_its_sentences(
    fresh_workspace: Workspace, trained_project: Project
) -> None:
    read(fresh_workspace, 2, odeon=9.0, dull=5.0, **{".": 50.0})
    found = words_to_ask(fresh_workspace, trained_project, "tester", 10)
    assert found == [Question("odeon", "good"), Question("dull", "bad")]


def test_a_fair_word_leaves_questions_ranking_and_what_is_left_to_check(
    fresh_workspace: Workspace, trained_project: Project
) -> None:
    read(fresh_workspace, 2, odeon=60.0, warm=40.0)
    before = outlook(fresh_workspace, trained_project, "tester").unjudged
    fair_words.call_fair(fresh_workspace, trained_project, "warm", "somebody else")
    assert asked(fresh_workspace, trained_project) == ["odeon"]
    page = ranked_words(fresh_workspace, trained_project, "", 0, 10)
    assert ([row.word for row in page.rows], page.total) == (["odeon"], 1)
    (sought,) = ranked_words(fresh_workspace, trained_project, "war", 0, 10).rows
    assert (sought.word, sought.fair) == ("warm", True)
    after = outlook(fresh_workspace, trained_project, "tester").unjudged
    assert (before, after) == (1.0, 0.6)
    fair_words.take_back(fresh_workspace, trained_project, "warm", "somebody else")
    assert asked(fresh_workspace, trained_project) == ["odeon", "warm"]
    assert outlook(fresh_workspace, trained_project, "tester").unjudged == 1.0


def test_a_fair_phrase_leaves_them_with_the_words_that_stand_only_in_it(
    fresh_workspace: Workspace, trained_project: Project
) -> None:
    read(fresh_workspace, 2, odeon=60.0, the=40.0)
    fair_words.call_fair(fresh_workspace, trained_project, "the odeon", "tester")
    assert asked(fresh_workspace, trained_project) == ["the"]
    page = ranked_words(fresh_workspace, trained_project, "", 0, 10)
    assert [row.word for row in page.rows] == ["the"]
    (row,) = ranked_words(fresh_workspace, trained_project, "odeon", 0, 10).rows
    assert (row.fair, row.reason, row.is_answered) == (True, "the odeon", True)
    assert outlook(fresh_workspace, trained_project, "tester").unjudged == 0.4


def test_after_a_cure_only_a_word_that_weighs_much_is_asked_about(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    run_id = finish_pair(fresh_workspace, small_project, swaps_after=0.01)
    least = WORTH_ASKING * NUM_READ
    read(fresh_workspace, run_id, odeon=least * 3, warm=least * 0.9)
    assert is_after_cure(fresh_workspace, small_project)
    assert asked(fresh_workspace, small_project) == ["odeon"]


def test_after_a_cure_a_heavy_word_that_goes_with_any_label_is_not_asked_about(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    run_id = finish_pair(fresh_workspace, small_project, swaps_after=0.01)
    read(fresh_workspace, run_id, odeon=20.0, seen=30.0)
    assert asked(fresh_workspace, small_project) == ["odeon"]


def test_what_is_left_looks_good_only_once_it_was_read_and_raises_no_question(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    run_id = finish_pair(fresh_workspace, small_project, swaps_after=0.01)
    assert not looks_good(fresh_workspace, small_project, "tester")
    read(fresh_workspace, run_id, odeon=WORTH_ASKING * NUM_READ * 3, warm=0.1)
    assert not looks_good(fresh_workspace, small_project, "tester")
    fair_words.call_fair(fresh_workspace, small_project, "odeon", "tester")
    assert looks_good(fresh_workspace, small_project, "tester")


def test_without_a_cure_lighter_words_are_asked_about_too(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    run_id = finish_pair(fresh_workspace, small_project, swaps_after=0.85)
    read(fresh_workspace, run_id, odeon=6.0, warm=1.8)
    assert not is_after_cure(fresh_workspace, small_project)
    assert asked(fresh_workspace, small_project) == ["odeon", "warm"]


def test_before_a_model_has_read_nothing_is_asked(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    assert asked(fresh_workspace, small_project) == []
