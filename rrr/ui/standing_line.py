"""Where one stands, in one sentence: the same on Annotate, Words and Train."""

from __future__ import annotations

import streamlit as st

from rrr.formats.percent import percent
from rrr.records import Project
from rrr.services.guidance import outlook
from rrr.services.guidance.outlook import DECIDES, Outlook
from rrr.ui import tab_state
from rrr.ui.plain_text import plain

_NAMED = 3
_HARDLY_ANY = 0.1
"""Rate of answers with a new word below which hardly any new words turn up."""


def standing_line(project: Project) -> None:
    """Draw the sentence; nothing where nothing is known yet."""
    forecast = outlook.outlook(tab_state.workspace(), project, tab_state.annotator())
    if line := standing(forecast):
        st.caption(plain(line), help=plain(about(forecast)) or None)


def standing(forecast: Outlook) -> str:
    """Whether one is done, and if not, what is left; empty if nothing is known yet."""
    if forecast.deciding is not None:
        return _of_deciding(forecast.deciding)
    if forecast.new_words is None:
        return ""
    rate = forecast.new_words.hits / forecast.new_words.answers
    if rate < _HARDLY_ANY:
        return "Hardly any new words turn up: a good time to train."
    return f"New words still turn up in about {round(10 * rate)} of 10 sentences. Keep going."


def about(forecast: Outlook) -> str:
    """What further marking can be expected to change; empty before a model has been read."""
    if forecast.unjudged is None or forecast.unjudged_then is None:
        return ""
    unjudged, unjudged_then = percent(forecast.unjudged), percent(forecast.unjudged_then)
    line = f"{unjudged} of what the newest model relies on is unchecked."
    if unjudged == unjudged_then:
        return line
    return f"{line} {outlook.NEXT} more sentences would bring it to {unjudged_then}."


def _of_deciding(words: tuple[str, ...]) -> str:
    limit = f"{100 * DECIDES:.0f} %"
    if not words:
        return f"Done: nothing unchecked decides more than {limit} of the predictions."
    named = ", ".join(f"“{word}”" for word in words[:_NAMED])
    and_more = f" and {len(words) - _NAMED:,} more" if len(words) > _NAMED else ""
    subject = "each" if len(words) > 1 else "it"
    return (
        f"Nobody has checked {named}{and_more} yet: {subject} decides more than {limit} of the "
        "predictions."
    )
