"""What stands on a page while a thread works, and gives way to what it waited for."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from rrr.services import background
from rrr.services.background import Failed, Pending, Value
from rrr.services.warmup import warm_tensorflow
from rrr.ui.page_part import page_part
from rrr.ui.plain_text import plain

SECONDS_BETWEEN_LOOKS = 0.5


def arrived(value: Value | Pending | Failed, message: str) -> Value | None:
    """The value if it has arrived; else None, and a placeholder is drawn.

    Args:
        value: what was asked for with `background.soon`.
        message: what is waited for, in a sentence.
    """
    if isinstance(value, Pending):
        name = value.name
        wait_while(lambda: background.is_busy(name), message)
        return None
    if isinstance(value, Failed):
        offer_retry(value)
        return None
    return value


def offer_retry(failed: Failed) -> None:
    """Say why something could not be done, beside a button that has it tried again."""
    with st.container():
        st.error(plain(failed.reason), icon=":material/error:")
        st.button(
            "Try again",
            icon=":material/refresh:",
            key=f"try again {hash(failed.name)}",
            on_click=background.retry,
            args=(failed.name,),
        )


@page_part(run_every=SECONDS_BETWEEN_LOOKS)
def wait_while(is_busy: Callable[[], bool], message: str) -> None:
    """Say what is waited for; the page is drawn anew once it is over.

    Args:
        is_busy: asked again and again.
        message: what is waited for, in a sentence.
    """
    if not is_busy():
        st.rerun()
    st.status(message, state="running")


def wait_for_tensorflow() -> bool:
    """Whether TensorFlow is there; else says that it is being loaded, which takes seconds."""
    if not warm_tensorflow().is_alive():
        return True
    wait_while(lambda: warm_tensorflow().is_alive(), "Loading TensorFlow for the heatmaps…")
    return False
