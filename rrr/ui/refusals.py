"""What a press of a button brings when it is refused: a sentence above the page."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec

from rrr.errors import RightReasonsError
from rrr.ui import tab_state

Arguments = ParamSpec("Arguments")


def refusal_noted(callback: Callable[Arguments, None]) -> Callable[Arguments, None]:
    """A callback that says why it was refused, instead of breaking off the page.

    Somebody's role may have changed since the page was drawn, or the thing may be gone.
    """

    @functools.wraps(callback)
    def noted(*args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
        try:
            callback(*args, **kwargs)
        except RightReasonsError as error:
            tab_state.add_notice(str(error))

    return noted
