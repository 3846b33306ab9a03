"""Contradicting duplicates and doubted labels are given as they were seen."""

from __future__ import annotations

from rrr.records import NewExample, Project
from rrr.services.guidance.label_doubts import label_doubts, still_open
from rrr.services.marks import labels
from rrr.services.workspace import Workspace
from rrr.store import example_queries, importing


def test_duplicates_that_contradict_each_other_are_grouped(fresh_workspace: Workspace) -> None:
    rows = [("A film!", "good"), ("a  FILM !", "bad"), ("a film", None), ("other", "good")]
    project = importing.add(
        fresh_workspace.database, "x", ["bad", "good"], [NewExample(*row, "train") for row in rows]
    )
    (group,) = label_doubts(fresh_workspace, project).contradictions
    assert [(each.text, each.label) for each in group] == rows[:2]


def test_a_changed_label_is_found_and_closed_once_it_is_put_right(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    wrong = list(example_queries.stream_of(fresh_workspace.database, small_project.id))[64]
    assert (wrong.split, wrong.label) == ("validation", "good")
    labels.set_label(fresh_workspace, wrong, "bad", "ann")
    (doubt,) = label_doubts(fresh_workspace, small_project).doubts
    assert (doubt.example.id, doubt.example.label, doubt.likely_label) == (wrong.id, "bad", "good")
    assert still_open(fresh_workspace, [doubt.example]) == [doubt.example]
    labels.set_label(fresh_workspace, doubt.example, "good", "ann")
    assert still_open(fresh_workspace, [doubt.example]) == []
