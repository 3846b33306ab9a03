"""What is done with the marks: every method we measure, by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from rrr.errors import ConfigError
from rrr.records import PENALTY_KINDS, STARTING_FORMULA, USUAL_MERGE, MergePolicy

Texts = Literal[
    "as_they_are",
    "marked_deleted",
    "marked_swapped",
    "random_marks",
    "some_marks",
    "marked_by_people",
]


@dataclass(frozen=True)
class Method:
    """How a classifier is trained and asked.

    Args:
        title: for tables.
        settings: what differs from the default `TrainingConfig`.
        training: what is done to the training and validation texts beforehand.
        deletes_when_asked: whether marked words are deleted from test texts, too.
        searches: whether λ is searched; else it is that of `settings`.
        refits_last_layer: whether it is a plain model whose last layer alone is fitted anew to
            validation texts, each group of them counting alike.
        share: of the sentences with marks, those whose marks are kept ("some_marks").
        merge: how the marks of simulated people are put together ("marked_by_people").
    """

    title: str
    settings: dict[str, Any] = field(default_factory=dict)
    training: Texts = "as_they_are"
    deletes_when_asked: bool = False
    searches: bool = False
    refits_last_layer: bool = False
    share: float = 1.0
    merge: MergePolicy = USUAL_MERGE


PENALTY_TITLES: dict[str, str] = {name: kind.title for name, kind in PENALTY_KINDS.items()}
SHARES = (0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0)
"""Shares of the marks at which interaction efficiency is measured."""

_DECADES = {
    "input_gradient": (3.0, 10.0, 30.0, 100.0, 300.0, 1000.0),
    "integrated_gradients": (0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0),
    "blanking": (0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0),
    "expected_gradients": (0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0),
}
_UNBOUNDED = {"penalty": "input_gradient", "max_embedding_norm": None}


def automatic(penalty: str) -> str:
    """Name of the method that searches λ for a penalty."""
    return f"{penalty}, λ searched"


def at_random(penalty: str) -> str:
    """Name of the method that is given random marks, and searches λ for a penalty."""
    return f"random marks, {penalty}"


def at(penalty: str, weight: float, bounded: bool = True) -> str:
    """Name of the method that trains once with a given λ."""
    return f"{penalty}, λ = {weight:g}" + ("" if bounded else ", no bound")


def with_share(share: float) -> str:
    """Name of the method that has only a share of the marks; with all it is the usual one."""
    return f"{share:.0%} of the marks" if share < 1 else automatic("blanking")


def by_people(merge: str) -> str:
    """Name of the method that has the marks of simulated people, put together in one way."""
    return f"several people, {merge}"


MERGES: tuple[MergePolicy, ...] = get_args(MergePolicy)

PLAIN, DELETING, SWAPPING = "plain", "deleting", "swapping"
LAST_LAYER = "last layer retrained"
STARTING = "starting formula, λ = 1"

_FORMULAS: dict[str, tuple[dict[str, Any], tuple[float, ...]]] = {
    "starting formula": (STARTING_FORMULA, (1.0, 100.0, 10_000.0)),
    "starting formula, norm ≤ 1": (
        {**STARTING_FORMULA, "max_embedding_norm": 1.0},
        (100.0, 1_000.0, 10_000.0),
    ),
    "Ross et al.: sum_log_probs": (
        {**_UNBOUNDED, "target": "sum_log_probs"},
        (1.0, 100.0, 1_000.0),
    ),
    "max_log_prob, sum of squares": (
        {"penalty": "input_gradient", "target": "max_log_prob"},
        (100.0, 1_000.0),
    ),
}
"""Other formulas of the input gradient: title -> settings, and λ to try."""

WINDOW: dict[str, dict[str, float]] = {
    **{
        PENALTY_TITLES[penalty]: {at(penalty, weight): weight for weight in weights}
        for penalty, weights in _DECADES.items()
    },
    "input gradient, no bound": {
        at("input_gradient", weight, bounded=False): weight for weight in _DECADES["input_gradient"]
    },
    **{
        title: {f"{title}, λ = {weight:g}": weight for weight in weights}
        for title, (_, weights) in _FORMULAS.items()
    },
}
"""Series of the λ window table: title -> method name -> λ."""


METHODS: dict[str, Method] = {
    PLAIN: Method("plain training", {"reason_weight": 0.0}),
    DELETING: Method(
        "marked words deleted",
        {"reason_weight": 0.0},
        training="marked_deleted",
        deletes_when_asked=True,
    ),
    SWAPPING: Method(
        "marked words swapped at random", {"reason_weight": 0.0}, training="marked_swapped"
    ),
    LAST_LAYER: Method(
        "last layer retrained on groups", {"reason_weight": 0.0}, refits_last_layer=True
    ),
    **{
        at_random(penalty): Method(
            f"random marks, {title}, λ searched",
            {"penalty": penalty},
            training="random_marks",
            searches=True,
        )
        for penalty, title in PENALTY_TITLES.items()
        if penalty != "integrated_gradients"
    },
    **{
        automatic(penalty): Method(f"{title}, λ searched", {"penalty": penalty}, searches=True)
        for penalty, title in PENALTY_TITLES.items()
    },
    **{
        with_share(share): Method(
            with_share(share),
            {"penalty": "blanking"},
            training="some_marks",
            searches=True,
            share=share,
        )
        for share in SHARES
        if share < 1
    },
    **{
        by_people(merge): Method(
            by_people(merge),
            {"penalty": "blanking"},
            training="marked_by_people",
            searches=True,
            merge=merge,
        )
        for merge in MERGES
    },
    **{
        at(penalty, weight): Method(
            f"{title}, λ = {weight:g}", {"penalty": penalty, "reason_weight": weight}
        )
        for penalty, title in PENALTY_TITLES.items()
        for weight in _DECADES[penalty]
    },
    **{
        at("input_gradient", weight, bounded=False): Method(
            f"input gradient, λ = {weight:g}, no bound", {"reason_weight": weight, **_UNBOUNDED}
        )
        for weight in _DECADES["input_gradient"]
    },
    **{
        f"{title}, λ = {weight:g}": Method(
            f"{title}, λ = {weight:g}", {**settings, "reason_weight": weight}
        )
        for title, (settings, weights) in _FORMULAS.items()
        for weight in weights
    },
}


def method_named(name: str) -> Method:
    """Look a method up.

    Raises:
        ConfigError: if there is none of this name.
    """
    if name not in METHODS:
        raise ConfigError(f"The method must be one of: {'; '.join(METHODS)}. Received: {name!r}.")
    return METHODS[name]
