"""How many of planted wrong labels are found, and how many of those found are wrong.

    .venv/bin/python -m benchmarks.label_doubts [--corpora FOLDER]

Gives some labels of the demo, its planted words struck, another value, and asks for doubtful
labels; of a clean corpus all that is found is a false alarm. With `--corpora`, the folder of the
real corpora (`rrr evidence --help`), also those of two newsgroups.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from rrr.annotating.label_doubts import doubtful_labels
from rrr.evidence.shared_corpora import rows_of
from rrr.records import TRAIN, LabelledTexts
from rrr.services.marks.rules import demo_words
from rrr.services.projects.demo_project import demo_examples
from rrr.text import words_of

SHARES = (0.0, 0.02, 0.05, 0.1)
_MOST = 10_000

Rows = dict[str, list[tuple[str, str]]]


def demo() -> Rows:
    rows: Rows = {}
    for example in demo_examples():
        rows.setdefault(example.split, []).append((example.text, str(example.label)))
    return rows


def measured(name: str, rows: Rows, struck: set[str], share: float) -> str:
    drawn = random.Random(0)
    labels = sorted({label for of_split in rows.values() for _, label in of_split})
    wrong: set[tuple[str, int]] = set()
    splits = {}
    for split, of_split in rows.items():
        given = []
        for row, (_, label) in enumerate(of_split):
            if drawn.random() < share:
                wrong.add((split, row))
                label = drawn.choice([other for other in labels if other != label])
            given.append(label)
        texts = tuple(text for text, _ in of_split)
        marked = (
            tuple(place for place, word in enumerate(words_of(text)) if word in struck)
            for text in texts
        )
        splits[split] = LabelledTexts(texts, tuple(given), tuple(marked))
    doubts = doubtful_labels(splits, TRAIN, _MOST)
    hits = sum((doubt.split, doubt.row) in wrong for doubt in doubts)
    first = sum((doubt.split, doubt.row) in wrong for doubt in doubts[:20])
    number = sum(map(len, splits.values()))
    return (
        f"{name:<10} {number:>6,} sentences {len(wrong):>5} wrong {len(doubts):>5} doubted "
        f"{hits:>5} of them wrong {first:>4} of the first 20"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path)
    corpora = parser.parse_args().corpora
    sources: list[tuple[str, Rows, set[str]]] = [("demo", demo(), set(demo_words()))]
    if corpora is not None:
        news: Rows = {}
        for row in rows_of(corpora, "news_atheism_christian"):
            news.setdefault(row["split"], []).append((row["text"], row["label"]))
        sources.append(("newsgroups", news, set()))
    for share in SHARES:
        for source in sources:
            print(measured(*source, share))


if __name__ == "__main__":
    main()
