"""Which words decide the verdicts of the story's models, and what swapping one of them does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from rrr.annotating.word_tally import WordTally
from rrr.label_skew import label_skew
from rrr.last_used import LastUsed
from rrr.records import TEST, TRAIN, Explanation, LabelledTexts, Project, Run
from rrr.services.marks.marked_splits import marked_splits
from rrr.services.permissions import require
from rrr.services.training import models
from rrr.services.workspace import Workspace
from rrr.text import tokenize, word_of, words_of

MAX_WORDS = 10
_TEMPTING = 0.6
"""Label skew in training from which a word counts as one that gives a label away."""
_MAX_REVIEWS = 8
_MAX_LOOKED_AT = 30


@dataclass(frozen=True)
class HeavyWord:
    """A word that decides verdicts.

    `share` is its share of all the weight of all words in the test reviews, in [0, 1]; `label` the
    one it goes with in training, in `label_share` of the reviews that hold it.
    """

    word: str  # as it is written mostly
    share: float
    label: str
    label_share: float
    is_tempting: bool  # it all but gives the label away


@dataclass(frozen=True)
class Review:
    """A review judged by a model. `token` is the index of the word that weighs most; `replacement`
    is a word that stands in the same places but goes with another label, None if there is none."""

    text: str
    label: str
    explanation: Explanation
    token: int
    replacement: str | None


@dataclass(frozen=True)
class ModelReading:
    """What one model makes of the test reviews.

    `words` weigh most, the heaviest first; `reviews` are those judged right in which one word
    outweighs the others most, each for another word; `to_strike` are training reviews that hold the
    tempting ones of `words`.
    """

    words: tuple[HeavyWord, ...]
    reviews: tuple[Review, ...]
    to_strike: tuple[Review, ...]
    num_reviews: int


def read(workspace: Workspace, project: Project, run: Run) -> ModelReading:
    """Have a finished run's model read all test reviews; takes a second the first time."""
    workspace = require(workspace, run.project_id, "review")
    key = workspace.settings, run.id
    return _readings.get_or_make(key, lambda: _read(workspace, project, run))


_readings: LastUsed[Hashable, ModelReading] = LastUsed(8)


def explain(workspace: Workspace, run: Run, texts: Sequence[str]) -> list[Explanation]:
    """Weigh each word by taking it out: how far does the verdict move?"""
    workspace = require(workspace, run.project_id, "review")
    return models.explain(workspace, run, texts, "removal")


def swapped(text: str, token: int, replacement: str) -> str:
    """The text with another word in the place of one of its tokens."""
    place = tokenize(text)[token]
    return f"{text[: place.start]}{replacement}{text[place.end :]}"


def _read(workspace: Workspace, project: Project, run: Run) -> ModelReading:
    splits = marked_splits(workspace, project).splits
    data, training = splits[TEST], splits[TRAIN]
    explained = explain(workspace, run, data.texts)
    tally = WordTally(project.labels)
    for explanation, label in zip(explained, data.labels, strict=True):
        tally.add([word_of(token) for token in explanation.tokens], explanation.shares, label)
    heaviest = [e for e in tally.heaviest(_MAX_LOOKED_AT) if any(map(str.isalnum, e.word))]
    places = _Places(training)
    words = {
        heavy.word: HeavyWord(
            places.written(heavy.word),
            heavy.mass / len(data),
            *places.usual_label(heavy.word),
            is_tempting=places.skew(heavy.word) >= _TEMPTING,
        )
        for heavy in heaviest
    }
    reviews = _telling(data, explained, words, places)
    first = {
        word: places.first_with(word)
        for word, heavy_word in words.items()
        if heavy_word.is_tempting
    }
    rows = [row for row in first.values() if row is not None]
    of_training = explain(workspace, run, [training.texts[row] for row in rows])
    return ModelReading(
        tuple(words.values())[:MAX_WORDS],
        reviews,
        tuple(
            _review(training.texts[row], training.labels[row], explanation, words, places)
            for row, explanation in zip(rows, of_training, strict=True)
        )[:_MAX_REVIEWS],
        len(data),
    )


def _telling(
    data: LabelledTexts,
    explained: Sequence[Explanation],
    words: dict[str, HeavyWord],
    places: _Places,
) -> tuple[Review, ...]:
    """Reviews judged right, those first in which one word outweighs all others."""
    ranked = sorted(
        (row for row in range(len(data)) if explained[row].predicted == data.labels[row]),
        key=lambda row: -max(explained[row].shares, default=0.0),
    )
    reviews: dict[str, Review] = {}
    for row in ranked:
        review = _review(data.texts[row], data.labels[row], explained[row], words, places)
        word = word_of(review.explanation.tokens[review.token])
        if review.replacement is not None and word not in reviews:
            reviews[word] = review
        if len(reviews) == _MAX_REVIEWS:
            break
    return tuple(reviews.values())


def _review(
    text: str,
    label: str,
    explanation: Explanation,
    words: dict[str, HeavyWord],
    places: _Places,
) -> Review:
    shares = explanation.shares
    token = max(range(len(shares)), key=lambda index: shares[index])
    weighty = word_of(explanation.tokens[token])
    contrary = [
        word
        for word, heavy in words.items()
        if heavy.is_tempting and weighty in words and heavy.label != words[weighty].label
    ]
    replacement = max(contrary, key=lambda word: (places.alike(weighty, word), word), default=None)
    return Review(
        text, label, explanation, token, None if replacement is None else words[replacement].word
    )


class _Places:
    """Where the words of the training reviews stand: which labels, which spelling, between what."""

    def __init__(self, data: LabelledTexts) -> None:
        self._all_labels = Counter(data.labels)
        self._labels: dict[str, Counter[str]] = {}  # in how many reviews of each label
        self._spellings: dict[str, Counter[str]] = {}
        self._between: dict[str, Counter[tuple[str, str]]] = {}
        self._first: dict[str, int] = {}
        for row, (text, label) in enumerate(zip(data.texts, data.labels, strict=True)):
            words = words_of(text)
            for word in set(words):
                self._labels.setdefault(word, Counter())[label] += 1
            for token, before, word, after in zip(
                tokenize(text), ["", *words], words, [*words[1:], ""], strict=False
            ):
                self._spellings.setdefault(word, Counter())[token.text] += 1
                self._between.setdefault(word, Counter())[before, after] += 1
                self._first.setdefault(word, row)

    def written(self, word: str) -> str:
        return self._spellings[word].most_common(1)[0][0] if word in self._spellings else word

    def usual_label(self, word: str) -> tuple[str, float]:
        counts = self._labels.get(word, Counter({"": 1}))
        ((label, number),) = counts.most_common(1)
        return label, number / counts.total()

    def skew(self, word: str) -> float:
        total = self._all_labels.total()
        prior = {label: number / total for label, number in self._all_labels.items()}
        return label_skew(self._labels.get(word, {}), prior)

    def first_with(self, word: str) -> int | None:
        return self._first.get(word)

    def alike(self, word: str, other: str) -> int:
        """How often both stand between the same two words."""
        mine, theirs = self._between.get(word, Counter()), self._between.get(other, Counter())
        return sum((mine & theirs).values())
