"""Where a visitor is in the story, and what they have chosen on the way; the story's keys in the
session state all live here.

Project and step stand in the address, too, so that a reload or a link leads back there. What is
struck out and what is trained lies in the visitor's project.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from rrr.records import Project
from rrr.services.story import visit
from rrr.services.workspace import Workspace
from rrr.ui import address, tab_state
from rrr.ui.remembered import remembered

NUM_STEPS = 5
TYPED = "story: sentence typed"
PRESENTER = "story, presenter mode"

_PROJECT_PARAM, _STEP_PARAM = "story", "step"
_PROJECT, _STEP = "story: project", "story: step"
_REVIEW = "story, on the way: review of step "
_SWAPPED = "story, on the way: word in the place of another in step "
_GUESS = "story, on the way: guess"
_TO_STRIKE = "story, on the way: words the annotator will strike"
_ON_THE_WAY = "story, on the way: "


def workspace() -> Workspace:
    """The workspace of the visitors."""
    return visit.workspace_of_visitors(tab_state.workspace())


def project() -> Project | None:
    """This visitor's project; None before the beginning, or when it has been cleared away."""
    tab_state.let_the_app_stand_around_the_page()
    linked, remembered = (
        address.number(_PROJECT_PARAM),
        st.session_state.get(_PROJECT),
    )
    for candidate in (linked, remembered):
        own_project = None if candidate is None else visit.find(workspace(), candidate)
        if own_project is not None:
            if remembered not in (None, own_project.id):
                _forget_the_way()
            _keep(_PROJECT, _PROJECT_PARAM, own_project.id)
            return own_project
    address.forget(_PROJECT_PARAM, _STEP_PARAM)
    return None


def step() -> int:
    """From 1 to 5."""
    number = address.number(_STEP_PARAM) or st.session_state.get(_STEP) or 1
    number = min(max(number, 1), NUM_STEPS)
    _keep(_STEP, _STEP_PARAM, number)
    return number


def begin() -> None:
    """Start at the first step with a project of one's own."""
    own_project = visit.begin(workspace())
    _forget_the_way()
    _keep(_PROJECT, _PROJECT_PARAM, own_project.id)
    go_to(1)


def begin_again(of_visitor: Project) -> None:
    """Back to the first step: nothing struck out, nothing trained but the first model."""
    visit.start_again(workspace(), of_visitor)
    _forget_the_way()
    go_to(1)


def go_to(number: int) -> None:
    _keep(_STEP, _STEP_PARAM, number)


def review(of_step: int) -> int:
    """The how manieth review is looked at in a step, from 0."""
    return remembered(f"{_REVIEW}{of_step}", 0)


def keep_review(of_step: int, number: int) -> None:
    """Look at another review, as it was written."""
    st.session_state[f"{_REVIEW}{of_step}"] = number
    keep_swapped(of_step, None)


def swapped(of_step: int) -> str | None:
    """The word that replaces the review's own word; None for the own word."""
    return remembered(f"{_SWAPPED}{of_step}", None)


def keep_swapped(of_step: int, word: str | None) -> None:
    st.session_state[f"{_SWAPPED}{of_step}"] = word


def guess() -> str | None:
    return remembered(_GUESS, None)


def keep_guess(guess: str) -> None:
    st.session_state[_GUESS] = guess


def to_strike() -> list[str]:
    """The words that the annotator strikes next, one after another."""
    return remembered(_TO_STRIKE, [])


def keep_to_strike(words: Sequence[str]) -> None:
    st.session_state[_TO_STRIKE] = list(words)


def _keep(key: str, param: str, number: int) -> None:
    st.session_state[key] = number
    address.write(param, number)


def _forget_the_way() -> None:
    for key in [key for key in st.session_state if str(key).startswith(_ON_THE_WAY)]:
        del st.session_state[key]
    st.session_state.pop(TYPED, None)
