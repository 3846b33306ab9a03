"""Labels are changed with who, when and from what; runs keep the labels they had."""

from __future__ import annotations

import pytest

from rrr.errors import AnnotationError, DataError
from rrr.records import Example, NewExample, Project
from rrr.services.marks import labels, snapshots
from rrr.services.workspace import Workspace
from rrr.store import example_queries, importing, project_queries, word_queries

pytestmark = pytest.mark.both_stores

TEXTS = [
    ("a fine film", "good", "train"),
    ("a poor film", "bad", "train"),
    ("so so", "mixed", "train"),
    ("no idea", None, "train"),
    ("fine", "good", "test"),
]


@pytest.fixture
def project(fresh_workspace: Workspace) -> Project:
    examples = [NewExample(*each) for each in TEXTS]
    return importing.add(fresh_workspace.database, "Films", ["bad", "good", "mixed"], examples)


def examples(workspace: Workspace, project: Project) -> list[Example]:
    return list(example_queries.stream_of(workspace.database, project.id))


def stored(workspace: Workspace, project: Project) -> list[str | None]:
    return [each.label for each in examples(workspace, project)]


def counts(workspace: Workspace, project: Project, word: str) -> dict[str, int]:
    return word_queries.per_label(workspace.database, project.id, [word]).get(word, {})


def test_a_label_is_changed_with_provenance_and_undone(
    fresh_workspace: Workspace, project: Project
) -> None:
    first, *_ = examples(fresh_workspace, project)
    made = labels.set_label(fresh_workspace, first, "bad", "ann")
    assert made is not None
    assert stored(fresh_workspace, project)[0] == "bad"
    assert counts(fresh_workspace, project, "film") == {"bad": 2}
    found = labels.last_change(fresh_workspace, first)
    assert found is not None
    assert (found.before, found.after, found.annotator) == ("good", "bad", "ann")
    labels.undo(fresh_workspace, project, made, "bob")
    assert stored(fresh_workspace, project) == [label for _, label, _ in TEXTS]
    assert counts(fresh_workspace, project, "film") == {"bad": 1, "good": 1}
    undone = labels.last_change(fresh_workspace, first)
    assert undone is not None
    assert (undone.after, undone.annotator) == ("good", "bob")


def test_a_label_is_set_where_there_was_none_and_taken_away(
    fresh_workspace: Workspace, project: Project
) -> None:
    before = project_queries.marks_version(fresh_workspace.database, project.id)
    seen = examples(fresh_workspace, project)
    labels.set_label(fresh_workspace, seen[3], "mixed", "ann")
    labels.set_label(fresh_workspace, seen[0], None, "ann")
    assert stored(fresh_workspace, project) == [None, "bad", "mixed", "mixed", "good"]
    assert counts(fresh_workspace, project, "fine") == {"": 1}
    assert project_queries.marks_version(fresh_workspace.database, project.id) == before + 2


def test_nobody_overwrites_a_label_that_they_have_not_seen(
    fresh_workspace: Workspace, project: Project
) -> None:
    seen = examples(fresh_workspace, project)[0]
    labels.set_label(fresh_workspace, seen, "bad", "ann")
    with pytest.raises(AnnotationError, match="Somebody else has changed"):
        labels.set_label(fresh_workspace, seen, "mixed", "bob")
    with pytest.raises(AnnotationError, match="no label “awful”"):
        labels.set_label(fresh_workspace, seen, "awful", "bob")
    assert stored(fresh_workspace, project)[0] == "bad"


def test_many_are_changed_and_undone_at_once(fresh_workspace: Workspace, project: Project) -> None:
    seen = labels.seen_in(fresh_workspace, project, "train", [0, 2])
    assert [each.text for each in seen] == ["a fine film", "so so"]
    made = labels.set_labels(fresh_workspace, project.id, seen, "bad", "ann")
    assert made is not None
    assert made.number == 2
    first = examples(fresh_workspace, project)[0]
    later = labels.set_label(fresh_workspace, first, "mixed", "bob")
    undone = labels.undo(fresh_workspace, project, made, "ann")
    assert undone is not None
    assert undone.number == 1  # bob's later label stays
    assert later is not None
    assert labels.latest(fresh_workspace, project) == undone
    assert stored(fresh_workspace, project)[:3] == ["mixed", "bad", "mixed"]


def test_a_label_is_renamed_merged_and_brought_back(
    fresh_workspace: Workspace, project: Project
) -> None:
    labels.rename(fresh_workspace, project, "good", " fine ", "ann")
    made = labels.merge(fresh_workspace, project, "mixed", "bad", "ann")
    assert made.number == 1
    now = project_queries.get(fresh_workspace.database, project.id)
    assert now.labels == ("bad", "fine")
    assert stored(fresh_workspace, project) == ["fine", "bad", "bad", None, "fine"]
    assert counts(fresh_workspace, project, "so") == {"bad": 1}
    assert counts(fresh_workspace, project, "film") == {"bad": 1, "fine": 1}
    with pytest.raises(DataError, match="only two labels"):
        labels.merge(fresh_workspace, project, "fine", "bad", "ann")
    with pytest.raises(DataError, match=r"already a label “bad”"):
        labels.rename(fresh_workspace, project, "fine", "bad", "ann")
    with pytest.raises(DataError, match="1 to 200"):
        labels.rename(fresh_workspace, project, "fine", " ", "ann")
    labels.undo(fresh_workspace, project, made, "ann")
    assert project_queries.get(fresh_workspace.database, project.id).labels == (
        "bad",
        "fine",
        "mixed",
    )
    assert stored(fresh_workspace, project) == ["fine", "bad", "mixed", None, "fine"]


def test_a_snapshot_has_the_labels_that_it_was_taken_with(
    fresh_workspace: Workspace, project: Project
) -> None:
    first = snapshots.take(fresh_workspace, project)
    seen = examples(fresh_workspace, project)
    labels.set_label(fresh_workspace, seen[0], "bad", "ann")
    second = snapshots.take(fresh_workspace, project)
    labels.set_label(fresh_workspace, examples(fresh_workspace, project)[0], None, "ann")
    labels.merge(fresh_workspace, project, "mixed", "bad", "ann")
    assert second.id != first.id
    assert second.data_hash != first.data_hash
    for snapshot, expected in ((first, "good"), (second, "bad")):
        splits = snapshots.load(fresh_workspace, project, snapshot.id)
        assert splits["train"].labels == (expected, "bad", "mixed")
        labels_then = snapshots.labels_of(fresh_workspace, project, snapshot.id)
        assert labels_then == ("bad", "good", "mixed")
    now = project_queries.get(fresh_workspace.database, project.id)
    third = snapshots.take(fresh_workspace, now)
    assert snapshots.load(fresh_workspace, now, third.id)["train"].labels == ("bad", "bad")
