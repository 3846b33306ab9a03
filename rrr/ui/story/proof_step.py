"""The story's last two steps: train again without the struck words, and the proof."""

from __future__ import annotations

import streamlit as st

from rrr.formats.colours import MODELS
from rrr.formats.heatmap_html import legend_html, shared_maximum
from rrr.formats.html_report import html_report
from rrr.formats.percent import percent
from rrr.records import ACTIVE_STATUSES, TEST, Evaluation, Project
from rrr.services.comparison.accuracy_changes import WORTH_NAMING
from rrr.services.comparison.pairs import RunPair
from rrr.services.comparison.reporting import report_of, seconds_of
from rrr.services.comparison.verdict import verdict
from rrr.services.marks import rules
from rrr.services.marks.marked_splits import marked_splits
from rrr.services.story import decisive_words, visit
from rrr.services.training import runs
from rrr.text import tokenize, word_of
from rrr.ui.guided_path import begin_button
from rrr.ui.page_part import page_part
from rrr.ui.story import story_place, story_words
from rrr.ui.story.reading_step import finished_first_model, read
from rrr.ui.story.story_frame import closing, opening, say
from rrr.ui.story.visitor_training import curves, trouble, watch
from rrr.ui.verdict_card import verdict_card

_GUESSES = ("Nearly all", "About half", "Hardly any")
_MAX_TYPED = 400
_TOO_GOOD = 0.5
"""Fall of the reliance from which people ask whether it can be true."""


def trains_again(project: Project) -> None:
    """The same training once more, in which heeding a struck word costs."""
    opening(4, "Train again, without those words")
    workspace = story_place.workspace()
    num_rules = len(rules.list_rules(workspace, project))
    pair = visit.retrained(workspace, project)
    if not num_rules:
        say("You have not struck a word yet. Strike at least one word first.")
        st.button("Strike some words", key="story to 3", on_click=story_place.go_to, args=(3,))
    elif pair is None:
        say(
            "The same reviews, the same model, the same start. One thing is new: the model "
            "loses points whenever a struck word sways it."
        )
        _guess()
        st.button(
            "Train again",
            key="story retrain",
            type="primary",
            icon=":material/model_training:",
            on_click=_retrain,
        )
        closing(4, ready=False, on="The proof")
    elif any(run.status in ACTIVE_STATUSES for run in pair):
        _guessed()
        watch(*pair)
        closing(4, ready=False, on="The proof")
    elif not (trouble(pair[0], _retrain) or trouble(pair[1], _retrain)):
        say(f"Trained again in {seconds_of(pair[1]):.0f} seconds. Has it helped?")
        reports = [runs.epochs(workspace, run.id) for run in pair]
        curves(reports[0], reports[1], pair[1].config.epochs)
        closing(4, ready=True, on="The proof")


def proves(project: Project) -> None:
    """Numbers, a word swapped before both models' eyes, and a sentence of the visitor's own."""
    opening(5, "The proof")
    pair = visit.retrained(story_place.workspace(), project)
    if pair is None or any(run.evaluation is None for run in pair):
        say("The second model is not trained yet.")
        st.button("Back to the training", key="story to 4", on_click=story_place.go_to, args=(4,))
        return
    run_pair = RunPair(*pair)
    _numbers(*run_pair.evaluations)
    _too_good(*run_pair.evaluations)
    _swapping(project, run_pair)
    _typing(project, run_pair)
    with st.expander("In full", icon=":material/fact_check:"):
        verdict_card(verdict(*run_pair.evaluations, run_pair.after.search))
        st.caption(
            "This is one training with one seed. Differences of one or two points may be "
            "chance. The reviews and the names are made up, so we know exactly what the wrong "
            "reason is."
        )
    _ways_on(project, run_pair)
    closing(5, ready=True)


def _numbers(before: Evaluation, after: Evaluation) -> None:
    rows = []
    if before.reliance and after.reliance:
        rows.append(
            (
                "Verdicts that flip when a struck word is swapped",
                before.reliance.swap_flip_rate,
                after.reliance.swap_flip_rate,
            )
        )
    titles = {
        "artefact_free": "Right on reviews that hold no struck word",
        TEST: "Right on reviews where the struck words give the answer away",
    }
    rows += [
        (title, before.accuracy[name], after.accuracy[name])
        for name, title in titles.items()
        if name in before.accuracy and name in after.accuracy
    ]
    st.html(
        '<dl class="story-change">'
        + "".join(
            f'<div><dt>{title}</dt><dd><span class="was">{percent(share_before)} →</span> '
            f"{percent(share_after)}</dd></div>"
            for title, share_before, share_after in rows
        )
        + "</dl>"
    )
    _price(before, after)
    guess = story_place.guess()
    if guess and after.reliance:
        right = _guess_of(after.reliance.swap_flip_rate)
        say(f"Your guess was “{guess.lower()}”. " + ("Right." if guess == right else "Not quite."))


def _price(before: Evaluation, after: Evaluation) -> None:
    """Why the second model is less right where the struck words help."""
    accuracy_before, accuracy_after = (
        evaluation.accuracy.get(TEST, 0.0) for evaluation in (before, after)
    )
    if accuracy_before - accuracy_after < WORTH_NAMING:
        return
    say(
        f"From {percent(accuracy_before)} down to {percent(accuracy_after)} is the price of not "
        "cheating: in those reviews the first model could read the answer off the names."
    )


def _too_good(before: Evaluation, after: Evaluation) -> None:
    """The question that a sceptic asks of so large a change."""
    if before.reliance is None or after.reliance is None:
        return
    rates = before.reliance.swap_flip_rate, after.reliance.swap_flip_rate
    if rates[0] - rates[1] < _TOO_GOOD:
        return
    question = f"Isn’t {percent(rates[0])} → {percent(rates[1])} too good to be true?"
    with st.expander(question, icon=":material/psychology_alt:"):
        say(
            "It is that clear because the flaw was planted: a few names agree with the verdict in "
            "nearly all reviews, so the first model needs nothing else, and every one of these "
            "names was struck. Nothing is hidden: swap the names yourself below, in a review or in "
            "a sentence of your own."
        )
        say(
            "Flaws in real texts are weaker and spread over more words. There the first number is "
            "lower, the change smaller, and some words are always missed. What was measured on "
            "real texts, also where it did not help, is in docs/evidence."
        )


@page_part()
def _swapping(project: Project, pair: RunPair) -> None:
    """The review of step two again; any struck word in the place of its own."""
    run = finished_first_model(project)
    if run is None:
        return
    reviews = read(project, run).reviews
    if not reviews:
        return
    review = reviews[story_place.review(2) % len(reviews)]
    own_word = review.explanation.tokens[review.token]
    words = marked_splits(story_place.workspace(), project).words
    choices = [word for word in words.replacements(own_word) if word in words.label_counts]
    st.subheader("Swap the word yourself", anchor=False)
    with st.container(horizontal=True):
        for word in [own_word, *choices]:
            chosen = word == (story_place.swapped(5) or own_word)
            st.button(
                word if word == own_word else word.capitalize(),
                key=f"story swap {word}",
                type="primary" if chosen else "secondary",
                on_click=story_place.keep_swapped,
                args=(5, None if word == own_word else word),
            )
    replacement = story_place.swapped(5)
    text = review.text
    if replacement is not None:
        text = decisive_words.swapped(review.text, review.token, replacement.capitalize())
    _both(project, pair, text, review.label)


@page_part()
def _typing(project: Project, pair: RunPair) -> None:
    st.subheader("Or write your own", anchor=False)
    text = st.text_input(
        "Your own review",
        key=story_place.TYPED,
        max_chars=_MAX_TYPED,
        placeholder="A wonderful film, seen at the Palvero.",
        label_visibility="collapsed",
        persist_state="session",
    )
    if text.strip():
        _both(project, pair, text, None)


def _both(project: Project, pair: RunPair, text: str, label: str | None) -> None:
    """What both models say, and their heat on one scale."""
    workspace = story_place.workspace()
    ruled = {count.rule.pattern for count in rules.list_rules(workspace, project)}
    marked = {i for i, token in enumerate(tokenize(text)) if word_of(token.text) in ruled}
    explained = [
        decisive_words.explain(workspace, run, [text])[0] for run in (pair.before, pair.after)
    ]
    maximum = shared_maximum(explained)
    # Row by row: where they stand beneath each other, as on a phone, both verdicts come first.
    for column, name, explanation in zip(
        st.columns(2, gap="large"), MODELS, explained, strict=True
    ):
        with column:
            story_words.verdict(explanation, model=name, label=label)
    for column, name, explanation in zip(
        st.columns(2, gap="large"), MODELS, explained, strict=True
    ):
        with column:
            story_words.heat(text, explanation, model=name, marked=marked, maximum=maximum)
    st.html(legend_html(maximum, signed=True, plainly=True))


def _guess() -> None:
    """Something to look forward to while it trains."""
    say(
        "Your guess: if we swap the struck word in every review, how many verdicts will still flip?"
    )
    with st.container(horizontal=True):
        for guess in _GUESSES:
            st.button(
                guess,
                key=f"story guess {guess}",
                type="primary" if guess == story_place.guess() else "secondary",
                on_click=story_place.keep_guess,
                args=(guess,),
            )


def _guessed() -> None:
    guess = story_place.guess()
    if guess:
        say(f"Your guess: {guess.lower()} of the verdicts will still flip.")


def _guess_of(share: float) -> str:
    return _GUESSES[0] if share > 0.75 else _GUESSES[1] if share > 0.25 else _GUESSES[2]


def _ways_on(project: Project, pair: RunPair) -> None:
    workspace = story_place.workspace()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            "Download as a report",
            data=lambda: html_report(report_of(workspace, project, pair)),
            file_name="right-reasons-story.html",
            mime="text/html",
            icon=":material/download:",
            on_click="ignore",
            key="story report",
        )
        st.button(
            "Start again",
            key="story restart",
            icon=":material/replay:",
            on_click=story_place.begin_again,
            args=(project,),
        )
        begin_button("Tell it with your own texts")


def _retrain() -> None:
    project = story_place.project()
    if project is not None:
        visit.retrain(story_place.workspace(), project)
