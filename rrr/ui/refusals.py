"""What people are told when something is refused: there, or in a sentence above the page."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec

import streamlit as st

from rrr.errors import RightReasonsError
from rrr.ui import tab_state
from rrr.ui.plain_text import plain

Arguments = ParamSpec("Arguments")

# Below the bar on top of each page.
_COME_INTO_VIEW = """<span id="{place}" style="scroll-margin-top: 5rem"></span><script>
document.getElementById("{place}").scrollIntoView({{block: "nearest"}});
</script>"""


@contextmanager
def errors_shown() -> Iterator[None]:
    """Show what went wrong where it did; the rest of the page stands."""
    try:
        yield
    except RightReasonsError as error:
        st.error(plain(str(error)), icon=":material/error:")


def notices_shown() -> None:
    """Show what has been noted since, once.

    Who pressed something far down the page would not see above it why nothing was done.
    """
    notices = tab_state.take_notices()
    if any(notice.is_refusal for notice in notices):
        place = f"refusal-{uuid.uuid4().hex}"  # a script that is there already is not run again
        st.html(_COME_INTO_VIEW.format(place=place), unsafe_allow_javascript=True)
    for notice in notices:
        if notice.is_refusal:
            st.warning(plain(notice.text), icon=":material/warning:")
        else:
            st.info(plain(notice.text), icon=":material/info:")


def refusal_noted(callback: Callable[Arguments, None]) -> Callable[Arguments, None]:
    """A callback that says why it was refused, instead of breaking off the page.

    Somebody's role may have changed since the page was drawn, or the thing may be gone. The whole
    page is drawn then, also where only a part of it would be: the sentence stands above it.
    """

    @functools.wraps(callback)
    def noted(*args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
        try:
            callback(*args, **kwargs)
        except RightReasonsError as error:
            tab_state.add_refusal(error)
            st.rerun()

    return noted
