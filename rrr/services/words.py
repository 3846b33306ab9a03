"""Where else a sentence's words stand, for deciding whether to strike one everywhere."""

from __future__ import annotations

from dataclasses import dataclass

from rrr.records import TRAIN
from rrr.services.annotating import Sentence
from rrr.services.workspace import Workspace
from rrr.text import word_of


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
    index = workspace.word_index(sentence.example.project_id)
    in_training = sentence.example.split == TRAIN
    counts = {}
    for word in {word_of(token.text) for token in sentence.tokens}:
        per_label = index.sentences_per_label(word)
        if in_training and sentence.example.label is not None:
            per_label[sentence.example.label] -= 1
        counts[word] = WordCount(
            others=index.sentences(word) - in_training,
            per_label={label: number for label, number in per_label.items() if number},
        )
    return counts
