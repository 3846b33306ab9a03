"""What a browser sends is taken only if it is what a board sends."""

from __future__ import annotations

from typing import Any

import pytest

from rrr.errors import AnnotationError
from rrr.ui.review.vote_board.board_component import Change, Sent, parse

DECISION = {"struck": [1, 2], "note": "x"}
CHANGE = {"id": 1, "turn": 2, "heard": 1, "hash": "h", "base": 0, "decision": DECISION}


def test_a_turn_is_read_with_its_changes() -> None:
    back = {**CHANGE, "decision": None}
    assert parse({"owner": "me", "turn": 3, "changes": [CHANGE, back]}) == Sent(
        "me", 3, (Change(1, 2, 1, "h", 0, (1, 2), "x"), Change(1, 2, 1, "h", 0, None, ""))
    )


@pytest.mark.parametrize(
    "message",
    [
        None,
        {},
        {"owner": 5, "turn": 1, "changes": []},
        {"owner": "me", "turn": "1", "changes": []},
        {"owner": "me", "turn": True, "changes": []},
        {"owner": "me", "turn": 1, "changes": [{**CHANGE, "id": -1}]},
        {"owner": "me", "turn": 1, "changes": [{**CHANGE, "base": 2**63}]},
        {"owner": "me", "turn": 1, "changes": [{**CHANGE, "heard": None}]},
        {"owner": "me", "turn": 1, "changes": [{**CHANGE, "hash": 5}]},
        {
            "owner": "me",
            "turn": 1,
            "changes": [{**CHANGE, "decision": {"struck": [0.5], "note": ""}}],
        },
        {
            "owner": "me",
            "turn": 1,
            "changes": [{**CHANGE, "decision": {"struck": [1], "note": "\ud800"}}],
        },
        {"owner": "me", "turn": 1, "changes": [{**CHANGE, "decision": {"struck": 5, "note": ""}}]},
    ],
)
def test_anything_else_is_refused(message: Any) -> None:
    with pytest.raises(AnnotationError, match="nothing was"):
        parse(message)
