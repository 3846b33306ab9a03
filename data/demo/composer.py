"""Composes one review: draws a plan, fills its shapes, joins the sentences.

A plan holds everything that must not depend on the label: shape, background sentence, carrier and
where it stands. The generator writes one positive and one negative review from each plan.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from random import Random
from typing import NamedTuple

from artefacts import KINDS, Kind
from background import COMPANIONS, COMPARISONS, DURATIONS, GENRES, OCCASIONS, SCENES, SETTINGS
from background import SUBJECTS as FILM_SUBJECTS
from opinions import ADJECTIVES_NEGATIVE, ADJECTIVES_POSITIVE, ASPECTS
from shapes import FELT, MIXED, PURE
from verdicts import NEGATIVE_CLAUSES, NEGATIVE_REMARKS, POSITIVE_CLAUSES, POSITIVE_REMARKS

POSITIVE, NEGATIVE = "positive", "negative"
OPPOSITE = {POSITIVE: NEGATIVE, NEGATIVE: POSITIVE}
MIN_WORDS, MAX_WORDS = 8, 30

MIXED_SHARE = 0.4
SCENE_SHARE = 0.45
VERDICT_SHARE = 0.55  # of the opinions that may be on an aspect or on the whole

CLAUSES = {POSITIVE: POSITIVE_CLAUSES, NEGATIVE: NEGATIVE_CLAUSES}
REMARKS = {POSITIVE: POSITIVE_REMARKS, NEGATIVE: NEGATIVE_REMARKS}
ADJECTIVES = {POSITIVE: ADJECTIVES_POSITIVE, NEGATIVE: ADJECTIVES_NEGATIVE}

_FIRST_PERSON = re.compile(r"\b(I|me|my|us|our)\b")
_PLAIN_SLOTS = {
    "subject": FILM_SUBJECTS,
    "setting": SETTINGS,
    "companion": COMPANIONS,
    "occasion": OCCASIONS,
    "duration": DURATIONS,
    "comparison": COMPARISONS,
    "genre": GENRES,
}
_IRREGULAR_PLURALS = {
    "comedy": "comedies",
    "black comedy": "black comedies",
    "documentary": "documentaries",
    "fairy tale": "fairy tales",
}


class Plan(NamedTuple):
    """What a positive and a negative review share."""

    shape: str
    scene: str | None
    scene_first: bool
    kind: Kind
    carrier: str
    mode: str  # "sentence_first", "sentence_last", "lead", "aside"
    place: int  # which `^` an aside takes
    phrase: int  # which of the kind's phrases stands in the carrier


def draw_plan(rng: Random) -> Plan:
    """Draw shape, background and carrier; no slot of theirs is asked for twice."""
    while True:
        shape = rng.choice(MIXED if rng.random() < MIXED_SHARE else PURE)
        scene = rng.choice(SCENES) if rng.random() < SCENE_SHARE else None
        kind = rng.choice(KINDS)
        mode = rng.choice(("sentence_first", "sentence_last", "lead", "aside", "aside"))
        carriers = {"lead": kind.leads, "aside": kind.asides}.get(mode, kind.sentences)
        carrier = rng.choice(carriers)
        slots = _slots(shape) + _slots(carrier) + (_slots(scene) if scene else [])
        shared = [slot for slot in slots if slot in _PLAIN_SLOTS]
        if len(shared) == len(set(shared)):
            return Plan(
                shape=shape,
                scene=scene,
                scene_first=rng.random() < 0.6,
                kind=kind,
                carrier=carrier,
                mode=mode,
                place=rng.randrange(shape.count("^") or 1),
                phrase=rng.randrange(len(kind.with_word)),
            )


def write(rng: Random, plan: Plan, label: str, artefact: str | None) -> str:
    """One review for `label`; `artefact` is the word in its carrier, None for none."""
    phrase = plan.kind.with_word if artefact else plan.kind.without
    np = phrase[plan.phrase].replace("{word}", artefact or "")
    fill = _Filler(rng, label, np)

    shape, carrier = plan.shape, plan.carrier
    if plan.mode == "aside":
        shape = _put_aside(shape, carrier, plan.place)
    judgement = fill(shape.replace("^", ""))
    if plan.mode == "lead":
        judgement = fill(carrier) + judgement
    sentences = [_capitalise(judgement)]
    if plan.scene:
        sentences.insert(0 if plan.scene_first else 1, _capitalise(fill(plan.scene)))
    if plan.mode == "sentence_first":
        sentences.insert(0, _capitalise(fill(carrier)))
    if plan.mode == "sentence_last":
        sentences.append(_capitalise(fill(carrier)))
    return _tidy(" ".join(sentences))


def num_words(text: str) -> int:
    """Words as a person counts them: what stands between spaces."""
    return len(text.split())


def _slots(template: str) -> list[str]:
    return [name.lower() for _, name, _, _ in string.Formatter().parse(template) if name]


def _put_aside(shape: str, aside: str, place: int) -> str:
    head = shape.split("^")
    before, after = "^".join(head[: place + 1]), "^".join(head[place + 1 :])
    return f"{before}, {aside},{after}"


def _capitalise(text: str) -> str:
    return text[0].upper() + text[1:]


def _tidy(text: str) -> str:
    """Mend the seams: doubled commas, and "a" before a vowel."""
    text = re.sub(r",\s*([,.;:?!])", r"\1", text)
    text = re.sub(r"\b([Aa]) (?=[aeiou])(?!one\b|uni|use)", r"\1n ", text)
    return re.sub(r"\s+", " ", text).strip()


class _Filler:
    """Fills the slots of one review's templates, no aspect or adjective twice."""

    def __init__(self, rng: Random, label: str, np: str) -> None:
        self._rng = rng
        self._label = label
        self._counter = OPPOSITE[label]
        self._np = np
        self._aspects = list(ASPECTS)
        rng.shuffle(self._aspects)
        self._adjectives = {
            side: rng.sample(list(words), len(words)) for side, words in ADJECTIVES.items()
        }

    def __call__(self, template: str) -> str:
        out = []
        for literal, name, _, _ in string.Formatter().parse(template):
            out.append(literal)
            if name:
                value = self._value(name.lower())
                out.append(_capitalise(value) if name[0].isupper() else value)
        return "".join(out)

    def _value(self, slot: str) -> str:
        if slot in _PLAIN_SLOTS:
            return self._rng.choice(_PLAIN_SLOTS[slot])
        return _OWN_SLOTS[slot](self)

    def _main(self) -> str:
        return self._verdict() if self._rng.random() < VERDICT_SHARE else self._aspect()

    def _verdict(self) -> str:
        return self._rng.choice(CLAUSES[self._label])

    def _aspect(self) -> str:
        return self._opinion(self._label)

    def _opinion(self, side: str, *, hearsay: bool = False) -> str:
        """ "The jokes land nearly every time"; as hearsay, nothing in the first person."""
        aspect = self._aspects.pop()
        is_plural = self._rng.random() < 0.4
        subject = self._rng.choice(aspect.plural if is_plural else aspect.singular)
        predicates = aspect.positive if side == POSITIVE else aspect.negative
        if hearsay:
            predicates = tuple(p for p in predicates if not _FIRST_PERSON.search(p))
        predicate = self._rng.choice(predicates)
        form = 2 if is_plural else 1
        return f"{subject} " + re.sub(
            r"\[([^/]+)/([^\]]+)\]", lambda match: match.group(form), predicate
        )

    def _adjective(self, side: str) -> str:
        return self._adjectives[side].pop()


_OWN_SLOTS: dict[str, Callable[[_Filler], str]] = {
    "np": lambda f: f._np,
    "a": lambda f: "a",
    "m": lambda f: f._main(),
    "v": lambda f: f._verdict(),
    "r": lambda f: f._rng.choice(REMARKS[f._label]),
    "a1": lambda f: f._aspect(),
    "a2": lambda f: f._aspect(),
    "a3": lambda f: f._aspect(),
    "c1": lambda f: f._opinion(f._counter),
    "c2": lambda f: f._opinion(f._counter),
    "q": lambda f: f._opinion(f._counter, hearsay=True),
    "adj1": lambda f: f._adjective(f._label),
    "adj2": lambda f: f._adjective(f._label),
    "adj3": lambda f: f._adjective(f._label),
    "cadj": lambda f: f._adjective(f._counter),
    "felt": lambda f: f._rng.choice(FELT[f._counter]),
    "plural_genre": lambda f: _plural(f._rng.choice(GENRES)),
}


def _plural(genre: str) -> str:
    if genre in _IRREGULAR_PLURALS:
        return _IRREGULAR_PLURALS[genre]
    return (genre[:-1] + "ies") if genre.endswith("y") else genre + "s"
