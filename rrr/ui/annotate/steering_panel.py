"""Whether people just strike what the heat shows, for the owner of the marks."""

from __future__ import annotations

import streamlit as st

from rrr.annotating.steering import LEAST_SENTENCES, Steering
from rrr.counted import counted
from rrr.formats.percent import percent
from rrr.records import Project
from rrr.services.guidance import heat_steering, insight
from rrr.ui import tab_state
from rrr.ui.annotate import marking_state


def steering_panel(project: Project) -> None:
    """Draw the control sentences' measure; nothing is counted while nobody looks.

    Left out before there is a model, as there is no heat then.
    """
    if insight.current_run(tab_state.workspace(), project.id) is None:
        return
    panel = st.expander(
        "Are people just following the highlights?",
        key=marking_state.STEERING_PANEL,
        on_change="rerun",
    )
    if not panel.open:
        return
    with panel:
        share = tab_state.workspace().settings.blind_share
        st.caption(
            f"{percent(share)} of the sentences, drawn by chance for each person, are shown "
            "without heat, suggestions and predictions. If the words that the heat points at are "
            "struck less often there, the heat steers. Where people have learned the words, they "
            "strike them there, too: the difference is then an understatement."
        )
        st.markdown(steering_line(heat_steering.measure(tab_state.workspace(), project)))


def steering_line(steering: Steering) -> str:
    """The measure in words."""
    if steering.low is None or steering.high is None:
        return (
            f"Too few to tell: words were struck by hand in "
            f"{counted(steering.shown_sentences, 'sentence')} with the heat and in "
            f"{steering.blind_sentences:,} without; it takes {LEAST_SENTENCES} of each."
        )
    shown_share, blind_share = steering.shown_share or 0.0, steering.blind_share or 0.0
    shares = (
        f"Of the words struck by hand, the heat pointed at {percent(shown_share)} where it was "
        f"shown ({counted(steering.shown_sentences, 'sentence')}) and would have at "
        f"{percent(blind_share)} where it was not ({steering.blind_sentences:,}). "
    )
    points = (
        f"{100 * (shown_share - blind_share):+.0f} points, {100 * steering.low:+.0f} to "
        f"{100 * steering.high:+.0f} with 95 % certainty"
    )
    if steering.low > 0:
        return f"**The heat steers the marks.** {shares}{points}."
    if steering.high < 0:
        return f"**People strike against the heat.** {shares}{points}."
    return f"**No steering can be told so far.** {shares}{points}."
