"""What stands in the place of a sentence when this person can be handed none."""

from __future__ import annotations

import streamlit as st

from rrr.counted import counted
from rrr.formats.duration import duration
from rrr.records import Project
from rrr.services.guidance import next_sentence
from rrr.services.marks import answers
from rrr.services.marks.answers import Progress
from rrr.services.sharing import leases
from rrr.services.sharing.leases import Busy
from rrr.ui import tab_state
from rrr.ui.annotate.others_line import listed
from rrr.ui.page_links import train_link
from rrr.ui.page_part import page_part
from rrr.ui.plain_text import plain

_SECONDS_BETWEEN_LOOKS = 5
_NUMBERS = ("", "", "two ", "three ", "four ", "five ")


def nothing_left(project: Project) -> None:
    """Say that all is answered, or who is at the last sentences, and what can be done now."""
    workspace, annotator = tab_state.workspace(), tab_state.annotator()
    progress = answers.progress(workspace, project, annotator)
    if progress.left and leases.busy(workspace, project, annotator) is not None:
        _wait_for_others(project)
    else:
        st.markdown(all_answered(progress))
    train_link(project)
    first = answers.first_answered(workspace, project, annotator)
    st.button(
        "Look through them again" if not progress.by_others else "Look through yours again",
        key="look again",
        disabled=first is None,
        on_click=tab_state.open_example,
        args=(first,),
    )


@page_part(run_every=_SECONDS_BETWEEN_LOOKS)
def _wait_for_others(project: Project) -> None:
    """Who is at the last sentences; the page is drawn anew once one of them is free."""
    workspace, annotator = tab_state.workspace(), tab_state.annotator()
    busy = leases.busy(workspace, project, annotator)
    if busy is None or next_sentence.upcoming(workspace, project, annotator, None, 1):
        st.rerun()
    else:
        st.info(plain(others_are_at(busy)))


def all_answered(progress: Progress) -> str:
    """That nothing is left for this person, and who has answered what."""
    open_ones = [
        f"{number:,} {name}"
        for number, name in ((progress.skipped, "skipped"), (progress.flagged, "flagged"))
        if number
    ]
    exceptions = f", {' and '.join(open_ones)} among them" if open_ones else ""
    done = "answered" if open_ones or progress.by_others else "reviewed"
    of_all = counted(progress.total, "training sentence is", "training sentences are")
    if not progress.by_others:
        return f"All {of_all} {done}{exceptions}. Well done."
    num_own = progress.total - progress.by_others
    return (
        f"All {of_all} answered: {num_own:,} by you{exceptions}, {progress.by_others:,} by others. "
        "Well done."
    )


def others_are_at(busy: Busy) -> str:
    """Who is at the last sentences, and when they come back at the latest."""
    names = listed(busy.people)
    are, leave = ("is", "leaves") if len(busy.people) == 1 else ("are", "leave")
    number = _NUMBERS[busy.number] if busy.number < len(_NUMBERS) else f"{busy.number:,} "
    last_sentences = f"last {number}sentence{'s' if busy.number > 1 else ''}"
    comes = "It comes" if busy.number == 1 else "The first comes"
    within = duration(max(busy.seconds, 1))
    return (
        f"{names} {are} at the {last_sentences}. {comes} back to you within {within} if {names} "
        f"{leave}."
    )
