"""Whether words and phrases are fair reasons for the label, as people say.

Each person answers for themselves and takes back only what they said. For the project a word or
phrase is fair if more people call it fair than not, and not fair if fewer do; a tie leaves it open.
Nobody is asked about one that is settled so, nor about one on which they have answered.

What is said of a phrase holds for the words that hardly stand outside it, unless somebody has said
something about such a word itself.

A rule is stronger: what is fair and struck everywhere counts as struck, and is fair again once the
rule is removed. A phrase counts as struck with any of its words.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from rrr.annotating.bound_phrases import is_bound
from rrr.annotating.fair_reasons import FairReasons
from rrr.annotating.rule_matching import word_or_phrase
from rrr.last_used import LastUsed
from rrr.records import FairAnswer, Project
from rrr.services.audit import record
from rrr.services.marks.rules import overruled
from rrr.services.permissions import require, require_own
from rrr.services.workspace import Workspace
from rrr.store import example_queries, fair_answer_queries, project_queries, word_queries
from rrr.text import words_of

Standing = Literal["fair", "not fair", "open"]

_SENTENCES = 40
"""Of a word, by which it is seen whether it stands outside a phrase."""

_bound: LastUsed[Hashable, bool] = LastUsed(4096)
"""Of phrases, and ids of sentences with one of their words."""


@dataclass(frozen=True)
class FairChange:
    """A change of one person's answer about a word or phrase, kept to be undone; None for no
    answer."""

    word: str
    annotator: str
    before: FairAnswer | None
    after: FairAnswer | None


@dataclass(frozen=True)
class JudgedWord:
    """What everybody says about one word or phrase, the latest answer first."""

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


def call_fair(workspace: Workspace, project: Project, text: str, annotator: str) -> FairChange:
    """Remember that a person calls a word, or several words as a phrase, a fair reason.

    Raises:
        AnnotationError: if `text` is no word.
    """
    workspace = require_own(workspace, project, annotator, "call fair")
    return _say(workspace, project, text, annotator, is_fair=True)


def call_unfair(workspace: Workspace, project: Project, text: str, annotator: str) -> FairChange:
    """Remember that a person says that a word or phrase is no fair reason. Nothing is struck by
    that.

    Raises:
        AnnotationError: if `text` is no word.
    """
    workspace = require_own(workspace, project, annotator, "call fair")
    return _say(workspace, project, text, annotator, is_fair=False)


def take_back(
    workspace: Workspace, project: Project, text: str, annotator: str
) -> FairChange | None:
    """Forget what a person says about a word or phrase; None if they have said nothing.

    Raises:
        AnnotationError: if `text` is no word.
    """
    workspace = require_own(workspace, project, annotator, "call fair")
    form = word_or_phrase(text).pattern
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
    """The words and phrases about which somebody has answered and that no rule strikes, the latest
    first."""
    workspace = require(workspace, project, "look")
    judged = _judged(workspace, project.id)
    struck = overruled(workspace, project.id, judged)
    return [of_text for text, of_text in judged.items() if text not in struck]


def fair_reasons(workspace: Workspace, project_id: int) -> FairReasons:
    """The words and phrases that are fair for the project and that no rule strikes."""
    judged = _judged(workspace, project_id)
    fair = {text for text, of_text in judged.items() if of_text.standing == "fair"}
    fair -= overruled(workspace, project_id, fair)
    return FairReasons(frozenset(fair), _words_within(workspace, project_id, fair, judged))


def not_asked(workspace: Workspace, project_id: int, annotator: str) -> set[str]:
    """The words and phrases about which this person is not asked: settled, or answered by them."""
    judged = _judged(workspace, project_id)
    texts = {
        text
        for text, of_text in judged.items()
        if of_text.standing != "open" or of_text.answer_of(annotator) is not None
    }
    return texts | _words_within(workspace, project_id, texts, judged).keys()


def answered_texts(workspace: Workspace, project_id: int, annotator: str) -> set[str]:
    """The words and phrases about which this person has answered."""
    all_answers = fair_answer_queries.list_of(workspace.database, project_id)
    return {answer.word for answer in all_answers if answer.annotator == annotator}


def struck_all_the_same(workspace: Workspace, project: Project) -> set[str]:
    """What somebody called fair although a rule strikes it."""
    workspace = require(workspace, project, "look")
    all_answers = fair_answer_queries.list_of(workspace.database, project.id)
    return overruled(
        workspace, project.id, {answer.word for answer in all_answers if answer.is_fair}
    )


def _say(
    workspace: Workspace, project: Project, text: str, annotator: str, *, is_fair: bool
) -> FairChange:
    form = word_or_phrase(text).pattern
    project_queries.get(workspace.database, project.id)  # it may have been deleted meanwhile
    judged = _judged(workspace, project.id)
    before = judged[form].answer_of(annotator) if form in judged else None
    if before is not None and before.is_fair == is_fair:
        return FairChange(form, annotator, before, before)
    after = FairAnswer(form, annotator, datetime.now(UTC), is_fair)
    fair_answer_queries.put(workspace.database, project.id, after)
    record(workspace, "fair word", project.id, fair=is_fair)
    return FairChange(form, annotator, before, after)


def _judged(workspace: Workspace, project_id: int) -> dict[str, JudgedWord]:
    by_word: dict[str, list[FairAnswer]] = {}
    for answer in fair_answer_queries.list_of(workspace.database, project_id):
        by_word.setdefault(answer.word, []).append(answer)
    return {word: JudgedWord(word, tuple(answers)) for word, answers in by_word.items()}


def _words_within(
    workspace: Workspace, project_id: int, texts: Iterable[str], judged: Collection[str]
) -> dict[str, str]:
    """For each word that hardly stands outside one of the phrases among the texts, that phrase;
    words that are judged themselves left out."""
    phrases = sorted(text for text in texts if " " in text)
    words = {word for phrase in phrases for word in phrase.split()} - set(judged)
    if not words:
        return {}
    database = workspace.database
    ids = word_queries.first_sentences_with(database, project_id, words, _SENTENCES)

    def is_within(word: str, phrase: str) -> bool:
        key = (workspace.settings, phrase, tuple(ids[word]))  # a sentence's text never changes

        def read() -> bool:
            examples = example_queries.by_ids(database, ids[word])
            return is_bound(phrase, [words_of(example.text) for example in examples])

        return _bound.get_or_make(key, read)

    return {
        word: phrase
        for phrase in phrases
        for word in phrase.split()
        if word in ids and is_within(word, phrase)
    }
