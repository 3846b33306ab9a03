"""The settings of a run that the shell offers; what is not given keeps its default."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from rrr.records import (
    ENCODER_SETTINGS,
    PACKAGED_VECTORS,
    STARTING_FORMULA,
    ClassifierKind,
    ClassifierSetting,
    Penalty,
    Target,
    TokenPenalty,
    TrainingConfig,
)
from rrr.services.training.encoder_folders import checked_encoder

_DEFAULT = TrainingConfig()

ReasonWeightOption = Annotated[
    str | None,
    typer.Option(
        help="λ, how strongly your marks count: a number above 0, or auto to search for it  "
        f"[default: {_DEFAULT.reason_weight}]"
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
PenaltyOption = Annotated[
    Penalty | None,
    typer.Option(
        help="What is penalised on marked words; in our measurements input_gradient cost 3 to 36 "
        f"points of accuracy more than deleting the words  [default: {_DEFAULT.penalty}]"
    ),
]
StartingFormulaOption = Annotated[
    bool,
    typer.Option(
        "--starting-formula",
        help="Take λ, target, token penalty and embedding bound from the formula this project "
        "started from; other options still count",
    ),
]
ClassifierOption = Annotated[
    ClassifierSetting | None,
    typer.Option(
        help="Kind of model, or auto to compare the kinds that are trained from scratch and take "
        f"the best  [default: {_DEFAULT.classifier}]"
    ),
]
NamedClassifierOption = Annotated[
    ClassifierKind | None,
    typer.Option(help=f"Kind of model  [default: {_DEFAULT.classifier}]"),
]
EpochsOption = Annotated[
    int | None,
    typer.Option(help=f"Passes over the training sentences  [default: {_DEFAULT.epochs}]"),
]
MaxTokensOption = Annotated[
    int | None,
    typer.Option(
        help=f"Words read of each text; the rest is cut  [default: {_DEFAULT.max_tokens}]"
    ),
]
SeedOption = Annotated[
    int | None,
    typer.Option(help=f"Number that fixes everything random  [default: {_DEFAULT.seed}]"),
]
SearchMinutesOption = Annotated[
    float | None,
    typer.Option(
        help="After this time the search for λ ends with the best one so far. Comparing kinds "
        "of model takes half of it at most  "
        f"[default: {_DEFAULT.search_minutes:g}]"
    ),
]
WordVectorsOption = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help="Word vectors to start from: a text file of word2vec, GloVe or fastText, or .gz; or "
        f"{PACKAGED_VECTORS}, the English ones of the extra “vectors”",
    ),
]
EncoderOption = Annotated[
    str | None,
    typer.Option(
        metavar="FOLDER",
        help="Train a pre-trained encoder instead: its folder, as Hugging Face lays it out, or the "
        "name of a KerasHub preset. Needs the extra rrr[encoders]. Epochs are then "
        f"{ENCODER_SETTINGS['epochs']} unless given",
    ),
]
TrainedLayersOption = Annotated[
    int | None,
    typer.Option(
        min=0,
        help="Of the encoder, train only this many of its last layers: faster, and less memory  "
        "[default: all]",
    ),
]
StartRunOption = Annotated[
    int | None,
    typer.Option(
        "--repair",
        metavar="RUN",
        help="Start from the weights of this finished run, to cure a model you already have",
    ),
]


def training_config(starting_formula: bool = False, **given: Any) -> TrainingConfig:
    """The default settings, or the starting formula's, with what was given in place of them.

    Raises:
        ConfigError: if one is outside its range.
        DataError: if the encoder's folder is not there or lacks a file.
    """
    if given.get("encoder") is not None:
        given["encoder"] = checked_encoder(given["encoder"])
    if given.get("word_vectors") is not None:
        from rrr.services.training.word_vector_files import checked_word_vectors

        given["word_vectors"] = checked_word_vectors(given["word_vectors"])
    given["reason_weight"] = _weight(given.get("reason_weight"))
    chosen = dict(STARTING_FORMULA) if starting_formula else {}
    if given.get("encoder") is not None:
        chosen.update(ENCODER_SETTINGS)
    chosen.update({name: value for name, value in given.items() if value is not None})
    return TrainingConfig(**chosen)


def _weight(text: str | None) -> float | str | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return text  # "auto", or what the config refuses with its reason
