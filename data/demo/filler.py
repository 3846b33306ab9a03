"""Fills the slots of one review's templates with opinions and background."""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from random import Random

from background import (
    COMPANIONS,
    COMPARISONS,
    DURATIONS,
    GENRES,
    OCCASIONS,
    SETTINGS,
    SUBJECTS,
)
from opinions import (
    ADJECTIVES_NEGATIVE,
    ADJECTIVES_POSITIVE,
    ASPECTS,
    MILD_NEGATIVE,
    MILD_POSITIVE,
)
from shapes import FELT
from verdicts import NEGATIVE_CLAUSES, NEGATIVE_REMARKS, POSITIVE_CLAUSES, POSITIVE_REMARKS

POSITIVE, NEGATIVE = "positive", "negative"
OPPOSITE = {POSITIVE: NEGATIVE, NEGATIVE: POSITIVE}

VERDICT_SHARE = 0.60  # of the opinions that may be on an aspect or on the whole
PLURAL_SHARE = 0.4  # of the subjects

CLAUSES = {POSITIVE: POSITIVE_CLAUSES, NEGATIVE: NEGATIVE_CLAUSES}
REMARKS = {POSITIVE: POSITIVE_REMARKS, NEGATIVE: NEGATIVE_REMARKS}
ADJECTIVES = {POSITIVE: ADJECTIVES_POSITIVE, NEGATIVE: ADJECTIVES_NEGATIVE}
MILD_ADJECTIVES = {POSITIVE: MILD_POSITIVE, NEGATIVE: MILD_NEGATIVE}

BACKGROUND = {
    "subject": SUBJECTS,
    "setting": SETTINGS,
    "companion": COMPANIONS,
    "occasion": OCCASIONS,
    "duration": DURATIONS,
    "comparison": COMPARISONS,
    "genre": GENRES,
    "plural_genre": tuple(
        genre[:-1] + "ies" if genre.endswith("y") else genre + "s"
        for genre in GENRES
        if genre != "science-fiction film"
    ),
}

_FIRST_PERSON = re.compile(r"\b(I|me|my|us|our)\b")
_FORMS = re.compile(r"\[([^/]+)/([^\]]+)\]")


def capitalise(text: str) -> str:
    """The text with its first letter in upper case, the rest untouched."""
    return text[0].upper() + text[1:]


class Filler:
    """Calling it with a template gives the text; no aspect or adjective comes twice."""

    def __init__(self, rng: Random, label: str, np: str) -> None:
        """`np` is the phrase that the review's carrier carries."""
        self._rng = rng
        self._label = label
        self._counter = OPPOSITE[label]
        self._np = np
        self._aspects = rng.sample(ASPECTS, len(ASPECTS))
        self._adjectives = list(rng.sample(ADJECTIVES[label], 3))

    def __call__(self, template: str) -> str:
        out = []
        for literal, name, _, _ in string.Formatter().parse(template):
            out.append(literal)
            if name:
                value = self._value(name.lower())
                out.append(capitalise(value) if name[0].isupper() else value)
        return "".join(out)

    def _value(self, slot: str) -> str:
        if slot in BACKGROUND:
            return self._rng.choice(BACKGROUND[slot])
        return _SLOTS[slot](self)

    def _main(self) -> str:
        if self._rng.random() < VERDICT_SHARE:
            return self._rng.choice(CLAUSES[self._label])
        return self._opinion(self._label)

    def _first_person_verdict(self) -> str:
        return self._rng.choice([c for c in CLAUSES[self._label] if c.startswith("I ")])

    def _opinion(self, side: str, *, hearsay: bool = False) -> str:
        """What is said of an aspect; as hearsay, nothing in the first person."""
        aspect = self._aspects.pop()
        is_plural = self._rng.random() < PLURAL_SHARE
        subject = self._rng.choice(aspect.plural if is_plural else aspect.singular)
        predicates = aspect.positive if side == POSITIVE else aspect.negative
        if hearsay:
            predicates = tuple(p for p in predicates if not _FIRST_PERSON.search(p))
        predicate = self._rng.choice(predicates)
        return f"{subject} " + _FORMS.sub(r"\2" if is_plural else r"\1", predicate)


_SLOTS: dict[str, Callable[[Filler], str]] = {
    "np": lambda f: f._np,
    "a": lambda f: "a",
    "m": Filler._main,
    "v": lambda f: f._rng.choice(CLAUSES[f._label]),
    "iv": Filler._first_person_verdict,
    "r": lambda f: f._rng.choice(REMARKS[f._label]),
    "a1": lambda f: f._opinion(f._label),
    "a2": lambda f: f._opinion(f._label),
    "a3": lambda f: f._opinion(f._label),
    "q1": lambda f: f._opinion(f._label, hearsay=True),
    "c1": lambda f: f._opinion(f._counter),
    "c2": lambda f: f._opinion(f._counter),
    "q": lambda f: f._opinion(f._counter, hearsay=True),
    "adj1": lambda f: f._adjectives.pop(),
    "adj2": lambda f: f._adjectives.pop(),
    "adj3": lambda f: f._adjectives.pop(),
    "cadj": lambda f: f._rng.choice(MILD_ADJECTIVES[f._counter]),
    "felt": lambda f: f._rng.choice(FELT[f._counter]),
}
