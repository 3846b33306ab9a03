"""What is kept of a choice of the kind of classifier, and the setting that leaves it open."""

from __future__ import annotations

import json
from typing import get_args

import pytest

from rrr.errors import ConfigError
from rrr.formats.typed_values import refuse_other_types
from rrr.records import (
    CHEAPEST_FIRST,
    CLASSIFIER_NAMES,
    WITHOUT_MARKS,
    ClassifierChoice,
    ClassifierKind,
    SearchStage,
    TrainingConfig,
    TriedClassifier,
)

STAGE = SearchStage("kind of classifier", classifier="gru")
CHOICE = ClassifierChoice((TriedClassifier("cnn", 0.5, 20, 1.5),), STAGE, "cnn", "It was taken.")


def test_every_kind_has_a_name_and_all_but_the_encoder_are_compared() -> None:
    kinds = set(get_args(ClassifierKind))
    assert set(CLASSIFIER_NAMES) == kinds
    assert set(CHEAPEST_FIRST) == kinds - {"encoder"}


def test_a_choice_is_read_back_from_plain_json() -> None:
    read = ClassifierChoice.from_dict(json.loads(json.dumps(CHOICE.to_dict())))
    assert read == CHOICE
    refuse_other_types(read)
    wrong = {**CHOICE.to_dict(), "chosen": "oracle"}
    with pytest.raises(TypeError):
        refuse_other_types(ClassifierChoice.from_dict(wrong))


def test_the_training_of_a_kind_is_kept_apart_and_told_by_its_name() -> None:
    other = SearchStage("kind of classifier", classifier="lstm")
    assert len({STAGE.key, other.key, WITHOUT_MARKS.key}) == 3
    assert STAGE.title == "GRU, to choose the kind"
    assert not STAGE.has_penalty


def test_an_open_kind_cannot_be_trained_or_repaired() -> None:
    assert TrainingConfig("gru").fixed_classifier == "gru"
    with pytest.raises(ConfigError, match="the kinds have to be compared first"):
        _ = TrainingConfig("auto").fixed_classifier
    with pytest.raises(ConfigError, match="keeps its kind"):
        TrainingConfig("auto", start_run=3)
    with pytest.raises(ConfigError, match="belong to the classifier"):
        TrainingConfig("auto", encoder="folder")
