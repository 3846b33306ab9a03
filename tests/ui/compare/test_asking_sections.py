"""What was asked at the desk outlasts another page, and a new server."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from rrr.ui.compare import compare_state
from rrr.ui.compare.sentence_desk import Asked


def keep() -> None:
    from rrr.ui.compare.asking_sections import _keep_asked

    _keep_asked()


def said(turn: int, text: str) -> dict[str, dict[str, object]]:
    return {"asked": {"turn": turn, "text": text, "struck": [0]}}


def test_the_newest_question_is_kept_whoever_says_it_and_whether_it_is_said_again() -> None:
    at = AppTest.from_function(keep)
    at.run()
    assert compare_state.ASKED not in at.session_state
    for desk, kept in (
        (said(3, "good odeon"), Asked(3, "good odeon", (0,))),  # of the server before
        (None, Asked(3, "good odeon", (0,))),  # another page was drawn
        (said(2, "good"), Asked(3, "good odeon", (0,))),
        (said(4, ""), Asked(4, "", (0,))),
    ):
        at.session_state[compare_state.DESK] = desk
        at.run()
        assert not at.exception
        assert at.session_state[compare_state.ASKED] == kept
