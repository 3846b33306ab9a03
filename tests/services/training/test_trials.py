"""Where trials of the search for λ are made."""

from __future__ import annotations

import pytest

from rrr.annotating.marked_words import marked_words
from rrr.records import LabelledTexts, TrainingConfig
from rrr.services.training.trials import HELD_BACK, TrialBench


def bench(num_marked: int, seed: int) -> TrialBench:
    """Of 200 sentences, some of which hold the one marked word."""
    texts = [f"film {n}{' odeon' if n < num_marked else ''}" for n in range(200)]
    marked = [(2,) if n < num_marked else () for n in range(200)]
    training = LabelledTexts(tuple(texts), ("good", "bad") * 100, tuple(marked))
    config = TrainingConfig(seed=seed)
    return TrialBench(
        training,
        None,
        marked_words(training),
        config,
        ("bad", "good"),
        "marks",
        lambda report: None,
        lambda: False,
    )


@pytest.mark.parametrize("seed", range(5))
def test_a_rare_marked_word_stands_in_what_is_held_back_and_in_what_is_learned(seed: int) -> None:
    found = bench(3, seed)
    assert sum(map(bool, found.held_out.marked)) == 1
    assert sum(map(bool, found.learned.marked)) == 2
    assert len(found.held_out) == 1 + round(HELD_BACK * 197)
    assert sorted(found.held_out.texts + found.learned.texts) == sorted(found.training.texts)


def test_a_word_in_one_sentence_is_learned_from_and_cannot_be_judged_by() -> None:
    found = bench(1, 0)
    assert not any(found.held_out.marked)
    assert sum(map(bool, found.learned.marked)) == 1
