"""λ is found on a small corpus whose planted word a plain model leans on."""

import random

import pytest

from rrr.errors import Cancelled, DataError
from rrr.records import LabelledTexts, TrainingConfig
from rrr.services.searching import search_reason_weight

CONFIG = TrainingConfig(
    "average", 8, 8, reason_weight="auto", penalty="blanking", epochs=8, batch_size=16
)


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
    return found, [of.at_work for of in told]


def test_the_model_found_no_longer_relies_on_the_marked_word(found_and_told):
    found, _ = found_and_told
    (*_, last) = found.search.trials
    assert found.search.baseline.swap_flip_rate > 0.2
    assert last.reliance.swap_flip_rate <= 0.02
    assert found.search.chosen == last.reason_weight == found.trained.config.reason_weight
    assert f"{found.search.chosen:.3g}" in found.search.why
    assert found.search.at_work == ""


def test_what_is_trained_is_told_as_it_begins(found_and_told):
    found, told = found_and_told
    trials = [f"λ = {trial.reason_weight:.3g}" for trial in found.search.trials]
    assert told == ["without your marks", "with your words deleted from the texts", *trials]


def test_without_validation_sentences_some_training_sentences_judge():
    told = []
    found = search(tell=told.append)
    assert told[-1].at_work.endswith("on all sentences")
    assert found.search.trials[-1].reliance.num_examples == 24  # 15 % of 160


def test_a_search_can_be_settled_with_the_best_trial_so_far():
    asked = []

    def settle():
        asked.append(True)
        return True

    weak = TrainingConfig(**{**CONFIG.to_dict(), "penalty": "input_gradient"})
    found = search(validation=corpus(80, 1), config=weak, should_settle=settle)
    finished = [trial for trial in found.search.trials if trial.reliance]
    assert len(finished) == 1
    assert found.search.chosen == finished[0].reason_weight


def test_a_search_can_be_cancelled():
    with pytest.raises(Cancelled):
        search(validation=corpus(80, 1), should_stop=lambda: True)


def test_without_marks_there_is_nothing_to_search_for():
    with pytest.raises(DataError, match="nothing to search"):
        search(corpus(160, 0, decoy=False))
