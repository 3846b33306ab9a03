"""The bundled demo as it is, and its reviews with the planted words deleted and a decoy planted."""

from __future__ import annotations

import json
from dataclasses import replace

from rrr.evidence.corpus import FLIPPED, FREE, Corpus, marked_by, without_marked
from rrr.evidence.decoys import decoy_version
from rrr.records import TEST, TRAIN, VALIDATION, LabelledTexts
from rrr.settings import DEMO

_LABELS = ("negative", "positive")
_MAX_TOKENS = 60
"""The longest review has 47 tokens."""
_SPLIT_NAMES = {"artefact_free": FREE, "artefact_flipped": FLIPPED}


def demo() -> Corpus:
    """The demo, its eight planted words marked in every split."""
    lines = (DEMO / "marks.txt").read_text("utf-8").splitlines()
    words = frozenset(line for line in lines if line and not line.startswith("#"))
    rows: dict[str, list[tuple[str, str]]] = {}
    for line in (DEMO / "reviews.jsonl").read_text("utf-8").splitlines():
        review = json.loads(line)
        split = _SPLIT_NAMES.get(review["split"], review["split"])
        rows.setdefault(split, []).append((review["text"], review["label"]))
    splits = {}
    for split, pairs in rows.items():
        texts, labels = zip(*pairs, strict=True)
        splits[split] = LabelledTexts(texts, labels, marked_by(texts, words))
    return Corpus("demo", _LABELS, splits, _MAX_TOKENS, planted=True)


def decoy_demo() -> Corpus:
    """The demo's reviews without its planted words, one decoy per class in their place.

    All three test splits together, 1,500 reviews, are the test texts.
    """
    stripped = {name: without_marked(data) for name, data in demo().splits.items()}
    tests = [stripped[name] for name in (TEST, FREE, FLIPPED)]
    joined = LabelledTexts(
        sum((data.texts for data in tests), ()),
        sum((data.labels for data in tests), ()),
        sum((data.marked for data in tests), ()),
    )
    splits = {TRAIN: stripped[TRAIN], VALIDATION: stripped[VALIDATION], TEST: joined}
    return decoy_version("decoy_demo", _LABELS, splits, max_tokens=_MAX_TOKENS)


def small_decoy_demo(name: str) -> Corpus:
    """The first 600 training, 150 validation and 500 test reviews of `decoy_demo`."""
    whole = decoy_demo()
    sizes = {TRAIN: 600, VALIDATION: 150}
    splits = {
        split: data.take(range(sizes.get(split, 500))) for split, data in whole.splits.items()
    }
    return replace(whole, name=name, splits=splits)
