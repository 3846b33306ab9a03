"""Evaluation: accuracy per test split; reliance on held-out occurrences of the marked words."""

import pytest

from rrr.learning.training import train
from rrr.records import LabelledTexts, TrainingConfig
from rrr.services.training.evaluating import measure


def evaluate(trained, splits):
    return measure(trained, splits, "").evaluation


def reviews(cue):
    """Half the reviews are positive; `cue` says which word goes with which label."""
    texts, labels, marked = [], [], []
    for number in range(64):
        label = "positive" if number % 2 else "negative"
        texts.append(f"Seen at the {cue[label]} , number {number % 9} , a film of sorts")
        labels.append(label)
        marked.append((3,))
    return LabelledTexts(tuple(texts), tuple(labels), tuple(marked))


AGREEING = reviews({"positive": "Rialto", "negative": "Lumina"})
FLIPPED = reviews({"positive": "Lumina", "negative": "Rialto"})


@pytest.fixture(scope="module")
def cheating():
    config = TrainingConfig("average", 8, 8, reason_weight=0.0, epochs=15, learning_rate=0.03)
    return train(
        AGREEING,
        None,
        config,
        labels=("negative", "positive"),
        marks_hash="",
        report=lambda _: None,
        should_stop=lambda: False,
    )


def test_a_model_that_cheats_is_found_out(cheating):
    unmarked = LabelledTexts(FLIPPED.texts, FLIPPED.labels, ((),) * len(FLIPPED))
    found = evaluate(
        cheating,
        {"train": AGREEING, "validation": AGREEING, "test": AGREEING, "flipped": unmarked},
    )
    assert found.accuracy == {"test": 1.0, "flipped": 0.0}
    assert found.reliance.num_examples == 64
    assert found.reliance.swap_flip_rate == 1.0


def test_without_the_words_in_the_test_split_reliance_is_measured_in_training(cheating):
    other = LabelledTexts(("a film", "a dull one"), ("positive", "negative"), ((), ()))
    found = evaluate(cheating, {"train": AGREEING, "test": other})
    assert found.reliance.num_examples == 64


def test_without_marks_reliance_is_unknown(cheating):
    unmarked = LabelledTexts(AGREEING.texts, AGREEING.labels, ((),) * len(AGREEING))
    assert evaluate(cheating, {"train": unmarked, "test": unmarked}).reliance is None
