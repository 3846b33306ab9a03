"""The offer to train with other seeds, where one training says too little."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from rrr.errors import RightReasonsError
from rrr.records import Evaluation, Run
from rrr.services.comparison.more_seeds import (
    NUM_MORE,
    can_have_more,
    is_wide,
    train_with_more_seeds,
    under_way,
)
from rrr.services.comparison.over_seeds import alike
from rrr.ui import tab_state
from rrr.ui.page_links import page_link
from rrr.ui.plain_text import plain


def more_seeds_offer(run: Run, evaluation: Evaluation, runs: Sequence[Run]) -> None:
    """Offer to find out how much another seed would differ, or say that it is being done; nothing
    where several seeds are there, or the intervals are narrow."""
    if not can_have_more(run) or len(alike(run, runs)) > 1:
        return
    may_train = tab_state.may(run.project_id, "train")
    if under_way(run, runs):
        st.caption("Other seeds are being trained. Come back when they are done.")
        page_link("train", "Watch them train", ":material/model_training:")
    elif (
        may_train
        and is_wide(evaluation)
        and st.button(
            f"Train {NUM_MORE} more seeds",
            icon=":material/casino:",
            key="more seeds",
            help="The intervals are wide, and another seed may give other numbers. Trains the same "
            "marks and settings again, each with a baseline of its own.",
        )
    ):
        try:
            train_with_more_seeds(tab_state.workspace(), run)
        except RightReasonsError as error:
            st.error(plain(str(error)), icon=":material/error:")
            return
        st.rerun()
