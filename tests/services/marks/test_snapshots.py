"""Marks as they were: kept once, compared, trained with again, gone back to without any loss."""

from __future__ import annotations

import json

import pytest

from rrr.annotating.rule_matching import rule_pattern
from rrr.errors import AnnotationError, NotFound, RunError, StaleRevision
from rrr.formats.columns import ColumnChoice
from rrr.records import (
    NewAnswer,
    NewExample,
    Project,
)
from rrr.services.marks import answers, marked_corpus, rules, snapshots
from rrr.services.marks.marked_splits import marked_splits
from rrr.services.projects import catalogue
from rrr.services.workspace import Workspace
from rrr.store import annotation_queries, importing, rolling_back, snapshot_queries
from rrr.store.schema import corpus_tables, mark_tables
from tests.answering import answer

pytestmark = pytest.mark.both_stores

TEXTS = ("A warm film at the Odeon", "A cold film at the Rialto", "The Odeon again, warm")


@pytest.fixture
def project(fresh_workspace: Workspace) -> Project:
    """Three training sentences and a test sentence; "odeon" is struck but for the third, and "warm"
    by hand in the first."""
    new = [NewExample(text, "ab"[n % 2], "train") for n, text in enumerate(TEXTS)]
    made = importing.add(
        fresh_workspace.database, "Small", ("a", "b"), [*new, NewExample("Odeon", "a", "test")]
    )
    rules.strike(fresh_workspace, made, rule_pattern("word", "odeon"), spared=[3])
    answer(fresh_workspace, 1, "ann", "marked", [1, 5])
    return made


def struck(workspace: Workspace, project: Project) -> tuple[tuple[int, ...], ...]:
    return marked_corpus.labelled_texts(workspace, project)["train"].marked


def test_a_snapshot_holds_what_training_sees_and_what_made_each_mark(
    fresh_workspace: Workspace, project: Project
) -> None:
    answer(fresh_workspace, 2, "bob", "marked", [5])
    taken = snapshots.take(fresh_workspace, project)
    splits = snapshots.load(fresh_workspace, project, taken.id)
    assert splits == marked_corpus.labelled_texts(fresh_workspace, project)
    assert taken.marks_hash == marked_splits(fresh_workspace, project).marks_hash
    assert splits["train"].marked == ((1, 5), (5,), ())
    kept = snapshot_queries.content_of(fresh_workspace.database, taken.id)
    assert kept.marks == {1: ((1, 5), (-1, 0)), 2: ((5,), (-1,)), 4: ((0,), (0,))}
    assert (taken.num_rules, taken.num_reviewed) == (1, 2)
    assert (taken.num_marked_tokens, taken.num_marked_sentences) == (3, 2)
    assert kept.state == snapshot_queries.state_of(fresh_workspace.database, project.id)[0]


def test_equal_marks_are_kept_once(fresh_workspace: Workspace, project: Project) -> None:
    first = snapshots.take(fresh_workspace, project)
    assert snapshots.take(fresh_workspace, project) == first
    answer(fresh_workspace, 3, "ann", "nothing_irrelevant", [])  # no mark changes, an answer does
    second = snapshots.take(fresh_workspace, project)
    assert (second.id, second.marks_hash) == (first.id + 1, first.marks_hash)
    listed = snapshots.list_snapshots(fresh_workspace, project.id)
    assert [each.snapshot for each in listed] == [second, first]
    assert [each.run_ids for each in listed] == [(), ()]


def test_later_marks_and_sentences_have_no_part_in_an_earlier_snapshot(
    fresh_workspace: Workspace, project: Project
) -> None:
    taken = snapshots.take(fresh_workspace, project)
    then = marked_corpus.labelled_texts(fresh_workspace, project)
    answer(fresh_workspace, 2, "ann", "marked", [1])
    more = json.dumps({"text": "Odeon once more", "label": "a", "split": "train"}).encode()
    choice = ColumnChoice("text", "label", "split")
    larger = catalogue.add_sentences(fresh_workspace, project, "m.jsonl", more, choice).project
    assert snapshots.load(fresh_workspace, larger, taken.id) == then
    now = snapshots.take(fresh_workspace, larger)
    assert len(snapshots.load(fresh_workspace, larger, now.id)["train"]) == 4
    assert now.data_hash != taken.data_hash


def test_a_snapshot_does_not_fit_other_sentences_or_other_words(
    fresh_workspace: Workspace, project: Project
) -> None:
    snapshot = snapshots.take(fresh_workspace, project)
    table = mark_tables.snapshots
    with fresh_workspace.database.write() as connection:
        connection.execute(corpus_tables.examples.update().values(text="other words"))
    with pytest.raises(RunError, match="not those of snapshot"):
        snapshots.load(fresh_workspace, project, snapshot.id)
    with fresh_workspace.database.write() as connection:
        connection.execute(table.update().values(tokenizer_hash="another"))
    for refused in (snapshots.load, snapshots.roll_back):
        with pytest.raises(AnnotationError, match="split texts into words in another way"):
            refused(fresh_workspace, project, snapshot.id)
    with pytest.raises(NotFound, match="no snapshot 99"):
        snapshots.load(fresh_workspace, project, 99)


def test_two_snapshots_differ_by_words_sentences_and_rules(
    fresh_workspace: Workspace, project: Project
) -> None:
    before = snapshots.take(fresh_workspace, project)
    assert snapshots.difference(fresh_workspace, project, before.id, None).is_empty
    answer(fresh_workspace, 1, "ann", "marked", [5])  # "warm" is free again
    rules.add_rule(fresh_workspace, project, "film")
    after = snapshots.take(fresh_workspace, project)
    found = snapshots.difference(fresh_workspace, project, before.id, after.id, start=1, count=5)
    told = [(each.word, each.added, each.removed) for each in found.words]
    assert told == [("film", 2, 0), ("warm", 0, 1)]
    assert (found.num_sentences, found.num_added, found.num_removed) == (2, 2, 1)
    (second,) = found.sentences
    assert (second.example.id, second.added, second.removed) == (2, (2,), ())
    assert (found.rules_added, found.rules_removed) == (("word: film",), ())
    back = snapshots.difference(fresh_workspace, project, after.id, before.id)
    assert (back.num_added, back.rules_removed) == (1, ("word: film",))
    rules.take_back(fresh_workspace, project, rule_pattern("word", "film"))
    now = snapshots.difference(fresh_workspace, project, after.id, None)
    assert (now.num_removed, now.rules_removed) == (2, ("word: film",))


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

    undone = snapshots.roll_back(fresh_workspace, project, then.id)
    assert struck(fresh_workspace, project) == marks != later
    assert snapshots.take(fresh_workspace, project) == then
    assert (undone.num_answers, undone.num_rules) == (2, 2)
    assert annotation_queries.count(database, project.id, "ann", "train") == {
        "marked": 2,
        "unreviewed": 1,
    }
    assert rules.spared_by(fresh_workspace, project, rule_pattern("word", "odeon")) == [3]

    snapshots.roll_back(fresh_workspace, project, undone.before.id)
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
    snapshots.roll_back(fresh_workspace, project, then.id)
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
