"""What Streamlit is drawing at the moment."""

from __future__ import annotations

from streamlit.runtime.scriptrunner import get_script_run_ctx


def draws_only_a_part() -> bool:
    """Whether a part of the page is drawn anew by itself, because of something in it."""
    run = get_script_run_ctx()
    return run is not None and bool(run.fragment_ids_this_run)
