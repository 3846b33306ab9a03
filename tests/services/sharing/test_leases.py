from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from rrr.records import Project
from rrr.services.guidance import next_sentence
from rrr.services.sharing import leases, settings
from rrr.services.sharing.leases import Held
from rrr.services.workspace import Workspace
from rrr.store import example_queries, lease_queries, schema
from tests.answering import answer

pytestmark = pytest.mark.both_stores


@pytest.fixture
def ids(fresh_workspace: Workspace, small_project: Project) -> list[int]:
    """The training sentences in order."""
    known = list(example_queries.stream_of(fresh_workspace.database, small_project.id))
    return [example.id for example in known if example.split == "train"]


class Clock:
    """The computer's clock, as a test sets it."""

    def __init__(self) -> None:
        self.moment = schema.now()

    def __call__(self) -> datetime:
        return self.moment

    def go(self, **step: float) -> None:
        self.moment += timedelta(**step)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(schema, "now", clock)
    monkeypatch.setattr(leases, "now", clock)
    return clock


def show(
    workspace: Workspace, project: Project, person: str, example_id: int, *ahead: int
) -> frozenset[int]:
    return leases.hold(workspace, project, person, example_id, ahead, None).ids


def upcoming(workspace: Workspace, project: Project, person: str, count: int = 3) -> list[int]:
    return next_sentence.upcoming(workspace, project, person, None, count)


def test_what_one_has_before_them_is_handed_to_nobody_else(
    fresh_workspace: Workspace, small_project: Project, ids: list[int]
) -> None:
    assert show(fresh_workspace, small_project, "ann", ids[0], ids[1]) == {ids[0], ids[1]}
    assert upcoming(fresh_workspace, small_project, "bob") == ids[2:5]
    assert show(fresh_workspace, small_project, "bob", ids[0]) == frozenset()
    assert upcoming(fresh_workspace, small_project, "ann") == ids[:3]


@pytest.mark.parametrize("order", ["in_order", "random", "useful"])
def test_no_order_hands_out_what_others_answer_or_have_before_them(
    fresh_workspace: Workspace, trained_project: Project, order: next_sentence.Order
) -> None:
    from rrr.services.guidance import corpus_reading
    from rrr.store import run_queries

    run = run_queries.get(fresh_workspace.database, 2)
    corpus_reading.read(fresh_workspace, trained_project, run, lambda: False)
    next_sentence.choose(fresh_workspace, trained_project, "bob", order)
    first, second, *_ = coming = upcoming(fresh_workspace, trained_project, "bob", 60)
    assert len(coming) == 60
    answer(fresh_workspace, first, "ann", "marked", [0])
    show(fresh_workspace, trained_project, "ann", second)
    rest = upcoming(fresh_workspace, trained_project, "bob", 60)
    assert sorted(rest) == sorted(coming[2:])
    assert next_sentence.wanted(fresh_workspace, trained_project, "bob", coming) == coming[2:]


def test_a_sentence_goes_back_when_its_person_goes_on_without_an_answer(
    fresh_workspace: Workspace, small_project: Project, ids: list[int]
) -> None:
    held = leases.hold(fresh_workspace, small_project, "ann", ids[0], [], None)
    leases.hold(fresh_workspace, small_project, "ann", ids[7], [], held)
    assert upcoming(fresh_workspace, small_project, "bob", 8) == [*ids[:7], ids[8]]


def test_two_tabs_of_one_person_take_nothing_from_each_other(
    fresh_workspace: Workspace, small_project: Project, ids: list[int]
) -> None:
    held = leases.hold(fresh_workspace, small_project, "ann", ids[0], [], None)
    assert show(fresh_workspace, small_project, "ann", ids[1])
    leases.hold(fresh_workspace, small_project, "ann", ids[2], [], held)
    assert upcoming(fresh_workspace, small_project, "bob", 2) == [ids[0], ids[3]]


def test_a_skipped_sentence_waits_for_somebody_else(
    fresh_workspace: Workspace, small_project: Project, ids: list[int]
) -> None:
    answer(fresh_workspace, ids[0], "ann", "skipped")
    answer(fresh_workspace, ids[1], "ann", "flagged", note="?")
    assert upcoming(fresh_workspace, small_project, "ann", 1) == [ids[2]]
    assert upcoming(fresh_workspace, small_project, "bob", 2) == ids[:2]


def test_whoever_has_answered_may_come_back(
    fresh_workspace: Workspace, small_project: Project, ids: list[int]
) -> None:
    answer(fresh_workspace, ids[0], "ann", "skipped")
    answer(fresh_workspace, ids[0], "bob", "marked", [0])
    for person in ("ann", "bob"):
        assert ids[0] in show(fresh_workspace, small_project, person, ids[0])
        next_sentence.choose(fresh_workspace, small_project, person, "mine")
        assert upcoming(fresh_workspace, small_project, person) == [ids[0]]
    assert ids[0] not in show(fresh_workspace, small_project, "cy", ids[0])


def test_a_sentence_of_the_overlap_goes_to_as_many_people_as_asked(
    fresh_workspace: Workspace, small_project: Project, ids: list[int]
) -> None:
    settings.set_people_per_sentence(fresh_workspace, small_project, 3)
    settings.set_overlap(fresh_workspace, small_project, 1.0)
    answer(fresh_workspace, ids[0], "ann", "marked", [0])
    assert show(fresh_workspace, small_project, "bob", ids[0])
    assert upcoming(fresh_workspace, small_project, "cy", 1) == [ids[0]]
    assert show(fresh_workspace, small_project, "cy", ids[0])
    assert upcoming(fresh_workspace, small_project, "dee", 1) == [ids[1]]
    # An answer of somebody who has it before them counts once.
    answer(fresh_workspace, ids[0], "bob", "marked", [0])
    assert not show(fresh_workspace, small_project, "dee", ids[0])
    claims = leases.claims_on(fresh_workspace, small_project, "dee", ids[0])
    assert sorted(claims.answered) == ["ann", "bob"]
    assert [lease.person for lease in claims.leased] == ["cy"]


def test_a_lease_runs_out_and_what_is_only_ahead_sooner(
    fresh_workspace: Workspace, small_project: Project, ids: list[int], clock: Clock
) -> None:
    show(fresh_workspace, small_project, "ann", ids[0], ids[1])
    clock.go(minutes=3)
    assert upcoming(fresh_workspace, small_project, "bob", 1) == [ids[1]]
    clock.go(minutes=8)
    assert upcoming(fresh_workspace, small_project, "bob", 1) == [ids[0]]
    assert show(fresh_workspace, small_project, "bob", ids[0])
    assert not show(fresh_workspace, small_project, "ann", ids[0])
    answer(fresh_workspace, ids[0], "ann", "marked", [0])  # work that is done is never refused


def test_a_lease_is_renewed_while_its_person_is_there(
    fresh_workspace: Workspace,
    small_project: Project,
    ids: list[int],
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(leases, "RENEWED_AFTER", 0.0)
    held: Held | None = None
    for _ in range(5):
        held = leases.hold(fresh_workspace, small_project, "ann", ids[0], [], held)
        clock.go(minutes=9)
        assert upcoming(fresh_workspace, small_project, "bob", 1) == [ids[1]]


@pytest.mark.parametrize("days", [-3, 3])
def test_a_clock_that_is_set_locks_nobody_out(
    fresh_workspace: Workspace, small_project: Project, ids: list[int], clock: Clock, days: int
) -> None:
    show(fresh_workspace, small_project, "ann", ids[0])
    clock.go(days=days)
    assert upcoming(fresh_workspace, small_project, "bob", 1) == [ids[0]]
    assert show(fresh_workspace, small_project, "bob", ids[0]) == {ids[0]}


def test_two_servers_whose_clocks_differ_a_little_respect_each_other(
    fresh_workspace: Workspace, small_project: Project, ids: list[int], clock: Clock
) -> None:
    show(fresh_workspace, small_project, "ann", ids[0])
    clock.go(seconds=-20)
    assert upcoming(fresh_workspace, small_project, "bob", 1) == [ids[1]]


def test_looking_ahead_leaves_others_as_much(
    fresh_workspace: Workspace, small_project: Project, ids: list[int]
) -> None:
    alone = show(fresh_workspace, small_project, "ann", ids[0], *ids[1:19])
    assert len(alone) == 19  # nobody else is known here
    for example_id in ids[:50]:
        answer(fresh_workspace, example_id, "ann", "nothing_irrelevant")
    show(fresh_workspace, small_project, "bob", ids[50])
    assert len(show(fresh_workspace, small_project, "ann", ids[51], *ids[52:])) == 1 + 9 // 3


def test_one_hears_who_is_at_the_last_sentences_and_when_they_come_back(
    fresh_workspace: Workspace, small_project: Project, ids: list[int], clock: Clock
) -> None:
    for example_id in ids[2:]:
        answer(fresh_workspace, example_id, "bob", "nothing_irrelevant")
    assert leases.busy(fresh_workspace, small_project, "bob") is None
    show(fresh_workspace, small_project, "ann", ids[0])
    show(fresh_workspace, small_project, "ann", ids[1])
    clock.go(minutes=2)
    assert upcoming(fresh_workspace, small_project, "bob") == []
    busy = leases.busy(fresh_workspace, small_project, "bob")
    assert busy is not None
    assert (busy.people, busy.number, busy.seconds) == (("ann",), 2, pytest.approx(480))
    clock.go(minutes=9)
    assert leases.busy(fresh_workspace, small_project, "bob") is None
    assert upcoming(fresh_workspace, small_project, "bob") == ids[:2]


def test_nothing_is_written_while_nothing_changes(
    fresh_workspace: Workspace, small_project: Project, ids: list[int]
) -> None:
    held = leases.hold(fresh_workspace, small_project, "ann", ids[0], ids[1:5], None)
    assert leases.hold(fresh_workspace, small_project, "ann", ids[0], ids[1:5], held) is held
    assert leases.hold(fresh_workspace, small_project, "ann", ids[0], ids[1:4], held) is held


def test_threads_that_press_at_the_same_moment_get_different_sentences(
    fresh_workspace: Workspace, small_project: Project, ids: list[int]
) -> None:
    people = [f"person {number}" for number in range(8)]
    together = threading.Barrier(len(people))

    def work(person: str) -> list[int]:
        answered = []
        together.wait()
        while coming := upcoming(fresh_workspace, small_project, person, 1):
            if show(fresh_workspace, small_project, person, coming[0]):
                answer(fresh_workspace, coming[0], person, "nothing_irrelevant")
                answered += coming
        return answered

    with ThreadPoolExecutor(len(people)) as pool:
        answered = list(pool.map(work, people))
    assert Counter(each for part in answered for each in part) == Counter(ids)
    assert lease_queries.leased_out(fresh_workspace.database, small_project.id, "nobody") == {}
