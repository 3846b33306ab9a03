"""What is said of marks before anybody trains with them."""

from __future__ import annotations

from dataclasses import replace

from rrr.records import Evaluation, Project, Reliance, TrainingConfig
from rrr.services.guidance import advice
from rrr.services.guidance.advice import Advice
from rrr.services.guidance.questions import Question
from rrr.services.marks import rules
from rrr.services.marks.marked_splits import marked_splits
from rrr.services.workspace import Workspace
from rrr.store import reading_queries, run_queries
from rrr.store.reading_queries import WordReading
from rrr.ui.train.advice_panel import warning_of
from tests.stored_runs import queued

GOOD = Advice(num_sentences=50, num_words=2, swaps=None, untouched=False, questions=())


def advise(workspace: Workspace, project: Project) -> Advice:
    known = run_queries.list_of(workspace.database, project.id)
    return advice.advise(workspace, project, "tester", marked_splits(workspace, project), known)


def test_marks_are_counted_and_nothing_is_said_of_a_model_there_is_not(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    assert advise(fresh_workspace, small_project).num_sentences == 0
    rules.add_rule(fresh_workspace, small_project, "odeon")
    assert advise(fresh_workspace, small_project) == Advice(30, 1, None, False, (), num_training=60)


def test_a_baseline_of_these_marks_tells_whether_they_matter(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    rules.add_rule(fresh_workspace, small_project, "odeon")
    marks = marked_splits(fresh_workspace, small_project).marks_hash
    for name, swaps in ((marks, 0.01), ("of other marks", 0.9)):
        database, config = fresh_workspace.database, TrainingConfig(reason_weight=0)
        made = queued(database, small_project.id, "x", config, name, 1, None)
        run_queries.set_running(database, made.id)
        measured = Evaluation({"test": 1.0}, Reliance(10, swaps, 0, 0), {"test": swaps})
        run_queries.set_finished(database, made.id, measured, "x")
    found = advise(fresh_workspace, small_project)
    assert (found.swaps, found.is_guessing) == (0.01, True)


def test_questions_are_about_words_the_model_relies_on_and_that_are_not_struck(
    fresh_workspace: Workspace, trained_project: Project
) -> None:
    found = [WordReading(word, 10.0, 30, 0.9) for word in ("odeon", "warm", "dull")]
    reading_queries.add_words(fresh_workspace.database, 2, found)
    reading_queries.set_complete(fresh_workspace.database, 2, 60)
    rules.add_rule(fresh_workspace, trained_project, "odeon")
    asked = advise(fresh_workspace, trained_project).questions
    assert set(asked) == {Question("warm", "good"), Question("dull", "bad")}


def test_only_what_speaks_against_training_is_said() -> None:
    assert warning_of(GOOD, automatic=True) == ""
    assert "1.0\u00a0% of the predictions" in warning_of(replace(GOOD, swaps=0.01), automatic=True)
    assert "in 3 training sentences only" in warning_of(
        replace(GOOD, num_sentences=3), automatic=True
    )
    guessing = warning_of(replace(GOOD, swaps=0.0, is_guessing=True), automatic=True)
    assert "hardly matter" not in guessing
    assert "import more sentences" in guessing
    nothing_stands = replace(GOOD, num_words=0)
    assert "No word counts as struck yet" in warning_of(nothing_stands, automatic=True)
    assert warning_of(nothing_stands, automatic=False) == ""
    held_back = replace(GOOD, untouched=True)
    assert "takes longer" in warning_of(held_back, automatic=True)
    assert warning_of(held_back, automatic=False) == ""
