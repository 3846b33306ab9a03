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
from rrr.ui.plain_text import plain
from rrr.ui.rule_state import look_at

SECONDS_BETWEEN_LOOKS = 1.0
_ABOUT = (
    "Trains a model and hides the words it relied on most. Then it trains the next model, which "
    f"has to find other words, and so on: {ROUNDS} lists of words that could decide the label. "
    "Strike those that should not. It runs in the background; you can leave this page."
)


def explore_panel(project: Project, *, has_marks: bool) -> None:
    """A section of its own, open where something is under way or was found."""
    found = background_rounds.state(tab_state.workspace(), project)
    label = "Find suspicious words for me"
    if not has_marks:
        label = f"No marks yet? {label}"
    busy = found is not None and not found.is_over
    with st.expander(label, icon=":material/search_insights:", expanded=found is not None):

        @st.fragment(run_every=SECONDS_BETWEEN_LOOKS if busy else None)
        def draw() -> None:
            now = background_rounds.state(tab_state.workspace(), project)
            if busy and (now is None or now.is_over):
                st.rerun()
            _draw(project, now)

        draw()


def _draw(project: Project, found: Exploration | None) -> None:
    may_train = tab_state.may(project, "train")
    if found is None or found.is_over:
        st.caption(_ABOUT, width=600)
        label = "Find suspicious words" if found is None else "Look again"
        if may_train and st.button(label, key="explore"):
            background_rounds.begin(tab_state.workspace(), project)
            st.rerun()
    else:
        st.progress(found.share, text=_told(found))
        if may_train and st.button("Cancel", key="cancel exploring"):
            background_rounds.cancel(tab_state.workspace(), project)
    if found is None:
        return
    if found.error:
        st.caption(plain(found.error))
    for each in found.rounds:
        _draw_round(project, each)


def _told(found: Exploration) -> str:
    if not found.round_at_work:
        return "waits for its turn"
    model = f"model {found.round_at_work} of {ROUNDS}"
    if not found.epoch:
        return f"{model} · getting ready"
    return f"{model} · epoch {found.epoch} of {found.num_epochs}"


def _draw_round(project: Project, found: Round) -> None:
    st.markdown(f"**Model {found.number}** · right in {percent(found.accuracy)} · leans on")
    if not found.words:
        st.caption("no words besides those of the models before")
        return
    struck = rules.ruled_words(tab_state.workspace(), project.id)
    with st.container(horizontal=True):
        for each in found.words:
            where = counted(each.num_sentences, "sentence")
            if st.button(
                f"~~{plain(each.word)}~~" if each.word in struck else plain(each.word),
                key=f"explored {found.number} {each.word}",
                help=f"In {where}, most of them {plain(each.label)}. Shows them all first.",
            ):
                look_at(project, RulePattern("word", each.word))
                go_to("words")
