"""The words a person has judged: all words of all sentences they have answered.

Kept in memory and only ever added to: an answer taken back leaves its words judged until the
program starts anew. What has come since the last look is read from the database.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from datetime import UTC, datetime
from threading import Lock

from rrr.last_used import LastUsed
from rrr.services import background
from rrr.services.marks.fair_words import not_asked
from rrr.services.marks.rules import ruled_words
from rrr.services.workspace import Workspace
from rrr.store import annotation_queries
from rrr.text import tokenize, word_of

LAST = 50
"""Answers remembered one by one, to tell how often they strike a new word."""

_AT_ONCE = 500
"""Answers read while a page waits, about 10 ms; where more have come, the rest is read in the
background."""

_START = datetime.min.replace(tzinfo=UTC), 0


class _Judged:
    """What is known of one person's judgements in one project, and up to which moment."""

    def __init__(self) -> None:
        self.struck: dict[str, bool] = {}
        self.ever_struck: set[str] = set()
        self.new_words: OrderedDict[int, bool] = OrderedDict()  # by example, the latest last
        self.upto = _START
        self.lock = Lock()

    def read_on(self, workspace: Workspace, project_id: int, annotator: str) -> bool:
        """Read some further answers; returns whether there may be more."""
        with self.lock:
            answers = annotation_queries.reviewed_since(
                workspace.database, project_id, annotator, self.upto, limit=_AT_ONCE
            )
            for answer, text in answers:
                words = [word_of(token.text) for token in tokenize(text)]
                struck = {words[index] for index in answer.marked}
                for index, word in enumerate(words):
                    self.struck[word] = index in answer.marked
                # An answer is read again when it changes.
                was_new = self.new_words.pop(answer.example_id, False)
                self.new_words[answer.example_id] = was_new or not struck <= self.ever_struck
                if len(self.new_words) > LAST:
                    self.new_words.popitem(last=False)
                self.ever_struck |= struck
                self.upto = answer.updated_at, answer.example_id
            return len(answers) == _AT_ONCE


_judged_by_person: LastUsed[Hashable, _Judged] = LastUsed(16)
"""Of people and projects; each takes as much room as its words."""


def judged_words(workspace: Workspace, project_id: int, annotator: str) -> Mapping[str, bool]:
    """The words this person has judged; returns in a few milliseconds.

    Right after the start of the program those of older answers may still be missing: they are
    being read.

    Returns:
        Word in the vocabulary's form -> whether it was struck by hand in the last sentence with it
        (of several occurrences there, the last counts).
    """
    return _up_to_date(workspace, project_id, annotator).struck


def checked_words(workspace: Workspace, project_id: int, annotator: str) -> set[str]:
    """The words and phrases about which nothing is left to ask this person: words they have judged
    in a sentence, words that a rule strikes, and all about whose fairness they are not asked."""
    return (
        ruled_words(workspace, project_id)
        | not_asked(workspace, project_id, annotator)
        | set(judged_words(workspace, project_id, annotator))
    )


def new_words(workspace: Workspace, project_id: int, annotator: str) -> list[bool]:
    """Of this person's last answers, oldest first: whether each struck a word by hand that they had
    never struck before."""
    judged = _up_to_date(workspace, project_id, annotator)
    with judged.lock:
        return list(judged.new_words.values())


def judged_by_anyone(
    workspace: Workspace, project_id: int, should_stop: background.ShouldStop
) -> set[str]:
    """The words of all answered sentences of a project; reads them all."""
    words: set[str] = set()
    for annotator in annotation_queries.annotators(workspace.database, project_id):
        judged = _Judged()
        while not should_stop() and judged.read_on(workspace, project_id, annotator):
            pass
        words.update(judged.struck)
    return words


def _up_to_date(workspace: Workspace, project_id: int, annotator: str) -> _Judged:
    key = (workspace.settings, project_id, annotator)
    judged = _judged_by_person.get_or_make(key, _Judged)

    def read_all(should_stop: background.ShouldStop) -> None:
        while not should_stop() and judged.read_on(workspace, project_id, annotator):
            pass

    name = ("judged words", key)
    if not background.is_busy(name) and judged.read_on(workspace, project_id, annotator):
        background.begin(name, read_all)
    return judged
