"""What each training setting affects. Code that depends on some of them asks here which."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from rrr.records.training_config import TrainingConfig

Compiled = Literal["formula", "layers", "value", "no"]


@dataclass(frozen=True)
class Effects:
    """What changes with one setting.

    `compiled` says how a compiled training step gets it. "formula": it is compiled in, so two
    values never share a step. "layers": it shapes the classifier, whose architecture names the
    step. "value": the step reads it from a variable. "no": it decides what is trained on, and for
    how long.

    `pace` says whether an epoch takes longer or shorter, `baseline` whether it counts without the
    marks. `start` says whether a run that begins with the weights of another has to agree with it.
    """

    compiled: Compiled
    pace: bool = False
    baseline: bool = True
    start: bool = False


EFFECTS: dict[str, Effects] = {
    "classifier": Effects("layers", pace=True, start=True),
    "embedding_size": Effects("layers", pace=True),
    "hidden_size": Effects("layers", pace=True, start=True),
    "vocabulary_size": Effects("layers", pace=True),
    "max_tokens": Effects("no", pace=True, start=True),
    "reason_weight": Effects("value", baseline=False),  # 0 and more are two formulas
    "target": Effects("formula", baseline=False),
    "token_penalty": Effects("formula", baseline=False),
    "penalty": Effects("formula", pace=True, baseline=False),
    "max_embedding_norm": Effects("layers", start=True),
    "learning_rate": Effects("value"),
    "batch_size": Effects("no", pace=True),
    "epochs": Effects("no"),
    "seed": Effects("value"),
    "word_vectors": Effects("layers", pace=True),
    "start_run": Effects("layers", baseline=False),
    "search_minutes": Effects("no", baseline=False),
    "encoder": Effects("layers", pace=True, start=True),
    "trained_layers": Effects("layers", pace=True),
}
"""Name of a field of `TrainingConfig` -> its effects."""

_SETTINGS = [field.name for field in fields(TrainingConfig)]

if _undeclared := set(_SETTINGS) ^ EFFECTS.keys():  # a forgotten one would reuse the wrong step
    raise TypeError(f"EFFECTS must say what each setting affects. It differs in: {_undeclared}.")


def formula_of(config: TrainingConfig) -> dict[str, Any]:
    """The settings that are compiled into a training step. The step is made of nothing else than
    these, the classifier's layers, and whether λ is above 0."""
    return {
        name: getattr(config, name) for name in _SETTINGS if EFFECTS[name].compiled == "formula"
    }


def settings_of_pace(config: TrainingConfig) -> tuple[Any, ...]:
    """Equal for two configs whose epochs take equally long on the same data."""
    return tuple(getattr(config, name) for name in _SETTINGS if EFFECTS[name].pace)


def baseline_config(config: TrainingConfig) -> TrainingConfig:
    """The settings of the baseline that goes with `config`: equal in all that matters at λ = 0."""
    usual = TrainingConfig(reason_weight=0.0)
    idle = {name: getattr(usual, name) for name in _SETTINGS if not EFFECTS[name].baseline}
    if config.classifier == "auto":  # the kinds are compared within that time
        idle["search_minutes"] = config.search_minutes
    return replace(config, **idle)


def settings_of_start() -> list[str]:
    """The settings in which a run agrees with one whose weights it begins with."""
    return [name for name in _SETTINGS if EFFECTS[name].start]
