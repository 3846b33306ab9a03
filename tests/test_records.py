"""Records refuse what is out of range, once, with the remedy."""

from datetime import UTC, datetime

import pytest

from rrr.errors import AnnotationError, ConfigError
from rrr.records import ENCODER_SETTINGS, Annotation, Explanation, TrainingConfig


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ({"classifier": "transformer"}, "classifier must be one of lstm"),
        ({"target": "loss"}, "target must be one of"),
        ({"token_penalty": "l1"}, "token_penalty must be one of"),
        ({"reason_weight": -1.0}, "Use 0 to train without the marks"),
        ({"reason_weight": float("inf")}, "reason_weight must be 0 or more"),
        ({"learning_rate": 0.0}, "learning_rate must be more than 0"),
        ({"epochs": 0}, "epochs must be 1 or more"),
        ({"vocabulary_size": 2}, "vocabulary_size must be 3 or more"),
        ({"max_embedding_norm": 0.0}, "or None for no bound"),
    ],
)
def test_settings_out_of_range_are_refused(setting, message):
    with pytest.raises(ConfigError, match=message):
        TrainingConfig(**setting)


def test_a_config_can_be_made_again_from_its_dict():
    config = TrainingConfig(classifier="cnn", max_embedding_norm=None)
    assert TrainingConfig(**config.to_dict()) == config


def annotation(**changes):
    fields = {"status": "marked", "marked": (1, 3), "cleared": (2,), **changes}
    return Annotation(
        example_id=1, annotator="a", revision=1, updated_at=datetime.now(UTC), **fields
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"marked": (3, 1)}, "sorted"),
        ({"marked": (1, 1)}, "none twice"),
        ({"marked": (-1,)}, "from 0"),
        ({"cleared": (3,)}, "marked and cleared at once"),
        ({"status": "nothing_irrelevant"}, "Take the marks off first"),
    ],
)
def test_marks_that_contradict_themselves_are_refused(changes, message):
    assert annotation()
    with pytest.raises(AnnotationError, match=message):
        annotation(**changes)


def test_the_predicted_label_is_the_most_probable():
    assert Explanation((), (), (), {"no": 0.2, "yes": 0.8}).predicted == "yes"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"encoder": None}, "Name a pre-trained encoder"),
        ({"encoder": ""}, "Name a pre-trained encoder"),
        ({"max_embedding_norm": 1.0}, "brings its own embeddings"),
        ({"word_vectors": "x.txt"}, "brings its own embeddings"),
        ({"trained_layers": -1}, "trained_layers must be 0 or more"),
        ({"classifier": "lstm"}, "belong to the classifier"),
        ({"classifier": "lstm", "encoder": None, "trained_layers": 1}, "belong to the classifier"),
    ],
)
def test_settings_that_do_not_go_with_an_encoder_are_refused(change, named):
    settings = {"encoder": "folder", **ENCODER_SETTINGS}
    assert TrainingConfig(**settings).classifier == "encoder"
    with pytest.raises(ConfigError, match=named):
        TrainingConfig(**{**settings, **change})
