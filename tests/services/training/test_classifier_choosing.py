"""Kinds of classifier are compared on a small corpus whose planted word gives the label away."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from rrr.errors import Cancelled, DataError
from rrr.records import (
    CHEAPEST_FIRST,
    ClassifierChoice,
    EpochReport,
    LabelledTexts,
    SearchStage,
    TrainingConfig,
    TriedClassifier,
)
from rrr.services.training.classifier_choosing import choose_classifier
from rrr.services.training.unfinished import Unfinished
from rrr.services.workspace import Workspace
from tests.services.training.test_weight_search import corpus

CONFIG = TrainingConfig("auto", 8, 8, epochs=3, batch_size=16)
OTHERS = tuple(TriedClassifier(kind, 0.1, 80, 1.0) for kind in CHEAPEST_FIRST[2:])
"""Kinds whose steps take long to compile: a choice that is told of these goes on with two."""
AT_ONCE = 1e-9
"""Seconds after which no further kind is tried: the first one only."""


def choose(
    training: LabelledTexts | None = None,
    validation: LabelledTexts | None = None,
    config: TrainingConfig = CONFIG,
    **options: Any,
) -> ClassifierChoice:
    return choose_classifier(
        corpus(160, 0) if training is None else training,
        validation,
        config,
        labels=("no", "yes"),
        marks_hash="abc",
        **{"report": lambda _: None, "should_stop": lambda: False, **options},
    )


@pytest.fixture(scope="module")
def chosen_and_told() -> tuple[ClassifierChoice, list[ClassifierChoice]]:
    told: list[ClassifierChoice] = []
    done = ClassifierChoice(OTHERS)
    return choose(validation=corpus(80, 1), tell=told.append, done=done), told


def test_each_kind_that_is_not_known_yet_is_tried_the_cheapest_first_and_told_as_it_begins(
    chosen_and_told: tuple[ClassifierChoice, list[ClassifierChoice]],
) -> None:
    chosen, told = chosen_and_told
    assert [one.classifier for one in chosen.tried[3:]] == ["average", "cnn"]
    assert [so_far.stage for so_far in told] == [
        SearchStage("kind of classifier", classifier=kind) for kind in CHEAPEST_FIRST[:2]
    ]
    assert [len(so_far.tried) for so_far in told] == [3, 4]
    assert chosen.stage is None


def test_a_kind_is_judged_by_what_it_can_do_without_the_struck_words() -> None:
    longer = replace(CONFIG, epochs=12)
    options: dict[str, Any] = {"config": longer, "max_seconds": AT_ONCE}
    marked = choose(corpus(160, 0), corpus(80, 1), **options)
    unmarked = choose(corpus(160, 0, decoy=False), corpus(80, 1), **options)
    (able,), (cheating,) = marked.tried, unmarked.tried
    assert able.num_judged == cheating.num_judged == 80
    assert able.accuracy is not None
    assert 0.6 < able.accuracy < 0.95  # the opinion words say no more
    assert cheating.accuracy == 1.0  # the town does
    assert "trained without the struck words" in marked.why
    assert "struck" not in unmarked.why


def test_without_validation_sentences_some_training_sentences_judge() -> None:
    assert choose(max_seconds=AT_ONCE).tried[0].num_judged == 24  # 15 % of 160


def test_when_time_is_up_no_further_kind_is_tried() -> None:
    chosen = choose(validation=corpus(80, 1), max_seconds=AT_ONCE)
    (only,) = chosen.tried
    assert chosen.chosen == only.classifier == "average"
    assert chosen.why.endswith(
        "There was no time to try: convolutions, GRU, LSTM, LSTM in both directions."
    )


class _Dies(Exception):
    pass


def test_an_interrupted_choice_goes_on_and_finds_the_same(
    chosen_and_told: tuple[ClassifierChoice, list[ClassifierChoice]], fresh_workspace: Workspace
) -> None:
    whole, _ = chosen_and_told
    told: list[ClassifierChoice] = []

    def dying(report: EpochReport) -> None:
        if len(told[-1].tried) == 1 and report.epoch == 3:
            raise _Dies

    options: dict[str, Any] = {"validation": corpus(80, 1), "tell": told.append}
    with pytest.raises(_Dies):
        choose(report=dying, memory=Unfinished(fresh_workspace, 1), **options)
    left, epochs = told[-1], list[EpochReport]()

    def second_is_judged() -> bool:
        return len(told[-1].tried) > 1

    with pytest.raises(Cancelled):
        choose(
            done=left,
            memory=Unfinished(fresh_workspace, 1),
            report=epochs.append,
            should_stop=second_is_judged,
            **options,
        )
    assert [report.epoch for report in epochs] == [3]
    assert _judged(told[-1]) == _judged(whole)[3:]


def _judged(choice: ClassifierChoice) -> list[tuple[str, float | None]]:
    return [(one.classifier, one.accuracy) for one in choice.tried]


def test_a_choice_can_be_cancelled() -> None:
    with pytest.raises(Cancelled):
        choose(validation=corpus(80, 1), should_stop=lambda: True)


def test_a_kind_that_diverges_is_noted_and_where_all_do_the_remedy_is_told() -> None:
    wild = replace(CONFIG, learning_rate=1e38, max_embedding_norm=None)
    diverged = tuple(replace(one, accuracy=None) for one in OTHERS)
    told: list[ClassifierChoice] = []
    options: dict[str, Any] = {"validation": corpus(80, 1), "config": wild, "tell": told.append}
    with pytest.raises(DataError, match="lower learning rate"):
        choose(done=ClassifierChoice(diverged), **options)
    assert _judged(told[-1])[-1] == ("average", None)
