"""The words a person has judged: those of all sentences they have answered.

Kept in memory and only ever added to: an answer taken back leaves its words judged until the
program starts anew. What has come since the last look is read from the database.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from datetime import UTC, datetime
from threading import Lock

from rrr.services import background
from rrr.services.workspace import Workspace
from rrr.store import annotations as answers
from rrr.text import tokenize, word_of

_KEPT = 16
"""People and projects kept in memory; each takes as much room as its words."""

_AT_ONCE = 500
"""Answers read while a page waits, about 10 ms; where more have come, the rest is read in the
background."""

_START = datetime.min.replace(tzinfo=UTC)


class _Judged:
    """What is known of one person's judgements in one project, and up to which moment."""

    def __init__(self) -> None:
        self.struck: dict[str, bool] = {}
        self.upto = _START
        self.lock = Lock()

    def read_on(self, workspace: Workspace, project_id: int, annotator: str) -> bool:
        """Read some further answers; returns whether there may be more."""
        with self.lock:
            found = answers.reviewed_since(
                workspace.database, project_id, annotator, self.upto, limit=_AT_ONCE
            )
            for answer, text in found:
                for index, token in enumerate(tokenize(text)):
                    self.struck[word_of(token.text)] = index in answer.marked
                self.upto = answer.updated_at
            return len(found) == _AT_ONCE


_cache: OrderedDict[Hashable, _Judged] = OrderedDict()
_lock = Lock()


def judged_words(workspace: Workspace, project_id: int, annotator: str) -> Mapping[str, bool]:
    """The words this person has judged; returns in a few milliseconds.

    Right after the start of the program those of older answers may still be missing: they are
    being read.

    Returns:
        Word in the vocabulary's form -> whether it was struck by hand in the last sentence with it
        (of several occurrences there, the last counts).
    """
    key = (workspace.settings, project_id, annotator)
    with _lock:
        judged = _cache.setdefault(key, _Judged())
        _cache.move_to_end(key)
        while len(_cache) > _KEPT:
            _cache.popitem(last=False)

    def read_all(should_stop: background.ShouldStop) -> None:
        while not should_stop() and judged.read_on(workspace, project_id, annotator):
            pass

    if background.is_busy(("judged words", key)):
        return judged.struck
    if judged.read_on(workspace, project_id, annotator):
        background.begin(("judged words", key), read_all)
    return judged.struck


def judged_by_anyone(
    workspace: Workspace, project_id: int, should_stop: background.ShouldStop
) -> set[str]:
    """The words of all answered sentences of a project; reads them all."""
    words: set[str] = set()
    for annotator in answers.annotators(workspace.database, project_id):
        judged = _Judged()
        while not should_stop() and judged.read_on(workspace, project_id, annotator):
            pass
        words.update(judged.struck)
    return words
