"""What the vote board sends is stored once, on what its tab had made before."""

from __future__ import annotations

from typing import Any

import pytest

from rrr.records import NewExample, Project
from rrr.services.review import adjudicating
from rrr.services.workspace import Workspace
from rrr.store import adjudication_queries, importing
from rrr.text import token_hash, tokenize
from rrr.ui.review.deciding import stored
from rrr.ui.review.review_state import Heard
from rrr.ui.review.vote_board.board_component import Sent, parse

TEXT = "A warm film at the Odeon"


@pytest.fixture
def project(fresh_workspace: Workspace) -> Project:
    rows = [NewExample(text, "ab"[n], "train") for n, text in enumerate((TEXT, f"{TEXT}!"))]
    return importing.add(fresh_workspace.database, "Small", ("a", "b"), rows)


def change(turn: int, *struck: int, of: int = 1, heard: int = 0, base: int = 0) -> dict[str, Any]:
    decision = {"struck": list(struck), "note": "why"}
    text = TEXT if of == 1 else f"{TEXT}!"
    place = {"id": of, "hash": token_hash(tokenize(text)), "base": base}
    return {**place, "turn": turn, "heard": heard, "decision": decision}


def sent(*changes: dict[str, Any]) -> Sent:
    return parse({"turn": max(each["turn"] for each in changes), "changes": changes})


def decided(workspace: Workspace, project: Project) -> dict[int, tuple[int, ...]]:
    decisions = adjudication_queries.of_project(workspace.database, project.id)
    return {example: decision.marked for example, decision in decisions.items()}


def test_what_was_sent_before_the_receipt_goes_on_from_what_was_stored(
    fresh_workspace: Workspace, project: Project
) -> None:
    heard = stored(fresh_workspace, sent(change(1, 5)), Heard())
    heard = stored(fresh_workspace, sent(change(2, 1), change(3, 4, of=2)), heard)
    assert (heard.turn, heard.refusals) == (3, {})
    assert decided(fresh_workspace, project) == {1: (1,), 2: (4,)}
    back = {**change(4), "decision": None}
    heard = stored(fresh_workspace, sent(back), heard)
    heard = stored(fresh_workspace, sent(change(5, 3)), heard)
    assert heard.refusals == {}
    assert decided(fresh_workspace, project)[1] == (3,)


def test_what_is_sent_twice_is_stored_once(fresh_workspace: Workspace, project: Project) -> None:
    heard = stored(fresh_workspace, sent(change(1, 5)), Heard())
    decision = adjudication_queries.of_project(fresh_workspace.database, project.id)[1]
    adjudicating.take_back(fresh_workspace, 1, base_revision=decision.revision)
    assert stored(fresh_workspace, sent(change(1, 5)), heard) == heard
    assert decided(fresh_workspace, project) == {}


def test_what_was_taken_back_and_heard_of_is_decided_anew(
    fresh_workspace: Workspace, project: Project
) -> None:
    heard = stored(fresh_workspace, sent(change(1, 5)), Heard())
    (_, revision) = heard.made[1]
    back = {**change(2, heard=1, base=revision), "decision": None}
    heard = stored(fresh_workspace, sent(back), heard)
    heard = stored(fresh_workspace, sent(change(3, 1, heard=2)), heard)
    assert heard.refusals == {}
    assert decided(fresh_workspace, project) == {1: (1,)}


def test_a_second_reviewer_is_told_until_they_have_read_it(
    fresh_workspace: Workspace, project: Project
) -> None:
    first = adjudicating.decide(fresh_workspace, 1, [0], base_revision=0)
    heard = stored(fresh_workspace, sent(change(1, 5)), Heard())
    heard = stored(fresh_workspace, sent(change(2, 4, of=2)), heard)  # before it was told
    assert [turn for turn, _ in heard.refusals.values()] == [1]
    assert "tester decided since" in heard.refusals[1][1]
    assert decided(fresh_workspace, project) == {1: (0,), 2: (4,)}
    again = change(3, 5, heard=2, base=first.revision)
    heard = stored(fresh_workspace, sent(again), heard)
    assert heard.refusals == {}
    assert decided(fresh_workspace, project) == {1: (5,), 2: (4,)}
