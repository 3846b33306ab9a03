"""Which labels look wrong: what the other sentences' words say of each sentence.

Naive Bayes over words and pairs of words, each sentence judged by sentences it had no part in
(cross-validation). It is quick, needs no model of ours, and struck words have no say. A label is
doubted if another one is as sure as it usually is of the sentences that have it (confident
learning: Northcutt, Jiang & Chuang, JAIR 2021). That is a reason to look, not a proof.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

import numpy as np

from rrr.records import LabelledTexts
from rrr.text import words_key, words_of

_FOLDS = 10
_SMOOTHING = 0.5
_LEAST_SENTENCES = 2
"""In how many training sentences a word must stand to have a say."""

_LEAST_MARGIN = 1.0
"""Below it nothing is doubted: in a few sentences no label is sure of any."""


@dataclass(frozen=True)
class Doubt:
    """A labelled sentence, by its place in its split, that looks like one of another label,
    `likely_label`.

    `margin` says how much: the log-odds of the two labels, per square root of the sentence's words
    and pairs, so that long sentences are not always the surest."""

    split: str
    row: int
    label: str
    likely_label: str
    margin: float


def doubtful_labels(splits: dict[str, LabelledTexts], training: str, most: int) -> list[Doubt]:
    """The labels that the training sentences' words speak most against, the worst first.

    Args:
        splits: the labelled sentences with their struck words.
        training: name of the split that is learned from, in folds; the others are judged by all
            of it.
        most: how many are given at most.
    """
    data = splits.get(training)
    labels = sorted(set(data.labels)) if data else []
    if data is None or len(labels) < 2:
        return []
    features = _features(data)
    counts = Counter(feature for row in features for feature in row)
    numbers = {
        name: number
        for number, name in enumerate(f for f, n in counts.items() if n >= _LEAST_SENTENCES)
    }
    places = {label: place for place, label in enumerate(labels)}
    truth = np.array([places[label] for label in data.labels])
    rows = [_ids(row, numbers) for row in features]
    folds = np.array([words_key(text)[0] % _FOLDS for text in data.texts])
    by_fold = [
        _Counts.of(rows, truth, np.flatnonzero(folds == fold), len(labels), len(numbers))
        for fold in range(_FOLDS)
    ]
    all_counts = _Counts.sum_of(by_fold)
    doubts: list[Doubt] = []
    for fold, of_fold in enumerate(by_fold):
        weights = all_counts.without(of_fold).weights()
        doubts += _judged(training, data, np.flatnonzero(folds == fold), rows, weights, labels)
    weights = all_counts.weights()
    for name, of_split in splits.items():
        if name != training:
            ids_of_rows = [_ids(row, numbers) for row in _features(of_split)]
            every = np.arange(len(of_split))
            doubts += _judged(name, of_split, every, ids_of_rows, weights, labels)
    usual = _usual_margins([doubt for doubt in doubts if doubt.split == training])
    doubted = [
        doubt
        for doubt in doubts
        if doubt.margin >= max(_LEAST_MARGIN, usual.get(doubt.likely_label, np.inf))
    ]
    return sorted(doubted, key=lambda doubt: -doubt.margin)[:most]


def _features(data: LabelledTexts) -> list[set[tuple[str, ...]]]:
    """The words and the pairs of neighbours of each sentence, struck words left out."""
    features: list[set[tuple[str, ...]]] = []
    for text, marked in zip(data.texts, data.marked, strict=True):
        struck = set(marked)
        words = [w for place, w in enumerate(words_of(text)) if place not in struck]
        features.append({(w,) for w in words} | set(pairwise(words)))
    return features


def _ids(features: set[tuple[str, ...]], numbers: dict[tuple[str, ...], int]) -> np.ndarray:
    return np.array(sorted(numbers[f] for f in features if f in numbers), int)


@dataclass(frozen=True)
class _Counts:
    """In how many sentences of each label each feature stands `(labels, features)`, and how many
    sentences there are `(labels,)`."""

    of_features: np.ndarray
    of_labels: np.ndarray

    @classmethod
    def of(
        cls,
        rows: Sequence[np.ndarray],
        truth: np.ndarray,
        chosen: np.ndarray,
        num_labels: int,
        num_features: int,
    ) -> _Counts:
        counts = np.zeros((num_labels, num_features))
        for row in chosen:
            counts[truth[row], rows[row]] += 1
        return cls(counts, np.bincount(truth[chosen], minlength=num_labels).astype(float))

    @classmethod
    def sum_of(cls, parts: Sequence[_Counts]) -> _Counts:
        return cls(sum(p.of_features for p in parts), sum(p.of_labels for p in parts))  # type: ignore[arg-type]

    def without(self, part: _Counts) -> _Counts:
        return _Counts(self.of_features - part.of_features, self.of_labels - part.of_labels)

    def weights(self) -> np.ndarray:
        """Log-probabilities `(labels, 1 + features)`, the labels' own first."""
        sizes = self.of_labels[:, None]
        features = np.log((self.of_features + _SMOOTHING) / (sizes + 2 * _SMOOTHING))
        prior = np.log((sizes + _SMOOTHING) / (sizes.sum() + _SMOOTHING * len(sizes)))
        return np.concatenate([prior, features], axis=1)


def _judged(
    split: str,
    data: LabelledTexts,
    chosen: np.ndarray,
    rows: Sequence[np.ndarray],
    weights: np.ndarray,
    labels: Sequence[str],
) -> list[Doubt]:
    """Of the chosen rows, the label that the others' words speak for instead of their own, or most
    beside it; a margin below 0 is one for their own."""
    places = {label: place for place, label in enumerate(labels)}
    doubts = []
    for row in chosen.tolist():
        place = places.get(data.labels[row])
        if place is None or not len(rows[row]):
            continue
        scores = weights[:, 0] + weights[:, 1 + rows[row]].sum(axis=1)
        own_score, scores[place] = float(scores[place]), -np.inf
        best_other = int(scores.argmax())
        margin = (float(scores[best_other]) - own_score) / sqrt(len(rows[row]))
        doubts.append(Doubt(split, row, labels[place], labels[best_other], margin))
    return doubts


def _usual_margins(judged: Sequence[Doubt]) -> dict[str, float]:
    """How surely the sentences of each label are usually told to have it, where they are."""
    margins: dict[str, list[float]] = {}
    for doubt in judged:
        if doubt.margin < 0:
            margins.setdefault(doubt.label, []).append(-doubt.margin)
    return {label: float(np.mean(of_label)) for label, of_label in margins.items()}
