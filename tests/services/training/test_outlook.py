"""What a press is expected to take before it has told anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from rrr.records import EpochReport, Run, TrainingConfig, WeightSearch
from rrr.services.training.outlook import Outlook, outlook_of
from rrr.services.training.pace import Pace, measured_pace
from rrr.services.training.training_length import USUAL_SHARE_OF_EPOCHS, USUAL_TRIALS
from tests.services.training.test_run_progress import CONFIG, RELIANCE, TRIAL, reports, run


def test_leaving_the_kind_open_takes_a_training_of_each_kind() -> None:
    alone, of_each = outlook(), outlook(replace(CONFIG, classifier="auto"))
    one = (USUAL_SHARE_OF_EPOCHS * CONFIG.epochs + 1) * alone.pace.plain + alone.pace.compiling
    assert of_each.seconds == pytest.approx(alone.seconds + 5 * one)


def outlook(
    config: TrainingConfig = CONFIG,
    num_tokens: int = 20_000,
    known: Sequence[Run] = (),
    epochs: Mapping[int, Sequence[EpochReport]] | None = None,
    holds_back: bool = False,
) -> Outlook:
    told = epochs or {}
    return outlook_of(
        config,
        num_tokens,
        known,
        lambda run_id: told.get(run_id, ()),
        VERSIONS,
        holds_back=holds_back,
    )


VERSIONS = {"keras": "3"}
KNOWN = [
    replace(run(number, weight, "finished"), versions=VERSIONS)
    for number, weight in ((2, 5), (1, 0))
]
MEASURED = {1: reports(*range(2, 12)), 2: reports(*range(6, 36, 3))}


def test_a_search_takes_longer_than_a_fixed_weight_and_longest_where_sentences_are_held_back() -> (
    None
):
    automatic = replace(CONFIG, reason_weight="auto")
    assert outlook().seconds < outlook(automatic).seconds
    assert outlook(automatic).seconds < outlook(automatic, holds_back=True).seconds


def test_without_earlier_runs_the_time_grows_with_the_text() -> None:
    assert outlook(num_tokens=200_000).seconds > outlook().seconds > 0


def test_what_earlier_runs_of_the_same_shape_took_per_epoch_is_expected_again() -> None:
    for config in (CONFIG, replace(CONFIG, seed=8, epochs=20, reason_weight="auto")):
        pace = outlook(config, known=KNOWN, epochs=MEASURED).pace
        # Some epochs' weight lies on what was expected; single ones vary a lot.
        told = pace.plain, pace.marked, pace.compiling
        assert told == pytest.approx((1, 3, 1), rel=0.15)


def test_one_slow_epoch_does_not_make_the_rest_seem_slow() -> None:
    usual = Pace(1.0, 1.5, is_measured=True)
    assert measured_pace(usual, reports(2.0, 8.0), []).plain < 3
    assert measured_pace(usual, reports(9.0), []).plain == 1.0


def test_another_penalty_takes_its_own_time_but_the_same_baseline() -> None:
    other = replace(CONFIG, penalty="integrated_gradients")
    pace = outlook(other, known=KNOWN, epochs=MEASURED).pace
    assert pace.plain == pytest.approx(1, rel=0.15)
    assert pace.marked > 3


def test_runs_of_another_shape_or_without_an_end_tell_nothing_about_the_time() -> None:
    cancelled = [replace(each, status="cancelled") for each in KNOWN]
    assert outlook(known=cancelled, epochs=MEASURED) == outlook()
    wider = replace(CONFIG, hidden_size=96)
    assert outlook(wider, known=KNOWN, epochs=MEASURED) == outlook(wider)


def test_an_encoder_is_told_to_take_much_longer_whatever_the_hidden_size_says() -> None:
    encoder = replace(
        CONFIG, classifier="encoder", encoder="x", max_embedding_norm=None, hidden_size=1
    )
    assert outlook(encoder).pace.plain > 20 * outlook().pace.plain


def test_a_baseline_that_is_there_is_not_trained_again() -> None:
    alone = outlook(known=KNOWN[:1], epochs=MEASURED)
    both = outlook(known=KNOWN, epochs={2: MEASURED[2]})
    assert both.seconds == pytest.approx(alone.seconds - 11 * alone.pace.plain - 1, rel=0.2)
    older = [KNOWN[0], replace(KNOWN[1], versions={"keras": "2"})]
    assert outlook(known=older, epochs={2: MEASURED[2]}).seconds == pytest.approx(alone.seconds)


def test_as_many_epochs_and_tries_as_in_earlier_presses_are_expected_again() -> None:
    config = replace(CONFIG, reason_weight="auto")
    search = WeightSearch(RELIANCE, 0.9, (TRIAL,) * 4, None, 1.0)
    known = [
        run(1, 0, "finished"),
        *(replace(run(n, 5, "finished"), config=config, search=search) for n in (2, 3)),
    ]
    told = {1: reports(*range(1, 10)), 2: reports(*range(1, 8)), 3: reports(*range(1, 9))}
    usual, length = outlook(config).length, outlook(config, known=known, epochs=told).length
    half_way = (9 + USUAL_SHARE_OF_EPOCHS * 10) / 2
    assert (usual.plain, usual.trials) == (USUAL_SHARE_OF_EPOCHS * 10, USUAL_TRIALS)
    assert (length.plain, length.marked, length.trials) == (half_way, 7, 4)
    longer = replace(config, epochs=20)  # a training of other epochs tells nothing about them
    assert outlook(longer, known=known, epochs=told).length.plain == USUAL_SHARE_OF_EPOCHS * 20
