"""Reviews and words as the story shows them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from html import escape

import streamlit as st

from rrr.formats.heatmap_html import heatmap_html, shared_maximum
from rrr.formats.percent import percent
from rrr.records import Explanation
from rrr.services.story.decisive_words import HeavyWord


def heat(
    text: str,
    explanation: Explanation,
    *,
    model: str = "",
    marked: Collection[int] = (),
    maximum: float | None = None,
    css_class: str = "",
) -> None:
    """A review with heat under its words, orange for what the model says and blue against it;
    words that hardly count have none. `maximum` is the top of a scale shared with others.
    `model` is "before" or "after" for one of two, named where they stand beneath each other."""
    top = shared_maximum([explanation]) if maximum is None else maximum
    drawn = heatmap_html(text, explanation, marked=marked, maximum=top, signed=True)
    key = f'<span class="story-whose rrr-key {model}">{model}</span>' if model else ""
    st.html(f'<div class="{css_class}">{key}{drawn}</div>')


def verdict(explanation: Explanation, *, model: str = "", label: str | None = None) -> None:
    """What the model makes of it; `model` is "before", "after" or "", `label` what is right."""
    name = f'<span class="rrr-key {model}">{model}</span>' if model else "The model"
    predicted = explanation.predicted
    outcome = ""
    if label is not None:
        verdict = "✓ right" if predicted == label else "✗ wrong"
        outcome = f' <span class="outcome">{verdict}</span>'
    st.html(
        f'<p class="story-verdict">{name} says <strong>{escape(predicted)}</strong>, '
        f"{escape(percent(explanation.probabilities[predicted]))} sure{outcome}</p>"
    )


def judged(reviews: Iterable[tuple[str, str, bool]]) -> None:
    """Reviews with what the model said: (text, verdict, whether that is right)."""
    st.html(
        "".join(
            f'<blockquote class="story-review"><p>{escape(text)}</p>'
            f'<p class="story-quiet">→ <strong>{escape(verdict)}</strong> '
            f"{'✓ right' if right else '✗ wrong'}</p></blockquote>"
            for text, verdict, right in reviews
        )
    )


def bars(words: Iterable[HeavyWord]) -> None:
    """Words with their share of all weight, on one scale."""
    words_listed = list(words)
    most = max((word.share for word in words_listed), default=1.0)
    rows = "".join(
        f"<li><span>{escape(word.word)}</span>"
        f'<span class="bar" style="width:{100 * word.share / most:.1f}%"></span>'
        f'<span class="number">{escape(percent(word.share))}</span></li>'
        for word in words_listed
    )
    st.html(f'<ol class="story-bars">{rows}</ol>')
