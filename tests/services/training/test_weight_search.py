"""λ is found on a small corpus whose planted word a plain model leans on."""

import random
from dataclasses import replace

import numpy as np
import pytest

from rrr.counted import counted
from rrr.errors import Cancelled, DataError, Diverged
from rrr.learning.training import train
from rrr.records import (
    WITHOUT_MARKS,
    WORDS_DELETED,
    LabelAccuracy,
    LabelledTexts,
    Reliance,
    SearchStage,
    TrainingConfig,
    Trial,
    WeightSearch,
)
from rrr.services.training.unfinished import Unfinished
from rrr.services.training.weight_rule import Ceiling
from rrr.services.training.weight_search import reason_for, search_reason_weight

CONFIG = TrainingConfig(
    "average", 8, 8, reason_weight="auto", penalty="blanking", epochs=8, batch_size=16
)
OF_SEVERAL_TRIALS = replace(CONFIG, penalty="input_gradient")


def corpus(count, seed, decoy=True):
    """Two of twelve weak opinion words per text, and a town that gives the label away."""
    source = random.Random(seed)
    texts, labels, marked = [], [], []
    for number in range(count):
        good = number % 2 == 0
        right = ["fine", "warm", "deft", "rich"] if good else ["dull", "cold", "flat", "thin"]
        wrong = ["dull", "cold"] if good else ["fine", "warm"]
        words = source.choices(right + wrong, k=3)
        town = "Rialto" if good else "Odeon"
        texts.append(" ".join([town, "shows", "a", *words, "film"]))
        labels.append("yes" if good else "no")
        marked.append((0,) if decoy else ())
    return LabelledTexts(tuple(texts), tuple(labels), tuple(marked))


def search(training=None, validation=None, config=CONFIG, **options):
    return search_reason_weight(
        corpus(160, 0) if training is None else training,
        validation,
        config,
        labels=("no", "yes"),
        marks_hash="abc",
        **{"report": lambda _: None, "should_stop": lambda: False, **options},
    )


@pytest.fixture(scope="module")
def found_and_told():
    told = []
    found = search(validation=corpus(80, 1), tell=told.append)
    return found, [of.stage for of in told]


def without_seconds(of: WeightSearch) -> WeightSearch:
    return replace(of, trials=tuple(replace(trial, seconds=0.0) for trial in of.trials))


def test_what_deleting_the_words_reaches_is_not_trained_where_it_is_known(found_and_told) -> None:
    found, stages = found_and_told
    assert WORDS_DELETED in stages
    known = Ceiling(found.search.deleted_accuracy, found.search.deleted_by_label)
    told = []
    again = search(validation=corpus(80, 1), tell=told.append, ceiling=known)
    assert [of.stage for of in told] == [stage for stage in stages if stage != WORDS_DELETED]
    assert without_seconds(again.search) == without_seconds(found.search)


@pytest.fixture(scope="module")
def without_marks():
    """The baseline of searches whose claim is about what comes after it."""
    return train(
        corpus(160, 0),
        corpus(80, 1),
        replace(OF_SEVERAL_TRIALS, reason_weight=0.0),
        labels=("no", "yes"),
        marks_hash="abc",
        report=lambda _: None,
        should_stop=lambda: False,
    )


@pytest.fixture(scope="module")
def whole(without_marks):
    return search(validation=corpus(80, 1), config=OF_SEVERAL_TRIALS, baseline=without_marks)


def test_the_model_found_no_longer_relies_on_the_marked_word(found_and_told):
    found, _ = found_and_told
    (taken,) = (t for t in found.search.trials if t.reason_weight == found.search.chosen)
    assert found.search.baseline.swap_flip_rate > 0.2
    assert taken.reliance.swap_flip_rate <= 0.02
    assert found.trained.config.reason_weight == found.search.chosen
    assert f"{found.search.chosen:.3g}" in found.search.why
    assert found.search.stage is None


def test_what_is_trained_is_told_as_it_begins(found_and_told):
    found, told = found_and_told
    trials = [SearchStage("trial", trial.reason_weight) for trial in found.search.trials]
    assert told == [WITHOUT_MARKS, WORDS_DELETED, *trials]


def test_without_validation_sentences_some_training_sentences_judge():
    told = []
    found = search(tell=told.append)
    assert told[-1].stage == SearchStage("all sentences", found.search.chosen)
    assert found.search.trials[-1].reliance.num_examples == 24  # 15 % of 160


def test_a_search_can_be_settled_with_the_best_trial_so_far(without_marks):
    asked = []

    def settle():
        asked.append(True)
        return True

    options = {"config": OF_SEVERAL_TRIALS, "baseline": without_marks}
    found = search(validation=corpus(80, 1), should_settle=settle, **options)
    finished = [trial for trial in found.search.trials if trial.reliance]
    assert len(finished) == 1
    assert found.search.chosen == finished[0].reason_weight


@pytest.mark.parametrize(
    ("limit", "cause"),
    [
        ({"max_seconds": 1e-9}, "its time was up"),
        ({"max_trials": 1}, "the run that it repeats did"),
    ],
)
def test_a_search_ends_at_its_limit_once_some_model_has_learned(limit, cause, whole, without_marks):
    options = {"config": OF_SEVERAL_TRIALS, "baseline": without_marks}
    found = search(validation=corpus(80, 1), **options, **limit)
    *collapsed, able = found.search.trials
    assert able.reliance == next(filter(None, (trial.reliance for trial in whole.search.trials)))
    assert not any(trial.reliance for trial in collapsed)
    assert found.search.chosen == able.reason_weight
    number = len(found.search.trials)
    assert number < len(whole.search.trials)
    trials = counted(number, "trial")
    assert found.search.why.endswith(f"The search stopped after {trials}: {cause}.")


class _Dies(Exception):
    pass


@pytest.mark.parametrize(("num_trials", "epoch"), [(None, 3), (2, 8)])
def test_an_interrupted_search_goes_on_and_finds_the_same(
    num_trials, epoch, whole, fresh_workspace
):
    told, stages = [], []

    def tell(so_far):
        told.append(so_far)
        stages.append(so_far.stage)

    def dying(report):
        stage, trials = told[-1].stage, len(told[-1].trials)
        there = stage == WORDS_DELETED if num_trials is None else trials == num_trials
        if there and report.epoch == epoch:
            raise _Dies

    options = {"validation": corpus(80, 1), "config": OF_SEVERAL_TRIALS}
    with pytest.raises(_Dies):
        search(report=dying, tell=tell, memory=Unfinished(fresh_workspace, 1), **options)
    left = told[-1]
    before = list(stages)
    stages.clear()

    epochs = []
    memory = Unfinished(fresh_workspace, 1)
    found = search(tell=tell, done=left, memory=memory, report=epochs.append, **options)
    assert stages[0] == before[-1]  # nothing that had finished was trained again
    assert epochs[0].epoch == epoch
    assert found.search.chosen == whole.search.chosen
    assert [t.reliance for t in found.search.trials] == [t.reliance for t in whole.search.trials]
    assert found.search.baseline == whole.search.baseline
    for mine, other in zip(
        found.trained.classifier.get_weights(),
        whole.trained.classifier.get_weights(),
        strict=True,
    ):
        np.testing.assert_array_equal(mine, other)
    assert [report.epoch for report in memory.reports_of(found.stage.key)] == list(range(1, 9))


def test_a_search_whose_best_model_is_gone_begins_again(found_and_told, fresh_workspace):
    found, _ = found_and_told
    stages = []
    with pytest.raises(_Dies):
        search(
            validation=corpus(80, 1),
            done=found.search,
            memory=Unfinished(fresh_workspace, 1),
            tell=lambda so_far: stages.append(so_far.stage),
            report=_raise_dies,
        )
    assert stages == [WITHOUT_MARKS]


def _raise_dies(_):
    raise _Dies


def test_a_search_fails_at_once_where_even_the_baseline_diverges():
    wild = replace(CONFIG, learning_rate=1e38, max_embedding_norm=None)
    with pytest.raises(Diverged, match="at λ = 0"):
        search(validation=corpus(80, 1), config=wild)


def test_reliance_is_told_after_each_epoch_where_it_is_asked_for():
    reports = []
    with pytest.raises(Cancelled):
        search(
            validation=corpus(80, 1),
            live=True,
            report=reports.append,
            should_stop=lambda: len(reports) == 8,
        )
    assert all(0 <= report.metrics["reliance"] <= 1 for report in reports)
    assert reports[-1].metrics["reliance"] > 0.2  # the baseline leans on the town


def test_a_search_can_be_cancelled():
    with pytest.raises(Cancelled):
        search(validation=corpus(80, 1), should_stop=lambda: True)


def test_without_marks_there_is_nothing_to_search_for():
    with pytest.raises(DataError, match="cannot be searched for"):
        search(corpus(160, 0, decoy=False))


def reliance(flips, accuracy):
    return Reliance(50, flips, 0.0, 0.1, accuracy, accuracy)


def test_why_a_weight_was_taken_is_told_with_its_numbers():
    before, after = reliance(0.75, 0.6), reliance(0.003, 0.93)
    good, weak = Trial(1.0, "good", after, 1.0), Trial(0.1, "too_weak", before, 1.0)
    assert reason_for(good, before, Ceiling(0.92)).replace("\u00a0", " ") == (
        "At λ = 1 swapping the struck words changes 0.3 % of the predictions (without the marks: "
        "75 %), and without their help 93 % are right (trained on texts without the struck "
        "words: 92 %). This was judged on 50 sentences, which are too few to tell models apart to "
        "one point."
    )
    many = Trial(1.0, "good", replace(after, num_examples=1000), 1.0)
    assert reason_for(many, before, Ceiling(0.92)).endswith("This was judged on 1000 sentences.")
    assert "No λ tried brings the reliance to 2.0" in reason_for(weak, before, Ceiling(0.92))
    strong = Trial(10.0, "too_strong", reliance(0.0, 0.7), 1.0)
    said = reason_for(strong, before, Ceiling(0.92))
    assert "No λ tried is as accurate as deleting the words." in said
    said = reason_for(strong, reliance(0.75, 0.9), Ceiling(0.7))
    assert "Every λ tried costs accuracy." in said
    a_little = Trial(10.0, "too_strong", reliance(0.0, 0.88), 1.0)
    assert "a little less, which may be chance" in reason_for(a_little, before, Ceiling(0.92))
    collapsed = Trial(9.0, "collapsed", None, 1.0)
    assert "stopped learning" in reason_for(collapsed, before, Ceiling(0.92))


@pytest.mark.parametrize(
    ("right", "said"),
    [
        (0.60, "No λ tried is as accurate on every label as deleting the words."),
        (0.87, "One label is a little less right, which may be chance."),
    ],
)
def test_a_label_that_was_lost_is_named_and_not_called_a_little_less(right, said):
    by_label = (LabelAccuracy(100, 0.99), LabelAccuracy(100, right))
    taken = Trial(1.0, "too_strong", replace(reliance(0.0, 0.93), by_label=by_label), 1.0)
    ceiling = Ceiling(0.92, (LabelAccuracy(100, 0.91), LabelAccuracy(100, 0.93)))
    told = reason_for(taken, reliance(0.75, 0.6), ceiling, ("billing", "praise"))
    assert said in told
    assert "That is a little less" not in told
    assert ("Of the sentences of “praise”, 60" in told) == (right == 0.60)
    unnamed = reason_for(taken, reliance(0.75, 0.6), ceiling, ("billing", "other", "praise"))
    assert ("Of the sentences of one label, 60" in unnamed) == (right == 0.60)
