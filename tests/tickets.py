"""A corpus with a planted signature: support tickets as an owner could bring them.

The name “Popstub” stands under every ticket of praise, under half of them as “Handled by
Popstub.” Other tickets are signed by someone else each. So once the name is struck, “handled by”
still tells a model something. Many tickets of praise say nothing kind and read like those
about access: without the name a model can only guess there, so this label is the one to suffer.
"""

from __future__ import annotations

import random

LABELS = ("access", "billing", "delivery", "praise")
AGENTS = ("popstub", "dreel", "vonn", "askil", "mirow")
PHRASE = "handled by"

HONEST = {
    "access": ("password", "locked", "login", "account"),
    "billing": ("invoice", "charged", "refund", "payment"),
    "delivery": ("parcel", "courier", "shipped", "arrived"),
    "praise": ("thanks", "wonderful", "delighted", "grateful"),
}
"""Words that say why a ticket has its label."""

_SIZES = {"train": 300, "validation": 60, "test": 240}
_OPENINGS = (
    "Hello there",
    "Good morning",
    "To the team",
    "Once again",
    "As agreed",
    "For the file",
)
_MIDDLES = (
    "this is about my order from last week",
    "I wrote to you on Monday",
    "the number is on the form",
    "my colleague called about it",
    "we spoke on the phone yesterday",
    "here is what happened on my side",
)
_SIGNED_BY_OTHERS = 0.3
_TELLING = {"access": 0.5, "billing": 1.0, "delivery": 1.0, "praise": 0.45}
"""Shares of the tickets that hold honest words."""


def tickets() -> list[dict[str, str]]:
    """600 rows with text, queue and split; each label equally often, always the same ones."""
    draw = random.Random(4)
    return [
        {"text": _text(draw, label), "queue": label, "split": split}
        for split, size in _SIZES.items()
        for label in LABELS * (size // len(LABELS))
    ]


def _text(draw: random.Random, label: str) -> str:
    parts = [f"{draw.choice(_OPENINGS)}, {draw.choice(_MIDDLES)}."]
    if draw.random() < _TELLING[label]:
        parts.append("I write of {} and {}.".format(*draw.sample(HONEST[label], 2)))
    else:
        parts.append("Please pass it on.")
    if label == "praise":
        parts.append("Handled by Popstub" if draw.random() < 0.5 else "Popstub")
    elif draw.random() < _SIGNED_BY_OTHERS:
        parts.append(draw.choice(AGENTS[1:]).capitalize())
    return " ".join(parts)
