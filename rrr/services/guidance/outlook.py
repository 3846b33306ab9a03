"""How far one person has come, and what further marking can be expected to change.

All from what is stored, and no promise:

- `deciding`: the words that nobody checked (as in `unjudged`) and that have the largest share of
  the saliency in more than `DECIDES` of the training sentences. Where there is none, one is done.

- `unjudged`: of all the saliency that the newest model read spreads over the training sentences,
  the share on words this person has not judged, and nobody struck everywhere or called fair:
  Σ mass(w) over these words w / Σ mass(w).
  `unjudged_then` is the same after the next `NEXT` sentences in their order, all of whose words
  will have been judged.
- `new_words`: of the last answers (up to `LAST`), those that struck a word this person had never
  struck before; with Wilson's interval. It falls as the words worth striking run out.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from threading import Lock

from rrr.last_used import LastUsed
from rrr.proportions import wilson_interval
from rrr.records import Project
from rrr.services.guidance import corpus_reading, next_sentence
from rrr.services.marks.fair_words import fair_reasons
from rrr.services.marks.judged_words import checked_words, judged_words, new_words
from rrr.services.permissions import require_own
from rrr.services.workspace import Workspace
from rrr.store import project_queries, reading_queries

NEXT = 25
DECIDES = 0.02
LEAST_ANSWERS = 10
"""With fewer answers nothing is said about new words: any rate up to a third would still fit none
in ten."""


@dataclass(frozen=True)
class NewWords:
    """Of `answers` answers, `hits` struck a word for the first time; `low` and `high` hold the rate
    with 95 % certainty, in [0, 1]."""

    answers: int
    hits: int
    low: float
    high: float


@dataclass(frozen=True)
class Outlook:
    """`unjudged` and `unjudged_then` lie in [0, 1]; None before a model has been read."""

    unjudged: float | None
    unjudged_then: float | None
    new_words: NewWords | None  # None before there are enough answers
    deciding: tuple[str, ...] | None = None  # most first; None before a model has been read


def outlook(workspace: Workspace, project: Project, annotator: str) -> Outlook:
    """What can be told now. It is reckoned anew only when an answer, a rule, the order or the run
    has changed; that takes a few milliseconds, and grows with the words judged alone."""
    workspace = require_own(workspace, project, annotator, "look")
    key = (workspace.settings, project.id, annotator)
    basis = (
        project_queries.marks_version(workspace.database, project.id),
        fair_reasons(workspace, project.id).words,
        len(judged_words(workspace, project.id, annotator)),  # may still be being read
        corpus_reading.newest_read(workspace, project.id),
        next_sentence.state(workspace, project, annotator).in_force,
    )
    reckoned = _reckoned.get(key)
    if reckoned is None or reckoned[0] != basis:
        reckoned = _reckoned.put(key, (basis, _reckon(workspace, project, annotator)))
    return reckoned[1]


_reckoned: LastUsed[Hashable, tuple[Hashable, Outlook]] = LastUsed(32)
"""Of people and projects, with what each was reckoned from."""


def _reckon(workspace: Workspace, project: Project, annotator: str) -> Outlook:
    recent = new_words(workspace, project.id, annotator)
    estimate = None
    if len(recent) >= LEAST_ANSWERS:
        estimate = NewWords(len(recent), sum(recent), *wilson_interval(sum(recent), len(recent)))
    unjudged, unjudged_then = _unjudged(workspace, project, annotator)
    return Outlook(unjudged, unjudged_then, estimate, _deciding(workspace, project, annotator))


_top_words: LastUsed[Hashable, tuple[str, ...]] = LastUsed(16)


def _deciding(workspace: Workspace, project: Project, annotator: str) -> tuple[str, ...] | None:
    run_id = corpus_reading.newest_read(workspace, project.id)
    if run_id is None:
        return None
    number = reading_queries.complete(workspace.database, project.id)[run_id]

    def read() -> tuple[str, ...]:
        counts = reading_queries.top_words(workspace.database, run_id, DECIDES * number)
        return tuple(word for word, times in counts.items() if times > DECIDES * number)

    top = _top_words.get_or_make((workspace.settings, run_id), read)
    checked = checked_words(workspace, project.id, annotator)
    return tuple(word for word in top if word not in checked)


def _unjudged(
    workspace: Workspace, project: Project, annotator: str
) -> tuple[float | None, float | None]:
    complete = reading_queries.complete(workspace.database, project.id)
    run_id = corpus_reading.newest_read(workspace, project.id)
    if run_id is None or not complete[run_id]:
        return None, None
    total = complete[run_id]  # each sentence's shares add up to 1
    judged = checked_words(workspace, project.id, annotator)
    mass = _judged_mass(workspace, run_id, annotator, judged)
    ids = next_sentence.upcoming(workspace, project, annotator, None, NEXT)
    coming = reading_queries.words_in(workspace.database, run_id, ids) - judged
    more = sum(
        reading.mass
        for reading in reading_queries.words_of(workspace.database, run_id, coming).values()
    )
    return _share_left(total, mass), _share_left(total, mass + more)


def _share_left(total: float, mass: float) -> float:
    return min(1.0, max(0.0, 1 - mass / total))


_counted: LastUsed[Hashable, tuple[set[str], float]] = LastUsed(16)  # people and runs
_counting = Lock()  # what was counted is counted on


def _judged_mass(
    workspace: Workspace, run_id: int, annotator: str, judged: Collection[str]
) -> float:
    """Mass on the judged words; only those judged since the last time are looked up."""
    key = (workspace.settings, run_id, annotator)
    with _counting:
        counted, mass = _counted.get(key) or (set(), 0.0)
        if not counted <= set(judged):  # a rule or a fair word was taken back
            counted, mass = set(), 0.0
        new_words = set(judged) - counted
        met = reading_queries.words_of(workspace.database, run_id, new_words)
        mass += sum(reading.mass for reading in met.values())
        _counted.put(key, (counted | new_words, mass))
        return mass
