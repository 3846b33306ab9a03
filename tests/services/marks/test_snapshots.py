"""Marks as they were: kept once, and trained with again."""

from __future__ import annotations

import json

import pytest

from rrr.errors import AnnotationError, NotFound, RunError
from rrr.formats.columns import ColumnChoice
from rrr.records import (
    Project,
)
from rrr.services.marks import back_to_snapshot, marked_corpus, snapshots
from rrr.services.marks.marked_splits import marked_splits
from rrr.services.projects import file_import
from rrr.services.workspace import Workspace
from rrr.store import snapshot_queries
from rrr.store.schema import corpus_tables, mark_tables
from tests.answering import answer

pytestmark = pytest.mark.both_stores


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
    larger = file_import.add_sentences(fresh_workspace, project, "m.jsonl", more, choice).project
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
    for refused in (snapshots.load, back_to_snapshot.roll_back):
        with pytest.raises(AnnotationError, match="split texts into words in another way"):
            refused(fresh_workspace, project, snapshot.id)
    with pytest.raises(NotFound, match="no snapshot 99"):
        snapshots.load(fresh_workspace, project, 99)
