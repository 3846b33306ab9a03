"""How far both heatmaps agree with evidence that came with the texts; nothing where none did."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from rrr.counted import counted
from rrr.records import Project
from rrr.services.comparison.agreement import agreement_soon
from rrr.services.comparison.pairs import RunPair
from rrr.ui import tab_state
from rrr.ui.page_part import page_part
from rrr.ui.plain_text import plain
from rrr.ui.waiting import arrived

_MEASURES = {
    "token_f1": "Token F1: words both chose",
    "iou_f1": "IOU F1: whole passages that overlap by half or more",
    "auprc": "AUPRC: the heat itself, from the hottest word down",
}


@page_part()
def evidence_section(project: Project, pair: RunPair) -> None:
    """A table of three measures, before and after."""
    pending = agreement_soon(tab_state.workspace(), project, pair)
    if pending is None:
        return
    st.markdown("**Do the heatmaps agree with people’s evidence?**")
    agreement = arrived(pending, "Both models read the texts with evidence…")
    if agreement is None:
        return
    before, after = agreement.before, agreement.after
    rows = [
        {
            "": title,
            "before": f"{getattr(before, name):.2f}",
            "after": f"{getattr(after, name):.2f}",
        }
        for name, title in _MEASURES.items()
    ]
    st.table(pd.DataFrame(rows).set_index(""))
    st.caption(
        f"From {counted(after.num_texts, 'text')} of {plain(agreement.split)}; 1 is full "
        "agreement. "
        f"For the first two, the hottest words of each text count, {after.top:,} of them: as many "
        "as people marked on average. A heatmap can agree with people while the model works "
        "otherwise."
    )
