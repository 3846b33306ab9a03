"""Which kind of classifier is taken, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from rrr.formats.percent import percent
from rrr.records import (
    CHEAPEST_FIRST,
    ClassifierChoice,
    Run,
    TrainingConfig,
    TriedClassifier,
    baseline_config,
)
from rrr.services.training.classifier_rule import (
    choice_before,
    reason_for,
    taken_of,
    with_kind_of,
)

OPEN = TrainingConfig("auto", search_minutes=7)
CHOICE = ClassifierChoice(chosen="gru", why="It was taken.")


def tried(*accuracies: float | None, number: int = 400) -> list[TriedClassifier]:
    """Kinds in the order in which they are tried; one standard error is about .02 of them."""
    return [
        TriedClassifier(kind, accuracy, number, 1.0)
        for kind, accuracy in zip(CHEAPEST_FIRST, accuracies, strict=False)
    ]


@pytest.mark.parametrize(
    ("accuracies", "taken"),
    [
        ((0.80, 0.85, 0.84, 0.90, 0.89), "lstm"),
        ((0.89, 0.85, 0.84, 0.90, 0.89), "average"),
        ((0.80, 0.89, 0.90, 0.90, 0.90), "cnn"),
        ((0.90, 0.90), "average"),
        ((None, 0.70, None), "cnn"),
        ((0.0,), "average"),
    ],
)
def test_the_cheapest_kind_is_taken_that_chance_may_have_put_below_the_best(
    accuracies: tuple[float | None, ...], taken: str
) -> None:
    chosen = taken_of(tried(*accuracies))
    assert chosen is not None
    assert chosen.classifier == taken


def test_few_sentences_tell_less_than_many() -> None:
    few, many = (taken_of(tried(0.85, 0.88, number=number)) for number in (100, 1_000))
    assert few is not None
    assert many is not None
    assert (few.classifier, many.classifier) == ("average", "cnn")


def test_where_no_kind_could_be_trained_none_is_taken() -> None:
    assert taken_of(tried(None, None)) is None


def why(*accuracies: float | None, with_marks: bool = True) -> str:
    kinds = tried(*accuracies)
    taken = taken_of(kinds)
    assert taken is not None
    return reason_for(taken, kinds, with_marks=with_marks)


def test_the_reason_names_numbers_sentences_and_what_was_not_tried() -> None:
    assert why(0.80, 0.85, 0.84, 0.90, 0.89) == (
        "The kind “LSTM” was taken: trained without the struck words, it is right in "
        f"{percent(0.9)} of 400 sentences, the most of all kinds tried."
    )
    assert why(0.89, 0.85, 0.84, 0.90, 0.89, with_marks=False) == (
        f"The kind “words without their order” was taken: it is right in {percent(0.89)} of 400 "
        f"sentences. The best, LSTM, is right in {percent(0.9)}. So many sentences cannot tell the "
        "two apart, and the kind that was taken is trained faster."
    )
    assert why(0.80, 0.85, 0.84).endswith(
        "There was no time to try: LSTM, LSTM in both directions."
    )


def run(config: TrainingConfig, choice: ClassifierChoice | None) -> Run:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return Run(1, 1, "baseline", "finished", config, "marks", 5, now, choice=choice)


def test_a_choice_serves_again_for_the_settings_it_was_made_with() -> None:
    baseline = run(with_kind_of(baseline_config(OPEN), CHOICE), CHOICE)
    assert baseline.config == baseline_config(replace(OPEN, classifier="gru"))
    assert choice_before(OPEN, [baseline]) == CHOICE
    assert choice_before(replace(OPEN, search_minutes=3, reason_weight=4.0), [baseline]) == CHOICE
    assert with_kind_of(OPEN, CHOICE) == replace(OPEN, classifier="gru")


@pytest.mark.parametrize(
    ("config", "choice"),
    [
        (replace(OPEN, seed=1), CHOICE),
        (replace(OPEN, classifier="lstm"), CHOICE),
        (OPEN, None),
        (OPEN, replace(CHOICE, chosen=None)),
    ],
)
def test_no_choice_serves_where_settings_differ_or_none_was_made(
    config: TrainingConfig, choice: ClassifierChoice | None
) -> None:
    made = run(baseline_config(replace(OPEN, classifier="gru")), choice)
    assert choice_before(config, [made]) is None
    assert with_kind_of(config, None) == config
