"""Where else a sentence's words stand, for deciding whether to strike one everywhere."""

from __future__ import annotations

from dataclasses import dataclass

from rrr.records import TRAIN
from rrr.services.annotating import Sentence
from rrr.services.workspace import Workspace
from rrr.store import words
from rrr.text import words_of


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
    example = sentence.example
    in_training = example.split == TRAIN
    distinct = set(words_of(example.text))
    known = words.per_label(workspace.database, example.project_id, distinct)
    counts = {}
    for word in distinct:
        per_label = known.get(word, {})
        if in_training:
            per_label[example.label or ""] -= 1
        others = sum(per_label.values())
        per_label.pop("", None)
        counts[word] = WordCount(
            others, {label: number for label, number in per_label.items() if number}
        )
    return counts
