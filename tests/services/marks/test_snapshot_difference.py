"""What changed between two moments of the marks."""

from __future__ import annotations

import pytest

from rrr.annotating.rule_matching import rule_pattern
from rrr.records import Project
from rrr.services.marks import rules, snapshots
from rrr.services.marks.snapshot_difference import difference
from rrr.services.workspace import Workspace
from tests.answering import answer

pytestmark = pytest.mark.both_stores


def test_two_snapshots_differ_by_words_sentences_and_rules(
    fresh_workspace: Workspace, project: Project
) -> None:
    before = snapshots.take(fresh_workspace, project)
    assert difference(fresh_workspace, project, before.id, None).is_empty
    answer(fresh_workspace, 1, "ann", "marked", [5])  # "warm" is free again
    rules.add_rule(fresh_workspace, project, "film")
    after = snapshots.take(fresh_workspace, project)
    change = difference(fresh_workspace, project, before.id, after.id, start=1, count=5)
    words = [(word.word, word.added, word.removed) for word in change.words]
    assert words == [("film", 2, 0), ("warm", 0, 1)]
    assert (change.num_sentences, change.num_added, change.num_removed) == (2, 2, 1)
    (second,) = change.sentences
    assert (second.example.id, second.added, second.removed) == (2, (2,), ())
    assert (change.rules_added, change.rules_removed) == (("word: film",), ())
    back = difference(fresh_workspace, project, after.id, before.id)
    assert (back.num_added, back.rules_removed) == (1, ("word: film",))
    rules.take_back(fresh_workspace, project, rule_pattern("word", "film"))
    now = difference(fresh_workspace, project, after.id, None)
    assert (now.num_removed, now.rules_removed) == (2, ("word: film",))
