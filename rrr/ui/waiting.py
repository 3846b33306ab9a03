"""What stands on a page while a thread works, and gives way to what it waited for."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from rrr.services.warmup import warm_tensorflow

SECONDS_BETWEEN_LOOKS = 0.5


@st.fragment(run_every=SECONDS_BETWEEN_LOOKS)
def wait_while(is_busy: Callable[[], bool], told: str) -> None:
    """Say what is waited for; the page is drawn anew once it is over.

    Args:
        is_busy: asked again and again.
        told: what is waited for, in a sentence.
    """
    if not is_busy():
        st.rerun()
    st.status(told, state="running")


def wait_for_tensorflow() -> bool:
    """Whether TensorFlow is there; else says that it is being loaded, which takes seconds."""
    if not warm_tensorflow().is_alive():
        return True
    wait_while(lambda: warm_tensorflow().is_alive(), "Loading TensorFlow for the heatmaps…")
    return False
