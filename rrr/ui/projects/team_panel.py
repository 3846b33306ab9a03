"""Working together: how far everybody is, and how the owner shares the sentences out."""

from __future__ import annotations

import streamlit as st

from rrr.counted import counted
from rrr.records import MAX_PEOPLE_PER_SENTENCE, TRAIN, Project
from rrr.services.sharing import settings
from rrr.services.sharing.team_progress import TeamProgress, team_progress
from rrr.ui import tab_state
from rrr.ui.plain_text import plain
from rrr.ui.refusals import refusal_noted

_WIDTH = 440  # pixels; a popover is else as wide as its longest line


def team_progress_table(project: Project) -> None:
    """Draw how far everybody is, and how far they are together."""
    progress = team_progress(tab_state.workspace(), project, tab_state.annotator())
    with st.container(width=_WIDTH):
        _progress_table(progress)
        st.caption(plain(together(progress)))


def team_settings(project: Project) -> None:
    """Draw one field for each setting; for owners."""
    with st.container(width=_WIDTH):
        _overlap_field(project)
        _people_field(project)


def together(progress: TeamProgress) -> str:
    """How far everybody is together, in a sentence or two."""
    total = counted(progress.total, "training sentence")
    line = f"{progress.enough:,} of {total} have all the answers they need."
    if progress.overlap and progress.people_per_sentence > 1:
        line += (
            f" {progress.overlap_enough:,} of the {counted(progress.overlap, 'sentence')} that go "
            f"to {progress.people_per_sentence} people each have them."
        )
    return line


def _progress_table(progress: TeamProgress) -> None:
    numbers = {
        "Reviewed": [person.reviewed for person in progress.people],
        "Left": [person.left for person in progress.people],
    }
    # A narrow screen has not the width for columns of zeros.
    seldom = {
        "Skipped": [person.skipped for person in progress.people],
        "Flagged": [person.flagged for person in progress.people],
    }
    numbers |= {title: column for title, column in seldom.items() if any(column)}
    names = {"Person": [plain(person.name) for person in progress.people]}
    columns = {title: [f"{number:,}" for number in column] for title, column in numbers.items()}
    st.table(names | columns, border="horizontal")


def _overlap_field(project: Project) -> None:
    sharing = settings.sharing_of(tab_state.workspace(), project)
    percent = st.slider(
        "Sentences that several people answer",
        0,
        100,
        round(100 * sharing.overlap),
        step=5,
        format="%d %%",
        key=f"overlap {project.id}",
        help="They show how far people agree. All other sentences go to one person each. Nobody "
        "sees another's marks while they work. Answers stay when you change this.",
        on_change=_set_overlap,
        args=(project,),
    )
    st.caption(plain(meaning(project, percent, sharing.people_per_sentence)))


def meaning(project: Project, percent: int, people: int) -> str:
    """What a share means in sentences."""
    total = project.split_sizes.get(TRAIN, 0)
    number = settings.count_overlap(tab_state.workspace(), project, percent / 100)
    if people == 1 or not number:
        return f"Each of {counted(total, 'training sentence')} is answered by one person."
    return (
        f"{percent} % = {counted(number, 'sentence is', 'sentences are')} answered by {people} "
        f"people each, {total - number:,} by one person. That takes "
        f"{counted(number * people + total - number, 'answer')}."
    )


def _people_field(project: Project) -> None:
    sharing = settings.sharing_of(tab_state.workspace(), project)
    st.number_input(
        "People for each of them",
        1,
        MAX_PEOPLE_PER_SENTENCE,
        sharing.people_per_sentence,
        key=f"people per sentence {project.id}",
        disabled=not sharing.overlap,  # “them” are none
        on_change=_set_people,
        args=(project,),
    )


@refusal_noted
def _set_overlap(project: Project) -> None:
    share = st.session_state[f"overlap {project.id}"] / 100
    settings.set_overlap(tab_state.workspace(), project, share)


@refusal_noted
def _set_people(project: Project) -> None:
    number = st.session_state[f"people per sentence {project.id}"]
    settings.set_people_per_sentence(tab_state.workspace(), project, number)
