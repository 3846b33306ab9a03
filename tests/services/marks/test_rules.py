from __future__ import annotations

import pytest

from rrr.errors import AnnotationError
from rrr.records import NewExample, Project
from rrr.services.marks import rules
from rrr.services.projects import demo_project
from rrr.services.workspace import Workspace
from rrr.store import importing

pytestmark = pytest.mark.both_stores

ROWS = [
    NewExample("The Odeon was full", "good", "train"),
    NewExample("An odeon, an ODEON", "bad", "train"),
    NewExample("No cinema here", None, "train"),
    NewExample("The odeon again", "good", "test"),
]


@pytest.fixture
def project(fresh_workspace: Workspace) -> Project:
    return importing.add(fresh_workspace.database, "cinemas", ("bad", "good"), ROWS)


def test_rules_tell_in_how_many_training_sentences_their_word_stands(
    fresh_workspace: Workspace, project: Project
) -> None:
    for word in ("Odeon", "zebra"):
        rules.add_rule(fresh_workspace, project, word)
    counted = rules.list_rules(fresh_workspace, project)
    assert [(each.rule.pattern, each.num_sentences) for each in counted] == [
        ("odeon", 2),
        ("zebra", 0),
    ]


@pytest.mark.parametrize("words", ["", "  ", "two words", "odeon,"])
def test_a_rule_is_exactly_one_word(
    fresh_workspace: Workspace, project: Project, words: str
) -> None:
    with pytest.raises(AnnotationError, match="one word"):
        rules.add_rule(fresh_workspace, project, words)


def test_the_demos_rules_strike_words_that_its_sentences_hold(fresh_workspace: Workspace) -> None:
    demo = demo_project.open_demo(fresh_workspace)
    assert not rules.has_demo_rules(fresh_workspace, demo)
    made = rules.apply_demo_rules(fresh_workspace, demo)
    assert rules.has_demo_rules(fresh_workspace, demo)
    assert rules.apply_demo_rules(fresh_workspace, demo) == made
    counted = rules.list_rules(fresh_workspace, demo)
    assert [each.rule for each in counted] == made
    assert all(each.num_sentences > 0 for each in counted)
