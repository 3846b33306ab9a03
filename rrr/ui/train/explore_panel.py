"""Models show what could decide the label; words that should not can be struck."""

from __future__ import annotations

import streamlit as st

from rrr.annotating.rule_matching import RulePattern
from rrr.counted import counted
from rrr.formats.percent import percent
from rrr.records import Project
from rrr.services.exploration import background_rounds
from rrr.services.exploration.background_rounds import ROUNDS, Exploration
from rrr.services.exploration.rounds import Round
from rrr.services.marks import rules
from rrr.ui import tab_state
from rrr.ui.page_links import go_to
from rrr.ui.page_part import page_part
from rrr.ui.plain_text import plain
from rrr.ui.refusals import refusal_noted
from rrr.ui.rule_state import look_at

SECONDS_BETWEEN_LOOKS = 1.0
_ABOUT = (
    "Trains a model and hides the words it relied on most. Then it trains the next model, which "
    f"has to find other words, and so on: {ROUNDS} lists of words that could decide the label. "
    "Strike those that should not. It runs in the background; you can leave this page."
)


def explore_panel(project: Project, *, has_marks: bool) -> None:
    """A section of its own, open where something is under way or was found; nothing where nothing
    was found for somebody who may not look."""
    exploration = background_rounds.state(tab_state.workspace(), project)
    if exploration is None and not tab_state.may(project, "train"):
        return
    label = "Find suspicious words for me"
    if not has_marks:
        label = f"No marks yet? {label}"
    busy = _is_under_way(exploration)
    with st.expander(label, icon=":material/search_insights:", expanded=exploration is not None):

        @page_part(run_every=SECONDS_BETWEEN_LOOKS if busy else None)
        def draw() -> None:
            now = background_rounds.state(tab_state.workspace(), project)
            if _is_under_way(now) != busy:  # begun here, or over: look from now on, or no more
                st.rerun()
            _draw(project, now)

        draw()


def _is_under_way(exploration: Exploration | None) -> bool:
    return exploration is not None and not exploration.is_over


def _draw(project: Project, exploration: Exploration | None) -> None:
    may_train = tab_state.may(project, "train")
    if exploration is None or exploration.is_over:
        st.caption(_ABOUT, width=600)
        label = "Find suspicious words" if exploration is None else "Look again"
        if may_train:
            st.button(label, key="explore", on_click=_begin, args=(project,))
    else:
        st.progress(exploration.share, text=_progress_text(exploration))
        if may_train:
            st.button("Cancel", key="cancel exploring", on_click=_cancel, args=(project,))
    if exploration is None:
        return
    if exploration.error:
        st.caption(plain(exploration.error))
    for this_round in exploration.rounds:
        _draw_round(project, this_round)


@refusal_noted
def _begin(project: Project) -> None:
    background_rounds.begin(tab_state.workspace(), project)


@refusal_noted
def _cancel(project: Project) -> None:
    background_rounds.cancel(tab_state.workspace(), project)


def _progress_text(exploration: Exploration) -> str:
    if not exploration.round_at_work:
        return "waits for its turn"
    model = f"model {exploration.round_at_work} of {ROUNDS}"
    if not exploration.epoch:
        return f"{model} · getting ready"
    return f"{model} · epoch {exploration.epoch} of {exploration.num_epochs}"


def _draw_round(project: Project, this_round: Round) -> None:
    st.markdown(
        f"**Model {this_round.number}** · right in {percent(this_round.accuracy)} · leans on"
    )
    if not this_round.words:
        st.caption("no words besides those of the models before")
        return
    struck = rules.ruled_words(tab_state.workspace(), project.id)
    with st.container(horizontal=True):
        for word in this_round.words:
            where = counted(word.num_sentences, "sentence")
            if st.button(
                f"~~{plain(word.word)}~~" if word.word in struck else plain(word.word),
                key=f"explored {this_round.number} {word.word}",
                help=f"In {where}, most of them {plain(word.label)}. Shows them all first.",
            ):
                look_at(project, RulePattern("word", word.word))
                go_to("words")
