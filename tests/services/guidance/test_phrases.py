"""The phrase that a word nearly always stands in, by the labels as they are now."""

from __future__ import annotations

from rrr.records import Project
from rrr.services.guidance.phrases import phrases_of
from rrr.services.marks import labels
from rrr.services.workspace import Workspace
from rrr.store import example_queries


def test_a_changed_label_changes_which_words_belong_together(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    assert phrases_of(fresh_workspace, small_project, ["warm"]) == {"warm": "warm"}
    everything = list(example_queries.stream_of(fresh_workspace.database, small_project.id))
    labels.set_labels(fresh_workspace, small_project.id, everything, "good", "me")
    assert phrases_of(fresh_workspace, small_project, ["warm"]) == {"warm": "a warm"}
