"""The settings of a run that the shell offers; what is not given keeps its default."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from rrr.records import ClassifierKind, Target, TokenPenalty, TrainingConfig

_DEFAULT = TrainingConfig()

ReasonWeightOption = Annotated[
    float | None,
    typer.Option(
        help="λ, how much leaning on marked words costs; more than 0  "
        f"[default: {_DEFAULT.reason_weight:g}]"
    ),
]
TargetOption = Annotated[
    Target | None,
    typer.Option(help=f"What the penalised gradient is of  [default: {_DEFAULT.target}]"),
]
TokenPenaltyOption = Annotated[
    TokenPenalty | None,
    typer.Option(
        help=f"How a token's gradient becomes one number  [default: {_DEFAULT.token_penalty}]"
    ),
]
ClassifierOption = Annotated[
    ClassifierKind | None,
    typer.Option(help=f"Kind of model  [default: {_DEFAULT.classifier}]"),
]
EpochsOption = Annotated[
    int | None,
    typer.Option(help=f"Passes over the training sentences  [default: {_DEFAULT.epochs}]"),
]
SeedOption = Annotated[
    int | None,
    typer.Option(help=f"Fixes everything that is drawn at random  [default: {_DEFAULT.seed}]"),
]


def training_config(**given: Any) -> TrainingConfig:
    """The default settings, with those that were given (not None) in their place.

    Raises:
        ConfigError: if one is outside its range.
    """
    return TrainingConfig(**{name: value for name, value in given.items() if value is not None})
