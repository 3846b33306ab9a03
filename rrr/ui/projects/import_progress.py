"""How far a file has been brought in, and what is told to who left meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from rrr.counted import counted
from rrr.ui import tab_state
from rrr.ui.remembered import taken

IMPORT_BUTTONS = IMPORT, IMPORT_PROJECT = "import", "import project"
"""Keys of the buttons that begin it."""
_UNDER_WAY = "file that is brought in"


@contextmanager
def import_progress(filename: str) -> Iterator[Callable[[int, int], None]]:
    """Draw a bar, and give what is to be called with the sentences stored and all there are."""
    bar = st.progress(0.0, text="Looking through the file…")
    st.caption("Stay here until it is done: leaving this page stops the import.")

    def report(done: int, total: int) -> None:
        bar.progress(done / total, text=f"Stored {done:,} of {counted(total, 'sentence')}.")

    st.session_state[_UNDER_WAY] = filename
    try:
        yield report
    except Exception:
        taken(_UNDER_WAY, "")
        raise
    taken(_UNDER_WAY, "")


def note_left_import() -> None:
    """Streamlit ends what a page is doing when somebody leaves it or presses something else, with
    an exception that lets nothing be kept. Nothing of the file is stored then. Say so, unless a
    second click has begun it again."""
    filename = taken(_UNDER_WAY, "")
    is_pressed_again = any(st.session_state.get(key) for key in IMPORT_BUTTONS)
    if filename and not is_pressed_again:
        tab_state.add_notice(
            f"The import of “{filename}” was stopped, because you left its page or pressed "
            "something else there. Nothing of it was stored. Import it again."
        )
