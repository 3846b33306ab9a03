from __future__ import annotations

import pytest

from rrr.records import Project
from rrr.services.story import decisive_words
from rrr.services.story.decisive_words import ModelReading, swapped
from rrr.services.training import runs
from rrr.services.workspace import Workspace


@pytest.fixture
def reading(fresh_workspace: Workspace, trained_project: Project) -> ModelReading:
    """What the small baseline reads, which has fallen for “Odeon” and “Rialto”."""
    run = runs.get_run(fresh_workspace, 1)
    return decisive_words.read(fresh_workspace, trained_project, run)


def test_the_words_the_model_has_fallen_for_are_among_those_that_weigh_most(
    reading: ModelReading,
) -> None:
    heaviest = {word.word: word for word in reading.words[:4]}
    assert {"Odeon", "Rialto"} <= set(heaviest)
    assert (heaviest["Odeon"].label, heaviest["Odeon"].label_share) == ("good", 1.0)
    assert heaviest["Odeon"].is_tempting
    assert heaviest["Rialto"].is_tempting
    assert not any(word.is_tempting for word in reading.words if word.word == "the")
    assert reading.num_reviews == 20


def test_a_reviews_heaviest_word_is_offered_one_of_the_other_label_in_the_same_place(
    reading: ModelReading,
) -> None:
    others = {
        review.explanation.tokens[review.token]: review.replacement
        for review in (*reading.reviews, *reading.to_strike)
    }
    assert others["Odeon"] == "Rialto"
    assert others["Rialto"] == "Odeon"


def test_reviews_shown_are_judged_right(reading: ModelReading) -> None:
    assert reading.reviews
    assert all(each.explanation.predicted == each.label for each in reading.reviews)


def test_a_swapped_word_leaves_the_rest_of_the_text_as_it_was() -> None:
    assert swapped("Seen at\tthe Odeon, twice.", 3, "Rialto") == "Seen at\tthe Rialto, twice."
