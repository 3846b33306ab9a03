"""Download a trained model to use it without this app."""

from __future__ import annotations

import streamlit as st

from rrr.records import Run
from rrr.services.comparison.model_download import archive_name, model_zip
from rrr.services.comparison.pairs import RunPair
from rrr.ui import tab_state


def model_button(run: Run, pair: RunPair | None = None) -> None:
    """Draw the button; the zip is made once it is pressed. Nothing for those who may not export.

    Args:
        run: a finished run.
        pair: the two runs whose verdict goes with the model; None: the run and its baseline.
    """
    workspace = tab_state.workspace()
    if not tab_state.may(run.project_id, "export"):
        return
    st.download_button(
        f"Download the model of run {run.id}",
        data=lambda: model_zip(workspace, run, pair),
        file_name=archive_name(run),
        mime="application/zip",
        icon=":material/download:",
        help="A zip that works without this app: the model, a script that labels texts, and a "
        "model card.",
        on_click="ignore",
        key=f"download model {run.id}",
    )
