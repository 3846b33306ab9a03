from dataclasses import fields, replace
from typing import get_args

from rrr.learning.reasons import PENALTIES
from rrr.records import (
    EFFECTS,
    PENALTY_KINDS,
    Penalty,
    TrainingConfig,
    baseline_config,
    formula_of,
    settings_of_pace,
    settings_of_start,
)

CONFIG = TrainingConfig()


def test_every_setting_says_what_it_affects() -> None:
    assert set(EFFECTS) == {field.name for field in fields(TrainingConfig)}


def test_every_penalty_is_described_and_can_be_computed() -> None:
    assert set(get_args(Penalty)) == set(PENALTY_KINDS) == set(PENALTIES)


def test_a_formula_is_of_settings_that_are_compiled_in() -> None:
    assert formula_of(CONFIG) == {
        "target": CONFIG.target,
        "token_penalty": CONFIG.token_penalty,
        "penalty": CONFIG.penalty,
    }


def test_a_baseline_has_the_defaults_where_only_marks_would_matter() -> None:
    marked = TrainingConfig(
        penalty="input_gradient", target="max_log_prob", start_run=3, search_minutes=5, seed=7
    )
    assert baseline_config(marked) == TrainingConfig(reason_weight=0.0, seed=7)


def test_the_length_of_a_search_or_its_seed_makes_no_epoch_longer() -> None:
    other = replace(CONFIG, search_minutes=5, start_run=3, seed=7, epochs=3, learning_rate=1.0)
    assert settings_of_pace(other) == settings_of_pace(CONFIG)
    assert settings_of_pace(replace(CONFIG, hidden_size=8)) != settings_of_pace(CONFIG)


def test_a_run_agrees_in_shape_with_the_one_it_begins_with() -> None:
    assert settings_of_start() == [
        "classifier",
        "hidden_size",
        "max_tokens",
        "max_embedding_norm",
        "encoder",
    ]
