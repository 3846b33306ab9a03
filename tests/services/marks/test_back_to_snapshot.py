"""Going back to the marks as they were loses nothing."""

from __future__ import annotations

import pytest

from rrr.annotating.rule_matching import rule_pattern
from rrr.errors import StaleRevision
from rrr.records import NewAnswer, Project
from rrr.services.marks import answers, marked_corpus, rules, snapshots
from rrr.services.marks.back_to_snapshot import roll_back
from rrr.services.workspace import Workspace
from rrr.store import annotation_queries, rolling_back, snapshot_queries
from tests.answering import answer

pytestmark = pytest.mark.both_stores


def struck(workspace: Workspace, project: Project) -> tuple[tuple[int, ...], ...]:
    return marked_corpus.labelled_texts(workspace, project)["train"].marked


def test_going_back_restores_marks_rules_and_counts_and_can_be_undone(
    fresh_workspace: Workspace, project: Project
) -> None:
    database = fresh_workspace.database
    answer(fresh_workspace, 2, "ann", "marked", [5])
    answer(fresh_workspace, 2, "bob", "marked", [1])  # the last answer: it counts
    then = snapshots.take(fresh_workspace, project)
    marks = struck(fresh_workspace, project)

    answer(fresh_workspace, 2, "ann", "nothing_irrelevant", [])  # now this one counts
    answer(fresh_workspace, 3, "ann", "marked", [0])
    rules.add_rule(fresh_workspace, project, "film")
    rules.strike(fresh_workspace, project, rule_pattern("word", "odeon"), spared=[])
    later = struck(fresh_workspace, project)
    state = snapshot_queries.state_of(database, project.id)[0]

    undone = roll_back(fresh_workspace, project, then.id)
    assert struck(fresh_workspace, project) == marks != later
    assert snapshots.take(fresh_workspace, project) == then
    assert (undone.num_answers, undone.num_rules) == (2, 2)
    assert annotation_queries.count(database, project.id, "ann", "train") == {
        "marked": 2,
        "unreviewed": 1,
    }
    assert rules.spared_by(fresh_workspace, project, rule_pattern("word", "odeon")) == [3]

    roll_back(fresh_workspace, project, undone.before.id)
    assert struck(fresh_workspace, project) == later
    now = snapshot_queries.state_of(database, project.id)[0]
    assert [(a.example_id, a.status, a.marked, a.steps) for a in now.answers] == [
        (a.example_id, a.status, a.marked, a.steps) for a in state.answers
    ]
    assert {(rule.pattern, rule.spared) for rule in now.rules} == {("odeon", ()), ("film", ())}
    assert annotation_queries.count(database, project.id, "ann", "train") == {
        "marked": 2,
        "nothing_irrelevant": 1,
    }


def test_after_going_back_an_open_sentence_is_refused_unless_it_has_not_changed(
    fresh_workspace: Workspace, project: Project
) -> None:
    then = snapshots.take(fresh_workspace, project)
    same = answers.sentence(fresh_workspace, 1, "ann")
    answer(fresh_workspace, 2, "ann", "marked", [5])
    shown = answers.sentence(fresh_workspace, 2, "ann")
    roll_back(fresh_workspace, project, then.id)
    given = NewAnswer(shown.token_hash, shown.revision, "marked", (1,))
    with pytest.raises(StaleRevision):
        answers.save(fresh_workspace, shown, given)
    given = NewAnswer(same.token_hash, same.revision, "marked", (0,))
    answers.save(fresh_workspace, same, given)
    assert answers.sentence(fresh_workspace, 2, "ann").effective_marks == ()


def test_marks_made_at_the_same_moment_are_not_rolled_over(
    fresh_workspace: Workspace, project: Project
) -> None:
    state, version, _ = snapshot_queries.state_of(fresh_workspace.database, project.id)
    answer(fresh_workspace, 2, "bob", "marked", [5])
    with pytest.raises(StaleRevision, match="nothing was rolled back"):
        rolling_back.put_back(fresh_workspace.database, project.id, state, version)
    assert struck(fresh_workspace, project)[1] == (5,)
