"""Which kinds of classifier were compared, and why one was taken."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from rrr.counted import counted
from rrr.formats.percent import percent
from rrr.records import ClassifierChoice
from rrr.ui.plain_text import plain
from rrr.ui.train.on_demand import on_demand


def choice_panel(choice: ClassifierChoice, *, folded: bool) -> None:
    """The choice so far: the reason, and what was tried as a table.

    Args:
        choice: may be under way.
        folded: whether it is opened on demand only.
    """
    if choice.tried:
        title = f"How the kind of classifier was chosen: {counted(len(choice.tried), 'kind')}"
        draw = partial(draw_choice, choice)
        on_demand(title, "how the kind was chosen", draw, folded=folded)


def draw_choice(choice: ClassifierChoice) -> None:
    if choice.why:
        st.markdown(plain(choice.why))
    st.dataframe(choice_table(choice), hide_index=True)


def choice_table(choice: ClassifierChoice) -> pd.DataFrame:
    """One row per kind, in the order in which they were tried, as people read it."""
    return pd.DataFrame(
        {
            "kind": [tried.name for tried in choice.tried],
            "right without struck words": [
                "stopped learning" if tried.accuracy is None else percent(tried.accuracy)
                for tried in choice.tried
            ],
            "sentences": [f"{tried.num_judged:,}" for tried in choice.tried],
            "chosen": ["✓" if t.classifier == choice.chosen else "" for t in choice.tried],
        }
    )
