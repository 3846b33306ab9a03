"""What the vote board sends is stored once, on what its tab had made before."""

from __future__ import annotations

from typing import Any

import pytest

from rrr.errors import AnnotationError
from rrr.records import NewExample, Project
from rrr.services.review import adjudicating
from rrr.services.workspace import Workspace
from rrr.store import adjudication_queries, importing
from rrr.text import token_hash, tokenize
from rrr.ui.owner import owner_of
from rrr.ui.review.deciding import stored
from rrr.ui.review.review_state import Heard
from rrr.ui.review.vote_board.board_component import parse

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


def store(workspace: Workspace, project: Project, heard: Heard, *changes: dict[str, Any]) -> Heard:
    """Store what the board sends of a person who works here."""
    owner = owner_of(workspace, project, workspace.person.key)
    turn = max(each["turn"] for each in changes)
    return stored(
        workspace, project, parse({"owner": owner, "turn": turn, "changes": changes}), heard
    )


def decided(workspace: Workspace, project: Project) -> dict[int, tuple[int, ...]]:
    decisions = adjudication_queries.of_project(workspace.database, project.id)
    return {example: decision.marked for example, decision in decisions.items()}


def test_what_was_sent_before_the_receipt_goes_on_from_what_was_stored(
    fresh_workspace: Workspace, project: Project
) -> None:
    heard = store(fresh_workspace, project, Heard(), change(1, 5))
    heard = store(fresh_workspace, project, heard, change(2, 1), change(3, 4, of=2))
    assert (heard.turn, heard.refusals) == (3, {})
    assert decided(fresh_workspace, project) == {1: (1,), 2: (4,)}
    back = {**change(4), "decision": None}
    heard = store(fresh_workspace, project, heard, back)
    heard = store(fresh_workspace, project, heard, change(5, 3))
    assert heard.refusals == {}
    assert decided(fresh_workspace, project)[1] == (3,)


def test_what_is_sent_twice_is_stored_once(fresh_workspace: Workspace, project: Project) -> None:
    heard = store(fresh_workspace, project, Heard(), change(1, 5))
    decision = adjudication_queries.of_project(fresh_workspace.database, project.id)[1]
    adjudicating.take_back(fresh_workspace, 1, base_revision=decision.revision)
    assert store(fresh_workspace, project, heard, change(1, 5)) == heard
    assert decided(fresh_workspace, project) == {}


def test_what_was_taken_back_and_heard_of_is_decided_anew(
    fresh_workspace: Workspace, project: Project
) -> None:
    heard = store(fresh_workspace, project, Heard(), change(1, 5))
    (_, revision) = heard.made[1]
    back = {**change(2, heard=1, base=revision), "decision": None}
    heard = store(fresh_workspace, project, heard, back)
    heard = store(fresh_workspace, project, heard, change(3, 1, heard=2))
    assert heard.refusals == {}
    assert decided(fresh_workspace, project) == {1: (1,)}


def test_a_second_reviewer_is_told_until_they_have_read_it(
    fresh_workspace: Workspace, project: Project
) -> None:
    first = adjudicating.decide(fresh_workspace, 1, [0], base_revision=0)
    heard = store(fresh_workspace, project, Heard(), change(1, 5))
    heard = store(fresh_workspace, project, heard, change(2, 4, of=2))  # before it was told
    assert [turn for turn, _ in heard.refusals.values()] == [1]
    assert "tester decided since" in heard.refusals[1][1]
    assert decided(fresh_workspace, project) == {1: (0,), 2: (4,)}
    again = change(3, 5, heard=2, base=first.revision)
    heard = store(fresh_workspace, project, heard, again)
    assert heard.refusals == {}
    assert decided(fresh_workspace, project) == {1: (5,), 2: (4,)}


def test_what_was_stored_before_a_page_was_left_is_not_refused_when_it_comes_again(
    fresh_workspace: Workspace, project: Project
) -> None:
    store(fresh_workspace, project, Heard(), change(1, 5))
    assert store(fresh_workspace, project, Heard(), change(1, 5)).refusals == {}
    assert decided(fresh_workspace, project) == {1: (5,)}
    decision = adjudication_queries.of_project(fresh_workspace.database, project.id)[1]
    back = {**change(1, base=decision.revision), "decision": None}
    for _ in range(2):
        assert store(fresh_workspace, project, Heard(), back).refusals == {}
        assert decided(fresh_workspace, project) == {}


def test_nobody_is_given_what_somebody_else_decided(
    fresh_workspace: Workspace, project: Project
) -> None:
    owner = owner_of(fresh_workspace, project, "another person")
    sent = parse({"owner": owner, "turn": 1, "changes": [change(1, 5)]})
    with pytest.raises(AnnotationError, match="belong to another workspace, project or person"):
        stored(fresh_workspace, project, sent, Heard())
    assert decided(fresh_workspace, project) == {}
