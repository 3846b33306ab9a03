"""Story: the whole idea in five steps and under two minutes, for newcomers."""

from __future__ import annotations

import streamlit as st

from rrr.services.warmup import warm_tensorflow
from rrr.ui.guided_path import begin_button
from rrr.ui.refusals import errors_shown
from rrr.ui.story import story_place
from rrr.ui.story.proof_step import proves, trains_again
from rrr.ui.story.reading_step import looks_excellent, really_reads
from rrr.ui.story.story_frame import KEY, presenter_mode, say, style
from rrr.ui.story.striking_step import strikes_out

PAGE_WIDTH = 1100  # pixels
STEPS = (looks_excellent, really_reads, strikes_out, trains_again, proves)


def cover() -> None:
    """What stands before the first step."""
    style()
    st.title("Right answers, wrong reasons", anchor=False)
    say(
        "A model can be right nearly always and still read the wrong words. Watch one being "
        "caught, told what not to read, and trained again. It takes two minutes. Everything "
        "happens live on this computer."
    )
    st.button(
        "Show me",
        key="story begin",
        type="primary",
        shortcut="Right",
        on_click=story_place.begin,
    )
    begin_button("I have texts of my own")


def page() -> None:
    warm_tensorflow()
    project = story_place.project()
    if project is None:
        cover()
    else:
        STEPS[story_place.step() - 1](project)


with st.container(width=PAGE_WIDTH, key=KEY), errors_shown():
    page()
    presenter_mode()
