"""`imdb_cad`: film reviews, and the same ones turned round by people (Kaushik et al., ICLR 2020).

Trained and validated on the originals; tested on originals (`test`) and on the revised ones
(`revised`), in which a model that goes by genre, cast or manner of speaking goes wrong.

Nobody marked irrelevant words in it, so they are taken from the training split: words that go with
one label (|z| of the log odds ratio at least 2.5, in at least 20 original training reviews and at
most 30 % of them) although those who turned these reviews round left them standing (changed in at
most 5 % of occurrences).
Such a word tells the label in the originals without saying it. The words are found anew each time;
no text is kept here.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from rrr.evidence.corpus import FREE, REVISED, Corpus, marked_by, without_marked
from rrr.evidence.decoys import decoy_version
from rrr.evidence.shared_corpora import rows_of
from rrr.records import TEST, TRAIN, VALIDATION, LabelledTexts
from rrr.text import tokenize, word_of

NAME = "imdb_cad"
_MAX_TOKENS = 120
_DECOY_MAX_TOKENS = 50
_LEAST_REVIEWS, _MOST_REVIEWS = 20, 0.3  # a number, and a share of all
_LEAST_Z, _MOST_EDITED = 2.5, 0.05


def film_reviews(folder: Path | None) -> Corpus:
    """Originals to train on, revised ones to test on, words left standing marked."""
    rows = list(rows_of(folder, NAME))
    words = words_left_standing(row for row in rows if _is(row, TRAIN, "original"))
    splits = {split: _texts(rows, split, "original", words) for split in (TRAIN, VALIDATION, TEST)}
    splits[REVISED] = _texts(rows, TEST, "revised", words)
    splits[FREE] = without_marked(splits[TEST])
    return Corpus(NAME, _labels(rows), splits, _MAX_TOKENS, planted=False)


def decoy_film_reviews(folder: Path | None) -> Corpus:
    """The original reviews with one decoy per class, cut off after 50 tokens."""
    rows = list(rows_of(folder, NAME))
    splits = {
        split: _texts(rows, split, "original", frozenset()) for split in (TRAIN, VALIDATION, TEST)
    }
    return decoy_version("decoy_imdb", _labels(rows), splits, max_tokens=_DECOY_MAX_TOKENS)


def words_left_standing(rows: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Words that go with a label and that people who turned reviews round did not change.

    Args:
        rows: training reviews of two labels, each with `tokens` and, one number a token,
            `rationales["edit_diff_derived"]`: 1 where the token was changed.
    """
    reviews: Counter[str] = Counter()  # how many of each label
    holding: dict[str, Counter[str]] = {}  # word -> in how many reviews of each label
    seen: Counter[str] = Counter()
    changed: Counter[str] = Counter()
    for row in rows:
        reviews[row["label"]] += 1
        for word in {word_of(token.text) for token in tokenize(row["text"])}:
            holding.setdefault(word, Counter())[row["label"]] += 1
        for token, edited in zip(
            row["tokens"], row["rationales"]["edit_diff_derived"], strict=True
        ):
            seen[word_of(token)] += 1
            changed[word_of(token)] += edited
    return frozenset(
        word
        for word, counts in holding.items()
        if _LEAST_REVIEWS <= counts.total() <= _MOST_REVIEWS * reviews.total()
        and word[0].isalpha()
        and seen[word]
        and changed[word] <= _MOST_EDITED * seen[word]
        and abs(_z(counts, reviews)) >= _LEAST_Z
    )


def _z(counts: Counter[str], reviews: Counter[str]) -> float:
    """Log odds ratio of a word between two labels, over its standard error."""
    first, second = sorted(reviews)
    a, b = counts[first] + 0.5, counts[second] + 0.5
    odds = math.log(a / (reviews[first] + 1 - a)) - math.log(b / (reviews[second] + 1 - b))
    return odds / math.sqrt(1 / a + 1 / b)


def _is(row: Mapping[str, Any], split: str, kind: str) -> bool:
    return bool(row["split"] == split and row["kind"] == kind)


def _texts(
    rows: Iterable[Mapping[str, Any]], split: str, kind: str, words: frozenset[str]
) -> LabelledTexts:
    chosen = [row for row in rows if _is(row, split, kind)]
    texts = tuple(row["text"] for row in chosen)
    return LabelledTexts(texts, tuple(row["label"] for row in chosen), marked_by(texts, words))


def _labels(rows: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(sorted({row["label"] for row in rows}))
