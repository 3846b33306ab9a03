"""Words that people called a fair reason for the label. Nobody is asked about them again.

A rule is stronger: a fair word that is struck everywhere counts as struck, and is fair again once
the rule is removed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from rrr.annotating.rule_matching import rule_pattern
from rrr.records import FairWord, Project
from rrr.services.marks.rules import ruled_words
from rrr.services.permissions import require, require_own
from rrr.services.workspace import Workspace
from rrr.store import fair_word_queries


@dataclass(frozen=True)
class FairChange:
    """A change of one fair word, kept to be undone; None for a word that is not fair."""

    word: str
    before: FairWord | None
    after: FairWord | None


def call_fair(workspace: Workspace, project: Project, word: str, annotator: str) -> FairChange:
    """Remember that a word is a fair reason; who said so first stays.

    Raises:
        AnnotationError: if `word` is not exactly one token.
    """
    workspace = require_own(workspace, project, annotator, "call fair")
    form = rule_pattern("word", word).pattern
    before = _find(workspace, project, form)
    if before is None:
        new = FairWord(form, annotator, datetime.now(UTC))
        fair_word_queries.add(workspace.database, project.id, [new])
    return FairChange(form, before, _find(workspace, project, form))


def take_back(workspace: Workspace, project: Project, word: str) -> FairChange | None:
    """Ask about a word again; None if it was not fair.

    Raises:
        AnnotationError: if `word` is not exactly one token.
    """
    workspace = require(workspace, project, "call fair")
    form = rule_pattern("word", word).pattern
    before = fair_word_queries.delete(workspace.database, project.id, form)
    return None if before is None else FairChange(form, before, None)


def undo(workspace: Workspace, project: Project, change: FairChange) -> None:
    """Make a word what it was before the change."""
    workspace = require(workspace, project, "call fair")
    fair_word_queries.delete(workspace.database, project.id, change.word)
    if change.before is not None:
        fair_word_queries.add(workspace.database, project.id, [change.before])


def list_fair(workspace: Workspace, project: Project) -> list[FairWord]:
    """The fair words that no rule strikes, the latest first."""
    workspace = require(workspace, project, "look")
    struck = ruled_words(workspace, project.id)
    known = fair_word_queries.list_of(workspace.database, project.id)
    return [each for each in known if each.word not in struck]


def fair_words(workspace: Workspace, project_id: int) -> set[str]:
    """The words that somebody called fair and that no rule strikes."""
    known = fair_word_queries.list_of(workspace.database, project_id)
    return {each.word for each in known} - ruled_words(workspace, project_id)


def struck_all_the_same(workspace: Workspace, project: Project) -> set[str]:
    """The words that somebody called fair although a rule strikes them."""
    workspace = require(workspace, project, "look")
    known = fair_word_queries.list_of(workspace.database, project.id)
    return {each.word for each in known} & ruled_words(workspace, project.id)


def _find(workspace: Workspace, project: Project, form: str) -> FairWord | None:
    known = fair_word_queries.list_of(workspace.database, project.id)
    return next((each for each in known if each.word == form), None)
