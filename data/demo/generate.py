"""Write reviews.jsonl and marks.txt: `python data/demo/generate.py [--check]`.

Seeded and deterministic: the same bytes on every Python from 3.11 on. `--check` writes nothing and
fails when the files are not what this generator makes.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from pathlib import Path
from random import Random
from typing import NamedTuple

from artefacts import planted_words
from composer import Plan, draw_plan, write
from filler import NEGATIVE, OPPOSITE, POSITIVE

SEED = 20
FOLDER = Path(__file__).resolve().parent
REVIEWS, MARKS = FOLDER / "reviews.jsonl", FOLDER / "marks.txt"

MIN_WORDS, MAX_WORDS = 8, 30  # as a person counts them: what stands between spaces
PLANTED_SHARE = 0.96  # of the train, validation and test reviews
MAX_JACCARD = 0.30  # of word trigrams, between any two reviews
SPLITS = {
    "train": 1800,
    "validation": 300,
    "test": 500,
    "artefact_free": 500,
    "artefact_flipped": 500,
}


class Review(NamedTuple):
    """One line of reviews.jsonl, and how it came about."""

    id: str
    text: str
    label: str
    split: str
    plan: Plan
    artefact: str | None


def reviews() -> list[Review]:
    """All reviews, split by split, each half positive and half negative."""
    rng = Random(SEED)
    seen = _Seen()
    made = []
    for split, size in SPLITS.items():
        rows: list[tuple[str, str, Plan, str | None]] = []
        while len(rows) < size:
            plan = draw_plan(rng)
            planted = split != "artefact_free" and (
                split == "artefact_flipped" or rng.random() < PLANTED_SHARE
            )
            pair = _pair(rng, plan, split == "artefact_flipped", planted, seen)
            rows.extend(pair)
        rng.shuffle(rows)
        made += [
            Review(f"{split}-{number:04}", text, label, split, plan, artefact)
            for number, (text, label, plan, artefact) in enumerate(rows, start=1)
        ]
    return made


def _pair(
    rng: Random, plan: Plan, flipped: bool, planted: bool, seen: _Seen
) -> list[tuple[str, str, Plan, str | None]]:
    """A positive and a negative review from one plan; empty where the plan leads nowhere."""
    pair = []
    for label in (POSITIVE, NEGATIVE):
        artefact = plan.kind.words[OPPOSITE[label] if flipped else label] if planted else None
        for _ in range(40):
            text = write(rng, plan, label, artefact)
            if MIN_WORDS <= len(text.split()) <= MAX_WORDS and seen.is_new(text):
                pair.append((text, label, plan, artefact))
                break
        else:
            return []
    if jaccard(trigrams(pair[0][0]), trigrams(pair[1][0])) > MAX_JACCARD:
        return []
    for text, *_ in pair:
        seen.add(text)
    return pair


class _Seen:
    """Remembers the reviews made so far, to refuse one that reads like another."""

    def __init__(self) -> None:
        self._trigrams: list[frozenset[tuple[str, ...]]] = []
        self._holders: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)

    def is_new(self, text: str) -> bool:
        mine = trigrams(text)
        shared: defaultdict[int, int] = defaultdict(int)
        for trigram in mine:
            for holder in self._holders.get(trigram, ()):
                shared[holder] += 1
        return all(
            count / (len(mine) + len(self._trigrams[holder]) - count) <= MAX_JACCARD
            for holder, count in shared.items()
        )

    def add(self, text: str) -> None:
        number = len(self._trigrams)
        self._trigrams.append(trigrams(text))
        for trigram in self._trigrams[-1]:
            self._holders[trigram].append(number)


def trigrams(text: str) -> frozenset[tuple[str, ...]]:
    """The sets of three neighbouring words, without punctuation."""
    words = re.findall(r"[\w'-]+", text.casefold())
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def jaccard(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    return len(one & other) / len(one | other)


def reviews_text(rows: list[Review]) -> str:
    """The content of reviews.jsonl."""
    keys = ("id", "text", "label", "split")
    return "".join(
        json.dumps({key: getattr(row, key) for key in keys}, ensure_ascii=False) + "\n"
        for row in rows
    )


def marks_text() -> str:
    """The content of marks.txt."""
    head = "# Words planted in the demo corpus: what an annotator would strike out everywhere.\n"
    return head + "".join(word.casefold() + "\n" for word in planted_words())


def main() -> int:
    parser = argparse.ArgumentParser(description="Write the demo corpus.")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    check = parser.parse_args().check
    stale = []
    for path, content in ((REVIEWS, reviews_text(reviews())), (MARKS, marks_text())):
        if not check:
            path.write_bytes(content.encode())
        elif not path.exists() or path.read_bytes() != content.encode():
            stale.append(path.name)
    if stale:
        sys.stderr.write(
            f"Not what the generator makes: {', '.join(stale)}. "
            "Run python data/demo/generate.py to write them anew.\n"
        )
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
