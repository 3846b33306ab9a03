"""The story's third step: words are struck out, by the visitor or by the annotator, and stored."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from rrr.annotating.rule_matching import rule_pattern
from rrr.counted import counted
from rrr.formats.heatmap_html import heat_style
from rrr.records import Project
from rrr.services.marks import rules
from rrr.services.marks.rules import RuleCount
from rrr.services.story.decisive_words import ModelReading, Review
from rrr.text import Token, tokenize, word_of
from rrr.ui.page_part import page_part
from rrr.ui.plain_text import plain
from rrr.ui.story import story_place, story_words
from rrr.ui.story.reading_step import finished_first_model, read
from rrr.ui.story.story_frame import closing, opening, say

_SECONDS_PER_WORD = 0.9


def strikes_out(project: Project) -> None:
    """Strike words in every review at once by clicking one, or watch it being done."""
    opening(3, "A person strikes them out")
    run = finished_first_model(project)
    if run is None:
        return
    reading = read(project, run)
    if story_place.to_strike():
        _watch_the_annotator(project, reading)
        closing(3, ready=False)
        return
    struck = _struck(project)
    if not struck:
        say(
            "Click a word that says nothing about the film. It is struck in every review at "
            "once. The model must then do without it."
        )
    reviews = reading.to_strike
    if reviews:
        number = story_place.review(3) % len(reviews)
        _review(project, reviews[number], {count.rule.pattern for count in struck})
    words_left = [
        word for word in rules.demo_words() if word not in {count.rule.pattern for count in struck}
    ]
    with st.container(horizontal=True):
        if words_left:
            st.button(
                "Watch the annotator do it" if not struck else "Let the annotator do the rest",
                key="story annotator",
                type="secondary" if struck else "primary",
                icon=":material/play_arrow:",
                on_click=story_place.keep_to_strike,
                args=(words_left,),
            )
        if len(reviews) > 1:
            st.button(
                "Another review",
                key="story other review",
                on_click=story_place.keep_review,
                args=(3, story_place.review(3) + 1),
            )
    _list(struck, reading)
    closing(3, ready=bool(struck), on="What does that change?")


def _watch_the_annotator(project: Project, reading: ModelReading) -> None:
    """A word is struck and stored with each tick; what is drawn is what has been stored."""

    @page_part(run_every=_SECONDS_PER_WORD)
    def tick() -> None:
        words_left = story_place.to_strike()
        if not words_left:
            st.rerun()
        word = words_left[0]
        rules.add_rule(story_place.workspace(), project, word)
        story_place.keep_to_strike(words_left[1:])
        review = next((review for review in reading.to_strike if word in _words(review)), None)
        if review is not None:
            marked = {index for index, candidate in enumerate(_words(review)) if candidate == word}
            story_words.heat(
                review.text, review.explanation, marked=marked, css_class="story-being-struck"
            )
        _list(_struck(project), reading)

    tick()


def _review(project: Project, review: Review, struck: set[str]) -> None:
    """A review whose words can be clicked, with heat under them."""
    shares = review.explanation.shares
    most = max(shares, default=0.0)
    styles = []
    with st.container(horizontal=True, gap="xxsmall", key="story words"):
        for number, piece in enumerate(_pieces(review.text)):
            index, token = next(
                (pair for pair in piece if any(map(str.isalnum, pair[1].text))), piece[0]
            )
            word = word_of(token.text)
            label = "".join(
                f"~~{plain(part.text)}~~" if word_of(part.text) in struck else plain(part.text)
                for _, part in piece
            )
            is_struck = word in struck
            if not is_struck:
                heat = heat_style(shares[index], most)
                styles.append(f".st-key-story-word-{number} button {{{heat}}}")
            st.button(
                label,
                key=f"story word {number}",
                type="tertiary",
                help="Struck in every review. Click to take it back." if is_struck else None,
                on_click=_toggle,
                args=(project, word),
            )
    st.html(f"<style>{' '.join(styles)}</style>")


def _pieces(text: str) -> list[list[tuple[int, Token]]]:
    """Tokens with their indices; those without white space between them stand together."""
    pieces: list[list[tuple[int, Token]]] = []
    end = -1
    for index, token in enumerate(tokenize(text)):
        if token.start == end:
            pieces[-1].append((index, token))
        else:
            pieces.append([(index, token)])
        end = token.end
    return pieces


def _toggle(project: Project, word: str) -> None:
    workspace = story_place.workspace()
    if rules.take_back(workspace, project, rule_pattern("word", word)) is None:
        rules.add_rule(workspace, project, word)


def _struck(project: Project) -> list[RuleCount]:
    return rules.list_rules(story_place.workspace(), project)


def _list(struck: Sequence[RuleCount], reading: ModelReading) -> None:
    if not struck:
        return
    spelled = {word_of(word.word): word.word for word in reading.words}
    written = "".join(
        f"<li><s>{escape(spelled.get(count.rule.pattern, count.rule.pattern))}</s> "
        f'<span class="story-quiet">in {counted(count.num_sentences, "review")}</span></li>'
        for count in struck
    )
    st.html(
        f'<p class="story-say"><strong>{counted(len(struck), "word")}</strong> struck out in all '
        f'reviews, and stored:</p><ul class="story-struck">{written}</ul>'
    )


def _words(review: Review) -> list[str]:
    return [word_of(token) for token in review.explanation.tokens]
