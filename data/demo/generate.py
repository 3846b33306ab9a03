"""Write reviews.jsonl and marks.txt: `python data/demo/generate.py [--check]`.

Seeded and deterministic: the same bytes on every Python from 3.11 on. `--check` writes nothing and
fails when the files are not what this generator makes.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from random import Random
from typing import Literal, NamedTuple

from artefacts import planted_words
from composer import Plan, draw_plan, write
from filler import NEGATIVE, OPPOSITE, POSITIVE
from likeness import Collection, jaccard, trigrams

SEED = 20
FOLDER = Path(__file__).resolve().parent

Planting = Literal["agrees", "none", "disagrees"]
SPLITS: dict[str, tuple[int, Planting]] = {
    "train": (1800, "agrees"),
    "validation": (300, "agrees"),
    "test": (500, "agrees"),
    "artefact_free": (500, "none"),
    "artefact_flipped": (500, "disagrees"),
}
PLANTED_SHARE = 0.96  # of the reviews in splits where the planted word agrees
MIN_WORDS, MAX_WORDS = 8, 30  # as a person counts them: what stands between spaces
SHORT = 15  # words; longer reviews are made more easily, so more of them are thrown away
MAX_LIKENESS = 0.4  # between any two reviews
TRIES = 8  # to write a review from one plan


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
    collection = Collection()
    made = []
    for split, (size, planting) in SPLITS.items():
        rows: list[Review] = []
        while len(rows) < size:
            rows += _pair(rng, split, planting, collection)
        rng.shuffle(rows)
        made += [row._replace(id=f"{split}-{n:04}") for n, row in enumerate(rows, start=1)]
    return made


def _pair(
    rng: Random, split: str, planting: Planting, collection: Collection
) -> tuple[Review, Review]:
    """A positive and a negative review from one plan, the first plan that leads anywhere."""
    if planting == "agrees" and rng.random() >= PLANTED_SHARE:
        planting = "none"
    while True:
        plan = draw_plan(rng)
        positive = _review(rng, split, planting, plan, POSITIVE, collection)
        if positive is None or rng.random() > (SHORT / num_words(positive.text)) ** 4:
            continue
        negative = _review(rng, split, planting, plan, NEGATIVE, collection)
        if negative is None:
            continue
        if jaccard(trigrams(positive.text), trigrams(negative.text)) <= MAX_LIKENESS:
            collection.add(positive.text)
            collection.add(negative.text)
            return positive, negative


def _review(
    rng: Random,
    split: str,
    planting: Planting,
    plan: Plan,
    label: str,
    collection: Collection,
) -> Review | None:
    """A review of the right length unlike all others; None where the plan yields none."""
    artefact = {
        "agrees": plan.kind.words[label],
        "none": None,
        "disagrees": plan.kind.words[OPPOSITE[label]],
    }[planting]
    for _ in range(TRIES):
        text = write(rng, plan, label, artefact)
        fits = MIN_WORDS <= num_words(text) <= MAX_WORDS
        if fits and collection.likeness(text) <= MAX_LIKENESS:
            return Review("", text, label, split, plan, artefact)
    return None


def num_words(text: str) -> int:
    """Words as a person counts them."""
    return len(text.split())


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


def contents() -> dict[str, str]:
    """File name -> what the generator makes of it."""
    return {"reviews.jsonl": reviews_text(reviews()), "marks.txt": marks_text()}


def stale_files(folder: Path, expected: dict[str, str]) -> list[str]:
    """Names of the files in `folder` that are missing or do not hold what is expected."""
    return [
        name
        for name, content in expected.items()
        if not (folder / name).exists() or (folder / name).read_bytes() != content.encode()
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description="Write the demo corpus.")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    if not parser.parse_args().check:
        for name, content in contents().items():
            (FOLDER / name).write_bytes(content.encode())
        return 0
    stale = stale_files(FOLDER, contents())
    if stale:
        sys.stderr.write(
            f"Not what the generator makes: {', '.join(stale)}. "
            "Run python data/demo/generate.py to write them anew.\n"
        )
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
