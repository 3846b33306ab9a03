"""Every training setting with its meaning and its default, as a form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from rrr.errors import ConfigError
from rrr.records import CLASSIFIER_NAMES, PENALTY_KINDS, STARTING_FORMULA, Run, TrainingConfig
from rrr.ui.plain_text import plain
from rrr.ui.train import train_state
from rrr.ui.train.beginning_form import NO_BEGINNING, begin_with, chosen_beginning
from rrr.ui.train.encoder_form import (
    NO_ENCODER,
    OWN_OF_ENCODER,
    chosen_encoder,
    draw_encoder,
    is_encoder,
    suit_the_kind,
)


@dataclass(frozen=True)
class _Number:
    name: str
    label: str
    meaning: str
    step: float | int
    number_format: str | None = None


@dataclass(frozen=True)
class _Automatic:
    name: str
    label: str
    meaning: str


@dataclass(frozen=True)
class _Choice:
    name: str
    label: str
    meaning: str
    options: dict[str, str]  # value -> how it reads


_KINDS = {"auto": "automatic"} | {str(kind): name for kind, name in CLASSIFIER_NAMES.items()}
_PENALTIES: dict[str, str] = {name: kind.wording for name, kind in PENALTY_KINDS.items()}
_TARGETS = {
    "logit_margin": "logit margin of the predicted label",
    "max_log_prob": "log probability of the predicted label",
    "true_log_prob": "log probability of the true label",
    "sum_log_probs": "sum of all log probabilities",
}
_TOKEN_PENALTIES = {"sum_of_squares": "sum of squares", "sum_then_square": "sum, then square"}

_PER_ROW = 3

_Field = _Number | _Choice | _Automatic

_GROUPS: dict[str, tuple[_Field, ...]] = {
    "What the marks do": (
        _Automatic(
            "automatic",
            "Find λ automatically",
            "Tries several strengths (λ). Takes the one at which swapping struck words changes "
            "nothing and most predictions are right without their help.",
        ),
        _Number(
            "reason_weight",
            "λ, weight of your marks",
            "How strongly your marks count, if λ is not found automatically. Too small does "
            "nothing. Too large stops the model from learning.",
            1.0,
            "%g",
        ),
        _Choice(
            "penalty",
            "Reliance on struck words is",
            "What the training keeps small. In our measurements the input gradient cost 3 to 36 "
            "points of accuracy more than deleting the words. The next two settings are for the "
            "input gradient only.",
            _PENALTIES,
        ),
        _Choice(
            "target",
            "Gradient of",
            "The number whose gradient on struck words is penalised.",
            _TARGETS,
        ),
        _Choice(
            "token_penalty",
            "Size of a word's gradient",
            "How the gradient's numbers become one penalty per word. With “sum, then square” "
            "they can cancel out.",
            _TOKEN_PENALTIES,
        ),
        _Number(
            "max_embedding_norm",
            "Longest embedding",
            "Limit for the length of each word's embedding. Without it a model can hide its "
            "reliance on a word by making the embedding longer. 0 means no limit.",
            0.5,
            "%g",
        ),
    ),
    "Classifier": (
        _Choice(
            "classifier",
            "Kind",
            "The kind of model that reads the sentence. “Automatic” trains each kind but the "
            "pre-trained encoder once, on texts without the struck words. It takes the one that is "
            "most often right, and of equally good ones the fastest.",
            _KINDS,
        ),
        _Number("embedding_size", "Embedding size", "How many numbers stand for one word.", 8),
        _Number("hidden_size", "Hidden size", "The size of the layer that reads.", 8),
        _Number(
            "vocabulary_size",
            "Vocabulary",
            "The number of different words the model knows, at most.",
            1000,
        ),
        _Number(
            "max_tokens",
            "Longest sentence",
            "The number of words read of each text. The rest is cut off.",
            50,
        ),
    ),
    "Training": (
        _Number("epochs", "Epochs", "How many times the training goes through all sentences.", 1),
        _Number("batch_size", "Batch size", "Sentences per step.", 16),
        _Number("learning_rate", "Learning rate", "Size of a step (Adam).", 0.001, "%g"),
        _Number("seed", "Seed", "Same seed, same data and same marks give the same model.", 1),
        _Number(
            "search_minutes",
            "Minutes to find λ in",
            "After this time the search stops with the best λ so far, if the model learns with "
            "it. It tries six at most. If the kind is automatic, comparing kinds takes half of "
            "this time at most.",
            1.0,
            "%g",
        ),
    ),
}


def training_settings(known: Sequence[Run]) -> TrainingConfig | None:
    """Draw the settings, folded, and read them; None, after saying why, while one is outside its
    range.

    Args:
        known: the project's runs; a training may begin with one of them.
    """
    settings = st.expander(
        "Settings", icon=":material/tune:", key=train_state.TRAINING_SETTINGS, on_change="rerun"
    )
    defaults = _shown(TrainingConfig())
    others = {**NO_ENCODER, **NO_BEGINNING}
    if settings.open:  # folded, they are not even drawn: a page of settings takes its time
        with settings:
            values, beside_encoder = _form(defaults)
            beginning = st.container()
            with st.container(horizontal=True):
                _button("Back to the defaults", {**defaults, **others})
                formula = _shown(TrainingConfig(**STARTING_FORMULA))
                _button("The formula this project started from", {**formula, **others})
    else:
        names = [field.name for fields in _GROUPS.values() for field in fields]
        values = {name: train_state.kept_setting(name, defaults[name]) for name in names}
        beside_encoder = st.container()
    with beside_encoder:
        encoder = chosen_encoder(values)
    values.update(encoder or dict.fromkeys(NO_ENCODER))
    if settings.open:
        with beginning:
            begin_with(known, values)
    if encoder is None:
        return None
    return _read({**values, **chosen_beginning(known, values)})


def _form(defaults: dict[str, Any]) -> tuple[dict[str, Any], DeltaGenerator]:
    """The settings, and the place below the encoder's fields."""
    values: dict[str, Any] = {}
    beside_encoder = st.container()
    for title, fields in _GROUPS.items():
        st.markdown(f"**{title}**")
        for row in range(0, len(fields), _PER_ROW):
            columns = st.columns(_PER_ROW)
            for column, field in zip(columns, fields[row : row + _PER_ROW], strict=False):
                with column:
                    idle = _is_idle(field.name, values)
                    values[field.name] = _draw(field, defaults[field.name], idle)
        if title == "Classifier":
            draw_encoder()
            beside_encoder = st.container()
    return values, beside_encoder


def _is_idle(name: str, values: dict[str, Any]) -> bool:
    """Whether a setting decides nothing, by those drawn before it."""
    if name in OWN_OF_ENCODER:
        return is_encoder()
    if name == "reason_weight":
        return bool(values["automatic"])
    if name == "search_minutes":
        return not values["automatic"] and values["classifier"] != "auto"
    if name in ("target", "token_penalty"):
        return not PENALTY_KINDS[values["penalty"]].has_formula
    return False


def _button(label: str, settings: dict[str, Any]) -> None:
    st.button(
        label,
        key=f"settings: {label}",
        on_click=train_state.set_settings,
        args=(settings,),
        type="tertiary",
    )


def _draw(field: _Field, default: Any, idle: bool) -> Any:
    key = train_state.setting_key(field.name)
    if isinstance(field, _Automatic):
        return st.toggle(
            field.label, value=default, key=key, help=field.meaning, persist_state="session"
        )
    if isinstance(field, _Choice):
        options = list(field.options)
        meaning = f"{field.meaning} Default: {field.options[default]}."
        is_kind = field.name == "classifier"
        return st.selectbox(
            field.label,
            options,
            index=options.index(default),
            format_func=lambda value: field.options[value],
            key=key,
            help=meaning,
            on_change=suit_the_kind if is_kind else None,
            args=(train_state.kept_setting(field.name, default),) if is_kind else None,
            disabled=idle,
            persist_state="session",
        )
    return st.number_input(
        field.label,
        value=default,
        step=field.step,
        format=field.number_format,
        key=key,
        help=f"{field.meaning} Default: {default:g}.",
        disabled=idle,
        persist_state="session",
    )


def _read(values: dict[str, Any]) -> TrainingConfig | None:
    automatic = values.pop("automatic")
    if values["classifier"] == "encoder":  # its embeddings are not bounded
        values["max_embedding_norm"] = None
    try:
        return TrainingConfig(
            **{
                **values,
                "max_embedding_norm": values["max_embedding_norm"] or None,
                "reason_weight": "auto" if automatic else values["reason_weight"],
            }
        )
    except ConfigError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return None


def _shown(config: TrainingConfig) -> dict[str, Any]:
    """The settings as the form shows them: 0 where there is no bound, and some λ in any case."""
    automatic = config.reason_weight == "auto"
    first = PENALTY_KINDS[config.penalty].first_weight
    return {
        **config.to_dict(),
        "max_embedding_norm": config.max_embedding_norm or 0.0,
        "automatic": automatic,
        "reason_weight": first if automatic else config.reason_weight,
    }
