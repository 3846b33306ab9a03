"""The phrases that suspicious words belong to: striking one word of a signature leaves the rest."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence

from rrr.annotating.bound_phrases import bound_phrase
from rrr.annotating.rule_matching import RulePattern
from rrr.last_used import LastUsed
from rrr.records import Project
from rrr.services.marks.rules import ruled_words
from rrr.services.workspace import Workspace
from rrr.store import example_queries, relabelling, rule_queries, word_queries
from rrr.text import words_of

_SENTENCES = 40
"""Of a word, by which it is seen what stands beside it."""
_AS_SURELY = 0.8
"""A word is a fellow of another if it goes with that one's label at least so surely, as a ratio."""

_known: LastUsed[Hashable, str] = LastUsed(512)


def phrases_of(workspace: Workspace, project: Project, words: Sequence[str]) -> dict[str, str]:
    """The phrase each word nearly always stands in, words parted by spaces; the word itself where
    there is none. Words that are struck everywhere are no part of it."""
    struck = frozenset(ruled_words(workspace, project.id))
    last_relabelling = relabelling.last_id(workspace.database, project.id)
    corpus = (workspace.settings, project.id, project.num_examples, last_relabelling, struck)
    phrases = {}
    for word in words:
        key = (*corpus, word)
        phrase = _known.get(key)
        if phrase is None:
            phrase = _known.put(key, _phrase(workspace, project, word, struck))
        phrases[word] = phrase
    return phrases


def pattern_of(phrase: str) -> RulePattern:
    """What strikes it everywhere."""
    return RulePattern("phrase" if " " in phrase else "word", phrase)


def struck_phrases(workspace: Workspace, project: Project) -> set[str]:
    """The phrases that rules strike everywhere."""
    return {
        rule.pattern
        for rule in rule_queries.list_of(workspace.database, project.id)
        if rule.kind == "phrase"
    }


def _phrase(workspace: Workspace, project: Project, word: str, struck: Collection[str]) -> str:
    database = workspace.database
    ids = word_queries.first_sentences_with(database, project.id, [word], _SENTENCES)
    examples = example_queries.by_ids(database, ids.get(word, []))
    sentences = [words_of(example.text) for example in examples]
    counts = word_queries.per_label(database, project.id, {w for words in sentences for w in words})
    label, share = _surest(counts.get(word, {}))

    def is_fellow(other: str) -> bool:
        if other in struck:
            return False
        of_other = {name: number for name, number in counts.get(other, {}).items() if name}
        total = sum(of_other.values())
        return bool(total) and of_other.get(label, 0) / total >= _AS_SURELY * share

    return " ".join(bound_phrase(word, sentences, is_fellow))


def _surest(counts: Mapping[str, int]) -> tuple[str, float]:
    """The label of most of a word's sentences, and its share of those with a label."""
    named = {label: number for label, number in counts.items() if label}
    if not named:
        return "", 1.0
    label = max(sorted(named), key=lambda name: named[name])
    return label, named[label] / sum(named.values())
