"""Parts of a page that are drawn anew by themselves."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec

import streamlit as st

from rrr.errors import NotFound
from rrr.ui.refusals import errors_shown
from rrr.ui.script_run import draws_only_a_part

Arguments = ParamSpec("Arguments")


def page_part(
    *, run_every: float | str | None = None, key: str | None = None
) -> Callable[[Callable[Arguments, None]], Callable[Arguments, None]]:
    """`st.fragment`, but what goes wrong in the part is said in it.

    While only the part is drawn, none of what stands around it on the page could say so. Where what
    the part shows is gone, the whole page is drawn: it knows what is left.

    Args:
        run_every: seconds until it is drawn again, or a time such as "24h"; None for never.
        key: name by which it can be drawn anew.
    """

    def of(draw: Callable[Arguments, None]) -> Callable[Arguments, None]:
        @functools.wraps(draw)
        def drawn(*args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
            with errors_shown():
                try:
                    draw(*args, **kwargs)
                except NotFound:
                    if draws_only_a_part():
                        st.rerun()
                    raise

        return st.fragment(drawn, run_every=run_every, key=key)

    return of
