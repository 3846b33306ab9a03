"""Composes one review: draws a plan, fills its templates, joins the sentences.

A plan holds everything that must not depend on the label: shape, background sentence, carrier and
where it stands. The generator writes one positive and one negative review from each plan.
"""

from __future__ import annotations

import re
import string
from random import Random
from typing import NamedTuple

from artefacts import KINDS, Kind
from background import SCENES
from filler import BACKGROUND, Filler, capitalise
from shapes import MIXED, PURE

MIXED_SHARE = 0.36  # of the plans, those with opinions on both sides
SCENE_SHARE = 0.35  # of the plans, those with a background sentence
SCENE_FIRST_SHARE = 0.6  # of these, those that begin with it

# How a carrier stands: as a sentence, before the judgement and joined to it, inside it, at its end.
MODES = ("sentence", "sentence", "lead", "aside", "tail")


class Plan(NamedTuple):
    """What a positive and a negative review share."""

    shape: str  # with the carrier's place, if inside, already chosen: `{here}`
    scene: str | None
    scene_first: bool
    gap: int  # number of sentences before the carrier, where it is a sentence
    kind: Kind
    mode: str
    carrier: str
    phrase: int  # which of the kind's phrases stands in the carrier


def draw_plan(rng: Random) -> Plan:
    """Draw shape, background and carrier; nothing is asked for twice."""
    while True:
        shape = rng.choice(MIXED if rng.random() < MIXED_SHARE else PURE)
        scene = rng.choice(SCENES) if rng.random() < SCENE_SHARE else None
        scene_first = rng.random() < SCENE_FIRST_SHARE
        gap = rng.randint(0, 2 if scene else 1)
        kind = rng.choice(KINDS)
        mode = rng.choice(MODES)
        carrier = rng.choice(_carriers(kind, mode))
        phrase = rng.randrange(len(kind.with_word))

        places = [spot for spot, sign in enumerate(shape) if sign in _PLACES.get(mode, "")]
        if mode in _PLACES and not places:
            continue
        if mode == "lead" and (":" in shape or shape.startswith("{r}")):
            continue
        slots = _slots(shape) + _slots(carrier) + _slots(scene or "")
        background = [slot.removeprefix("plural_") for slot in slots if slot in BACKGROUND]
        if len(background) > len(set(background)):
            continue
        if places:
            spot = rng.choice(places)
            shape = shape[:spot] + "{here}" + shape[spot + 1 :]
        shape = shape.replace("^", "").replace("~", "")
        return Plan(shape, scene, scene_first, gap, kind, mode, carrier, phrase)


def write(rng: Random, plan: Plan, label: str, artefact: str | None) -> str:
    """One review for `label`; `artefact` is the word in its carrier, None for none."""
    phrases = plan.kind.with_word if artefact else plan.kind.without
    fill = Filler(rng, label, phrases[plan.phrase].replace("{word}", artefact or ""))

    judgement = fill(plan.shape.replace("{here}", f", {plan.carrier},"))
    if plan.mode == "lead":
        judgement = fill(plan.carrier) + judgement
    sentences = [judgement]
    if plan.scene:
        sentences.insert(0 if plan.scene_first else 1, fill(plan.scene))
    if plan.mode == "sentence":
        sentences.insert(plan.gap, fill(plan.carrier))
    return _mend(" ".join(map(capitalise, sentences)))


_PLACES = {"aside": "^~", "tail": "~"}


def _carriers(kind: Kind, mode: str) -> tuple[str, ...]:
    inside = {"lead": kind.leads, "aside": kind.asides, "tail": kind.tails}
    return inside.get(mode, kind.sentences)


def _slots(template: str) -> list[str]:
    return [name.lower() for _, name, _, _ in string.Formatter().parse(template) if name]


def _mend(text: str) -> str:
    """Mend the seams: doubled punctuation, and "a" before a vowel."""
    text = re.sub(r",\s*([,.;:?!])", r"\1", text)
    return re.sub(r"\b([Aa]) (?=[aeiou])", r"\1n ", text)
