"""The words of the training sentences: where they stand, and which a model leans on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rrr.annotating.rule_matching import RulePattern
from rrr.records import TRAIN, Project, Run
from rrr.services.guidance import corpus_reading
from rrr.services.guidance.phrases import phrases_of, struck_phrases
from rrr.services.guidance.questions import most_frequent_label
from rrr.services.marks.answers import Sentence
from rrr.services.marks.fair_words import answered_texts, fair_reasons
from rrr.services.marks.rules import ruled_words
from rrr.services.marks.sweep import Hit, hit_of
from rrr.services.permissions import require
from rrr.services.workspace import Workspace
from rrr.store import example_queries, reading_queries, run_queries, word_queries
from rrr.text import word_of, words_of

_NUM_EXAMPLES = 2
_EXAMPLE_WIDTH = 56  # characters: a line


@dataclass(frozen=True)
class WordCount:
    """In how many other training examples a word stands: in all, and of each label."""

    others: int
    per_label: dict[str, int]  # examples without label left out; labels with none left out


def count_words(workspace: Workspace, sentence: Sentence) -> dict[str, WordCount]:
    """Counts for every word of a sentence, the sentence itself not counted.

    Returns:
        Word in the vocabulary's form -> its counts.
    """
    workspace = require(workspace, sentence.example.project_id, "look")
    example = sentence.example
    in_training = example.split == TRAIN
    distinct = set(words_of(example.text))
    counts_of_words = word_queries.per_label(workspace.database, example.project_id, distinct)
    counts = {}
    for word in distinct:
        per_label = counts_of_words.get(word, {})
        if in_training and per_label:  # a word that is too long is not looked up
            per_label[example.label or ""] -= 1
        others = sum(per_label.values())
        per_label.pop("", None)
        counts[word] = WordCount(
            others, {label: number for label, number in per_label.items() if number}
        )
    return counts


@dataclass(frozen=True)
class WordRow:
    """A word of the Words page.

    `share` of the sentences with a label have `label`; `leaning` is the word's share of all the
    saliency of the model, in [0, 1], None if no model was read. `struck` words are struck
    everywhere, alone or in their phrase, `fair` ones count as a fair reason, alone or with their
    phrase. `phrase` is the one the word nearly always stands in, or the word itself; `reason` is
    what was called fair, or is asked about: the word or a phrase. `hits` are examples.
    """

    word: str
    sentences: int
    label: str | None
    share: float
    leaning: float | None
    struck: bool
    fair: bool
    is_answered: bool  # whether this person has said if the reason is fair
    hits: tuple[Hit, ...]
    phrase: str
    reason: str


@dataclass(frozen=True)
class WordPage:
    """Some words in the order of their rank; `run` was read for it, None if no model was."""

    rows: list[WordRow]
    total: int
    run: Run | None


def ranked_words(
    workspace: Workspace, project: Project, sought: str, start: int, count: int
) -> WordPage:
    """Training words from place `start` on, those first that a model is most tempted by.

    Words that are fair for the project are left out, unless a word is sought. Ranked by how much
    the newest model that was read leans on the word (its saliency in all sentences) × how surely
    the word goes with one label; before there is a model, by the latter.

    Args:
        sought: Part of a word, in any case; "" for all.
    """
    workspace = require(workspace, project, "review")
    database = workspace.database
    sought = word_of("".join(sought.split()))
    run_id = corpus_reading.newest_read(workspace, project.id)
    num_read = reading_queries.complete(database, project.id).get(run_id, 0) if run_id else 0
    fair = fair_reasons(workspace, project.id)
    answered = answered_texts(workspace, project.id, workspace.person.key)
    without = () if sought else fair.words
    ranked = word_queries.ranked(database, project.id, run_id, sought, start, count, without)
    names = [entry.word for entry in ranked]
    per_label = word_queries.per_label(database, project.id, names)
    struck = ruled_words(workspace, project.id)
    hits = _examples(workspace, project, names)
    phrases, in_phrase = phrases_of(workspace, project, names), struck_phrases(workspace, project)
    rows = []
    for entry in ranked:
        counts = per_label.get(entry.word, {})
        counts.pop("", None)
        label = most_frequent_label(counts)
        fair_by = fair.reason_of(entry.word)
        phrase = entry.word if entry.word in struck else phrases[entry.word]
        reason = fair_by or (entry.word if phrase in fair.texts else phrase)
        rows.append(
            WordRow(
                word=entry.word,
                sentences=entry.sentences,
                label=label,
                share=counts[label] / sum(counts.values()) if label is not None else 0.0,
                leaning=entry.mass / num_read if entry.mass is not None and num_read else None,
                struck=entry.word in struck or phrases[entry.word] in in_phrase,
                fair=fair_by is not None,
                is_answered=reason in answered,
                hits=hits.get(entry.word, ()),
                phrase=phrase,
                reason=reason,
            )
        )
    return WordPage(
        rows,
        word_queries.count_ranked(database, project.id, run_id, sought, without),
        None if run_id is None else run_queries.get(database, run_id),
    )


def _examples(
    workspace: Workspace, project: Project, names: Sequence[str]
) -> dict[str, tuple[Hit, ...]]:
    ids = word_queries.first_sentences_with(workspace.database, project.id, names, _NUM_EXAMPLES)
    examples = {
        example.id: example
        for example in example_queries.by_ids(
            workspace.database,
            sorted({example_id for of_word in ids.values() for example_id in of_word}),
        )
    }
    return {
        word: tuple(
            hit_of(examples[example_id], RulePattern("word", word), width=_EXAMPLE_WIDTH)
            for example_id in of_word
            if example_id in examples
        )
        for word, of_word in ids.items()
    }
