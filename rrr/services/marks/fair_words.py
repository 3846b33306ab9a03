"""Whether words are fair reasons for the label, as people say.

Each person answers for themselves and takes back only what they said. For the project a word is
fair if more people call it fair than not, and not fair if fewer do; a tie leaves it open. Nobody is
asked about a word that is settled so, nor about one on which they have answered.

A rule is stronger: a fair word that is struck everywhere counts as struck, and is fair again once
the rule is removed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from rrr.annotating.rule_matching import rule_pattern
from rrr.records import FairAnswer, Project
from rrr.services.audit import record
from rrr.services.marks.rules import ruled_words
from rrr.services.permissions import require, require_own
from rrr.services.workspace import Workspace
from rrr.store import fair_answer_queries

Standing = Literal["fair", "not fair", "open"]


@dataclass(frozen=True)
class FairChange:
    """A change of one person's answer about a word, kept to be undone; None for no answer."""

    word: str
    annotator: str
    before: FairAnswer | None
    after: FairAnswer | None


@dataclass(frozen=True)
class JudgedWord:
    """What everybody says about one word, the latest answer first."""

    word: str
    answers: tuple[FairAnswer, ...]

    @property
    def standing(self) -> Standing:
        """What counts for the project."""
        balance = sum(1 if answer.is_fair else -1 for answer in self.answers)
        return "fair" if balance > 0 else "not fair" if balance < 0 else "open"

    def answer_of(self, annotator: str) -> FairAnswer | None:
        """What this person says; None if nothing."""
        return next((answer for answer in self.answers if answer.annotator == annotator), None)


def call_fair(workspace: Workspace, project: Project, word: str, annotator: str) -> FairChange:
    """Remember that a person calls a word a fair reason.

    Raises:
        AnnotationError: if `word` is not exactly one token.
    """
    workspace = require_own(workspace, project, annotator, "call fair")
    return _say(workspace, project, word, annotator, is_fair=True)


def call_unfair(workspace: Workspace, project: Project, word: str, annotator: str) -> FairChange:
    """Remember that a person says that a word is no fair reason. Nothing is struck by that.

    Raises:
        AnnotationError: if `word` is not exactly one token.
    """
    workspace = require_own(workspace, project, annotator, "call fair")
    return _say(workspace, project, word, annotator, is_fair=False)


def take_back(
    workspace: Workspace, project: Project, word: str, annotator: str
) -> FairChange | None:
    """Forget what a person says about a word; None if they have said nothing.

    Raises:
        AnnotationError: if `word` is not exactly one token.
    """
    workspace = require_own(workspace, project, annotator, "call fair")
    form = rule_pattern("word", word).pattern
    before = fair_answer_queries.delete(workspace.database, project.id, form, annotator)
    if before is not None:
        record(workspace, "fair word", project.id, taken_back=True)
    return None if before is None else FairChange(form, annotator, before, None)


def undo(workspace: Workspace, project: Project, change: FairChange) -> None:
    """Make a person's answer what it was before the change."""
    workspace = require_own(workspace, project, change.annotator, "call fair")
    if change.before is not None:
        fair_answer_queries.put(workspace.database, project.id, change.before)
    else:
        fair_answer_queries.delete(workspace.database, project.id, change.word, change.annotator)
    record(workspace, "fair word", project.id, undone=True)


def list_judged(workspace: Workspace, project: Project) -> list[JudgedWord]:
    """The words about which somebody has answered and that no rule strikes, the latest first."""
    workspace = require(workspace, project, "look")
    struck = ruled_words(workspace, project.id)
    return [judged for judged in _judged(workspace, project.id) if judged.word not in struck]


def fair_words(workspace: Workspace, project_id: int) -> set[str]:
    """The words that are fair for the project and that no rule strikes."""
    fair = {judged.word for judged in _judged(workspace, project_id) if judged.standing == "fair"}
    return fair - ruled_words(workspace, project_id)


def not_asked(workspace: Workspace, project_id: int, annotator: str) -> set[str]:
    """The words about which this person is not asked: settled, or answered by them."""
    return {
        judged.word
        for judged in _judged(workspace, project_id)
        if judged.standing != "open" or judged.answer_of(annotator) is not None
    }


def answered_words(workspace: Workspace, project_id: int, annotator: str) -> set[str]:
    """The words about which this person has answered."""
    known = fair_answer_queries.list_of(workspace.database, project_id)
    return {answer.word for answer in known if answer.annotator == annotator}


def struck_all_the_same(workspace: Workspace, project: Project) -> set[str]:
    """The words that somebody called fair although a rule strikes them."""
    workspace = require(workspace, project, "look")
    known = fair_answer_queries.list_of(workspace.database, project.id)
    return {answer.word for answer in known if answer.is_fair} & ruled_words(workspace, project.id)


def _say(
    workspace: Workspace, project: Project, word: str, annotator: str, *, is_fair: bool
) -> FairChange:
    form = rule_pattern("word", word).pattern
    known = {judged.word: judged for judged in _judged(workspace, project.id)}
    before = known[form].answer_of(annotator) if form in known else None
    if before is not None and before.is_fair == is_fair:
        return FairChange(form, annotator, before, before)
    after = FairAnswer(form, annotator, datetime.now(UTC), is_fair)
    fair_answer_queries.put(workspace.database, project.id, after)
    record(workspace, "fair word", project.id, fair=is_fair)
    return FairChange(form, annotator, before, after)


def _judged(workspace: Workspace, project_id: int) -> list[JudgedWord]:
    by_word: dict[str, list[FairAnswer]] = {}
    for answer in fair_answer_queries.list_of(workspace.database, project_id):
        by_word.setdefault(answer.word, []).append(answer)
    return [JudgedWord(word, tuple(answers)) for word, answers in by_word.items()]
