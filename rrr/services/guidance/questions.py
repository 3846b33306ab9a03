"""Which words people are asked about: “Is this a fair reason for that label?”

The words that the newest model relies on and nobody has judged. After a cure most of them are good
reasons, so only a word that still weighs much, and goes with one label as surely as one that is
suggested in a sentence, is asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rrr.annotating.rule_matching import RulePattern
from rrr.annotating.suggesting import LEAST_SKEW
from rrr.records import Project
from rrr.services.guidance import corpus_reading
from rrr.services.guidance.cure import is_cured, least_share
from rrr.services.guidance.insight import current_run
from rrr.services.guidance.phrases import pattern_of, phrases_of, struck_phrases
from rrr.services.marks.fair_words import not_asked
from rrr.services.marks.judged_words import checked_words
from rrr.services.permissions import require
from rrr.services.workspace import Workspace
from rrr.store import reading_queries, run_queries, word_queries

_LOOKED_AT = 40
"""Words of the ranking among which those nobody has judged are sought."""


@dataclass(frozen=True)
class Question:
    """Is `word` a fair reason for `label`? The label is the one most of its sentences have; None
    where none of them has a label. `phrase` is the one the word nearly always stands in, and what
    is asked about in its place; empty where there is none."""

    word: str
    label: str | None
    phrase: str = ""

    @property
    def text(self) -> str:
        """What is asked about."""
        return self.phrase or self.word

    @property
    def pattern(self) -> RulePattern:
        """What would strike it everywhere."""
        return pattern_of(self.text)


def words_to_ask(
    workspace: Workspace, project: Project, annotator: str, count: int
) -> list[Question]:
    """At most `count` questions, about the words the newest model is most tempted by first; none
    before a model has read the sentences."""
    run_id = corpus_reading.newest_read(workspace, project.id)
    if run_id is None:
        return []
    num_read = reading_queries.complete(workspace.database, project.id)[run_id]
    run = run_queries.get(workspace.database, run_id)
    least = num_read * least_share(workspace, run)
    least_skew = LEAST_SKEW if is_cured(workspace, run) else 0.0
    checked = checked_words(workspace, project.id, annotator)
    ranked = word_queries.ranked(
        workspace.database, project.id, run_id, "", 0, _LOOKED_AT, without=checked
    )
    candidates = [
        entry.word
        for entry in ranked
        if entry.mass
        and entry.mass >= least
        and entry.skew >= least_skew
        and any(map(str.isalnum, entry.word))
    ]
    return questions_about(workspace, project, annotator, candidates[: 2 * count])[:count]


def questions_about(
    workspace: Workspace, project: Project, annotator: str, words: Sequence[str]
) -> list[Question]:
    """A question about each word, or the phrase it belongs to, in their order.

    Each word and phrase comes once. None comes that is struck, or about which or a word of which
    this person is not asked.
    """
    workspace = require(workspace, project, "look")
    distinct = list(dict.fromkeys(words))
    per_label = word_queries.per_label(workspace.database, project.id, distinct)
    phrases = phrases_of(workspace, project, distinct)
    settled = not_asked(workspace, project.id, annotator)
    struck = struck_phrases(workspace, project)
    asked_words = set(settled)
    questions = []
    for word in distinct:
        phrase = phrases[word] if phrases[word] != word else ""
        fellows = set(phrase.split())
        if word in asked_words or phrase in struck or {phrase, *fellows} & settled:
            continue
        asked_words |= fellows
        questions.append(Question(word, most_frequent_label(per_label.get(word, {})), phrase))
    return questions


def most_frequent_label(counts: dict[str, int]) -> str | None:
    """The label of most sentences, the first by name where several have as many; None if none has
    one. Sentences without label count under ""."""
    named = {label: number for label, number in counts.items() if label}
    return max(sorted(named), key=lambda label: named[label]) if named else None


def looks_good(workspace: Workspace, project: Project, annotator: str) -> bool:
    """Whether, after a cure, nothing weighs so much that this person is asked about it; not before
    the new model has read the sentences."""
    workspace = require(workspace, project, "review")
    run = current_run(workspace, project.id)
    return (
        run is not None
        and run.id == corpus_reading.newest_read(workspace, project.id)
        and is_cured(workspace, run)
        and not words_to_ask(workspace, project, annotator, 1)
    )


def is_after_cure(workspace: Workspace, project: Project) -> bool:
    """Whether the newest model no longer relies on the words that were struck."""
    workspace = require(workspace, project, "review")
    run = current_run(workspace, project.id)
    return run is not None and is_cured(workspace, run)
