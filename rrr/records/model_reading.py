"""What the model of a run sees in the sentences, read once after the run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Candidate:
    """A sentence that may come next.

    `uncertainty` of the model lies in [0, 1]. `words` are words nobody had judged when the model
    read it, each with its share of the sentence's saliency, in [0, 1].
    """

    example_id: int
    uncertainty: float
    words: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class SentenceReading(Candidate):
    """What one model sees in one sentence.

    `label` is what it predicts, with this `probability`. `top_word` has the largest share of the
    saliency, punctuation left aside. `usefulness` is what it was for the queue when it was read.
    """

    label: str
    probability: float
    top_word: str
    top_share: float
    usefulness: float


@dataclass(frozen=True)
class WordReading:
    """What a model leans on, word by word.

    `mass` adds up the word's shares of the saliency of each sentence read, so that all words' mass
    together is the number of sentences. `skew` tells how far the word goes with one label, in
    [0, 1].
    """

    word: str
    mass: float
    sentences: int
    skew: float


@dataclass(frozen=True)
class InboxEntry:
    """A sentence that a later model sees differently.

    `change` adds up how far probability and top share moved; it only serves to order them.
    """

    run_id: int
    example_id: int
    before_run_id: int
    before_label: str
    before_word: str
    after_label: str
    after_word: str
    change: float

    @property
    def is_flip(self) -> bool:
        """Whether the prediction changed, not only the word it rests on."""
        return self.before_label != self.after_label
