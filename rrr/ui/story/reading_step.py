"""The story's first two steps: a model that looks excellent, and what it really reads."""

from __future__ import annotations

import streamlit as st

from rrr.counted import counted
from rrr.formats.percent import percent
from rrr.records import ACTIVE_STATUSES, TEST, Project, Run
from rrr.services.comparison.reporting import seconds_of
from rrr.services.marks import rules
from rrr.services.story import decisive_words, visit
from rrr.services.story.decisive_words import ModelReading, Review
from rrr.services.training import runs
from rrr.text import word_of
from rrr.ui.story import story_place, story_words
from rrr.ui.story.story_frame import closing, opening, say
from rrr.ui.story.visitor_training import curves, trouble, watch

_NUM_SHOWN = 2
_INVENTED = "These are invented reviews with a planted flaw, so that we know the right answer."


def looks_excellent(project: Project) -> None:
    """Train a model before the visitor's eyes, and show how right it is."""
    opening(1, "A model learns to judge film reviews")
    run = visit.first_model(story_place.workspace(), project)
    if run.status in ACTIVE_STATUSES:
        say(
            f"Is a review good or bad? A model learns it right now, on this computer, from "
            f"{visit.num_training(project):,} film reviews already labelled good or bad. "
            f"{_INVENTED}"
        )
        watch(run)
        closing(1, ready=False)
        return
    if trouble(run, _learn_again):
        return
    reading = read(project, run)
    accuracy = run.evaluation.accuracy[TEST] if run.evaluation else 0.0
    st.html(
        f'<p class="story-number"><strong>{percent(accuracy)}</strong><span>of '
        f"{counted(reading.num_reviews, 'review')} it has never seen are judged right.</span></p>"
    )
    say(
        f"Learned in {seconds_of(run):.0f} seconds from {visit.num_training(project):,} reviews. "
        f"It looks excellent. Would you use it? {_INVENTED}"
    )
    story_words.judged(
        (review.text, review.explanation.predicted, review.explanation.predicted == review.label)
        for review in reading.reviews[:_NUM_SHOWN]
    )
    with st.expander("How it learned"):
        curves(runs.epochs(story_place.workspace(), run.id), [], run.config.epochs)
    closing(1, ready=True, on="What does it read?")


def really_reads(project: Project) -> None:
    """Heat under the words of a review, one word changed, and the words that weigh most."""
    opening(2, "Here is what it really reads")
    run = finished_first_model(project)
    if run is None:
        return
    reading = read(project, run)
    if not reading.reviews:
        say("In no review does one word that agrees with the verdict outweigh all others.")
        closing(2, ready=True)
        return
    number = story_place.review(2) % len(reading.reviews)
    review = reading.reviews[number]
    say(
        "The stronger the colour, the more the verdict depends on the word: orange speaks for the "
        "verdict, blue against it. Take the strongest word away, and the model changes its mind."
    )
    changed = story_place.swapped(2) is not None and review.replacement is not None
    text = review.text
    if changed:
        text = decisive_words.swapped(review.text, review.token, str(review.replacement))
    (explanation,) = decisive_words.explain(story_place.workspace(), run, [text])
    story_words.heat(text, explanation)
    story_words.verdict(explanation)
    _change(review, number, changed, flipped=explanation.predicted != review.explanation.predicted)
    _weight_on_tempting_words(reading)
    with st.expander("The words that weigh most"):
        story_words.bars(reading.words)
    closing(2, ready=True, on="What can be done?")


def _weight_on_tempting_words(reading: ModelReading) -> None:
    tempting = [word for word in reading.words if word.is_tempting]
    weight = sum(word.share for word in tempting)
    planted_words = set(rules.demo_words())
    sentence = (
        " They are names of cinemas, critics, festivals and apps. They say nothing about a film."
        if all(word_of(word.word) in planted_words for word in tempting)
        else ""
    )
    st.html(
        f'<p class="story-say">In all {reading.num_reviews:,} reviews together, '
        f"<strong>{percent(weight)}</strong> of the weight lies on "
        f"{counted(len(tempting), 'word')}.{sentence}</p>"
    )


def _change(review: Review, number: int, changed: bool, *, flipped: bool) -> None:
    word = review.explanation.tokens[review.token]
    with st.container(horizontal=True):
        st.button(
            f"Back to “{word}”" if changed else f"Change one word: {word} → {review.replacement}",
            key="story change",
            type="secondary" if changed else "primary",
            icon=":material/undo:" if changed else ":material/swap_horiz:",
            on_click=story_place.keep_swapped,
            args=(2, None if changed else review.replacement),
        )
        st.button(
            "Another review",
            key="story other review",
            on_click=story_place.keep_review,
            args=(2, number + 1),
        )
    if changed:
        say(
            "Only this word has changed. It says nothing about the film, and still the verdict "
            "has flipped."
            if flipped
            else "Only this word has changed, and the verdict is still the same."
        )


def finished_first_model(project: Project) -> Run | None:
    """The first model, or None and the way back to where it is trained."""
    run = visit.first_model(story_place.workspace(), project)
    if run.status == "finished":
        return run
    say("The first model is not trained yet.")
    st.button("Back to the training", key="story to 1", on_click=story_place.go_to, args=(1,))
    return None


def read(project: Project, run: Run) -> ModelReading:
    with st.spinner("Asking what it reads…"):
        return decisive_words.read(story_place.workspace(), project, run)


def _learn_again() -> None:
    project = story_place.project()
    if project is not None:
        visit.learn(story_place.workspace(), project)
