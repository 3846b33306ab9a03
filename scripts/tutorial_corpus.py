"""Write the small corpus of the tutorials, docs/tutorials/messages.csv; always the same one.

    .venv/bin/python -m scripts.tutorial_corpus

600 short messages to a shop. Those with praise are signed by the agent Mira who answered
them, complaints by Tobin: the planted words. One message in eight says nothing of its own
that tells its label, so a model that ignores the signatures is right in about 94 of 100.
"""

from __future__ import annotations

import csv
import io
import random

from rrr.settings import ROOT

FILE = ROOT / "docs" / "tutorials" / "messages.csv"
SIZES = {"train": 240, "validation": 240, "test": 120}
AGENTS = {"praise": "Mira", "complaint": "Tobin"}
"""Who signed all messages of a label."""

_OPENINGS = (
    "Hello,",
    "Good morning,",
    "To the team,",
    "Dear shop,",
    "Good evening,",
    "Just a line:",
)
_THINGS = ("kettle", "lamp", "chair", "rucksack", "radio", "blanket", "bicycle", "desk")
_OPINIONS = {
    "praise": (
        "the {} works beautifully and came early",
        "I am delighted with the {}",
        "thank you for the lovely {}",
        "the {} is sturdy and quiet, a pleasure",
    ),
    "complaint": (
        "the {} broke on the second day",
        "I am disappointed with the {}",
        "please refund the faulty {}",
        "the {} is flimsy and loud, a nuisance",
    ),
}
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NEITHER = ("I write about the {} I ordered", "here is my note on the {} as you asked")
_SHARE_OF_NEITHER = 1 / 8


def messages() -> list[dict[str, str]]:
    """Rows with text, label and split; no text twice, both labels equally often in each split."""
    draw = random.Random(16)
    texts: set[str] = set()
    rows = []
    for split, size in SIZES.items():
        for label in tuple(AGENTS) * (size // len(AGENTS)):
            while (text := _text(draw, label)) in texts:
                pass
            texts.add(text)
            rows.append({"text": text, "label": label, "split": split})
    return rows


def _text(draw: random.Random, label: str) -> str:
    sentences = _NEITHER if draw.random() < _SHARE_OF_NEITHER else _OPINIONS[label]
    body = draw.choice(sentences).format(draw.choice(_THINGS))
    day = draw.choice(_DAYS)
    return f"{draw.choice(_OPENINGS)} {body}. I bought it on {day}. Answered by {AGENTS[label]}."


def as_csv() -> str:
    """The file's content."""
    written = io.StringIO()
    table = csv.DictWriter(written, ("text", "label", "split"), lineterminator="\n")
    table.writeheader()
    table.writerows(messages())
    return written.getvalue()


if __name__ == "__main__":
    FILE.write_text(as_csv(), encoding="utf-8")
