"""Whether training is worth it yet, in a sentence or two, and a question that would help."""

from __future__ import annotations

import streamlit as st

from rrr.counted import counted
from rrr.formats.percent import percent
from rrr.records import Project
from rrr.services.guidance.advice import FEW_SENTENCES, FEW_TO_LEARN, Advice
from rrr.services.marks.answers import Progress
from rrr.services.training.nothing_learned import REMEDY
from rrr.ui.fair_question import LOOKS_GOOD, fair_change_line, fair_question
from rrr.ui.page_links import page_link
from rrr.ui.plain_text import plain
from rrr.ui.standing_line import standing_line

_WIDTH = 600


def advice_panel(project: Project, advice: Advice, progress: Progress, *, automatic: bool) -> None:
    """Say what stands against training now, if anything does, and what to do about it.

    Args:
        project: to be trained.
        advice: what is known of its marks, of which there are some.
        progress: how far this person has come.
        automatic: whether λ will be searched for.
    """
    if warning := warning_of(advice, automatic=automatic):
        st.warning(plain(warning), icon=":material/info:", width=_WIDTH)
    if advice.looks_good:
        st.caption(LOOKS_GOOD, width=_WIDTH)
    standing_line(project)
    fair_change_line(project)
    if advice.questions:
        fair_question(project, advice.questions)
    elif not advice.is_after_cure and (warning or advice.are_few) and progress.left:
        left = counted(progress.left, "sentence")
        page_link("annotate", f"Review more: {left} left", ":material/ink_eraser:")


def warning_of(advice: Advice, *, automatic: bool) -> str:
    """Why training may be in vain; empty if nothing speaks against it."""
    if advice.num_training < FEW_TO_LEARN:
        return (
            f"There {'is' if advice.num_training == 1 else 'are'} only "
            f"{counted(advice.num_training, 'training sentence')} with a label. A model hardly "
            f"learns from fewer than {FEW_TO_LEARN}. Import more sentences (“Projects”, “Into”)."
        )
    if automatic and not advice.num_words:
        return (
            "No word counts as struck yet: you left each struck word standing in most of the "
            "sentences you reviewed. Strike a word in at least two sentences and in most places "
            "where it stands, or strike it everywhere."
        )
    if advice.is_guessing:
        return (
            "Without your marks the model is hardly better than guessing. Marks cannot help it "
            f"yet. {REMEDY}"
        )
    if advice.decide_little and advice.swaps is not None:
        return (
            "These words hardly matter: in the model without your marks, swapping them changes "
            f"{percent(advice.swaps)} of the predictions. There is almost nothing to cure."
        )
    if advice.are_few:
        return (
            f"Words are struck out in {counted(advice.num_sentences, 'training sentence')} only. "
            f"With fewer than {FEW_SENTENCES} sentences, training rarely changes much. Strike a "
            f"word everywhere, or review more sentences first."
        )
    if automatic and advice.untouched:
        return (
            "No validation sentence has a struck word. So some training sentences are set aside "
            "to choose λ, and the model is trained once more at the end. This takes longer."
        )
    return ""
