"""Which sentences a tab has before it, so that nobody else is handed them.

A lease is taken when a sentence is shown, and for the next few, which the browser has ready. It is
renewed while somebody is at the sentence, given back when they go on, and runs out by itself.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rrr.records import TRAIN, Claims, Lease, Project
from rrr.services.permissions import require_own
from rrr.services.workspace import Workspace
from rrr.store import lease_queries, people_queries, sentence_order_queries, team_counts
from rrr.store.schema import now

RENEWED_AFTER = 60.0
"""Seconds after which what a tab has before it is leased anew with its next message."""


@dataclass(frozen=True)
class Held:
    """What a tab has before it: the sentence on show, and those of it and of the next ones that are
    this person's to answer; `at` is the time of the program's own clock, in seconds."""

    on_show: int
    ids: frozenset[int]
    at: float


@dataclass(frozen=True)
class Busy:
    """Sentences that are still to be answered, but that others have before them.

    `seconds` is how long it takes at most until the first of them comes back.
    """

    people: tuple[str, ...]
    number: int
    seconds: float


def hold(
    workspace: Workspace,
    project: Project,
    person: str,
    on_show: int,
    ahead: Sequence[int],
    held: Held | None,
) -> Held:
    """Lease the sentence on show and as many of the next ones as is fair.

    Args:
        ahead: what comes next, the nearest first.
        held: what this tab has before it until now. What is no longer among it is given back.

    Returns:
        What this tab may go on with. The sentence on show is not in it if it is another's.
    """
    workspace = require_own(workspace, project, person)
    if (
        held is not None
        and held.on_show == on_show
        and held.ids.issuperset((on_show, *ahead))
        and time.monotonic() - held.at < RENEWED_AFTER
    ):
        return held
    ahead = _fair(workspace, project, person, ahead)
    leased = {on_show, *ahead}
    released = held.ids - leased if held is not None else ()
    ids = lease_queries.hold(workspace.database, project.id, person, on_show, ahead, released)
    return Held(on_show, frozenset(ids), time.monotonic())


def claims_on(workspace: Workspace, project: Project, person: str, example_id: int) -> Claims:
    """Who has answered a training sentence, and who has it before them."""
    workspace = require_own(workspace, project, person, "look")
    return lease_queries.claims_on(workspace.database, project.id, person, [example_id])[example_id]


def names_of(workspace: Workspace, claims: Claims) -> list[str]:
    """How the others are called who have a sentence before them."""
    keys = [lease.person for lease in claims.leased]
    names = people_queries.names_of(workspace.database, keys)
    return [names[key] for key in keys]


def busy(workspace: Workspace, project: Project, person: str) -> Busy | None:
    """What others have before them of the sentences that this person could answer; None if
    nothing."""
    workspace = require_own(workspace, project, person, "look")
    leased_out = lease_queries.leased_out(workspace.database, project.id, person)
    leases = [lease for of_sentence in leased_out.values() for lease in of_sentence]
    if not leases:
        return None
    names = people_queries.names_of(workspace.database, {lease.person for lease in leases})
    return Busy(tuple(sorted(names.values())), len(leased_out), max(0.0, _first_end(leases, now())))


def _first_end(leases: Sequence[Lease], moment: datetime) -> float:
    return min((lease.expires_at - moment).total_seconds() for lease in leases)


def _fair(workspace: Workspace, project: Project, person: str, ahead: Sequence[int]) -> list[int]:
    """As many of the sentences ahead as leave others who work here as many; nobody waits for those
    that this person has answered.

    One person alone keeps all that the browser has ready.
    """
    database = workspace.database
    if not ahead or not lease_queries.has_others(database, project.id, person):
        return list(ahead)
    counts = team_counts.read(database, project.id)
    num_left = project.split_sizes.get(TRAIN, 0) - counts["", team_counts.ENOUGH]
    at_work = 1 + lease_queries.count_at_work(database, project.id, person)
    number = max(0, (num_left - 1) // (at_work + 1))
    answered = sentence_order_queries.are_answered(database, person, ahead)
    new_ids = [example_id for example_id in ahead if example_id not in answered][:number]
    return [example_id for example_id in ahead if example_id in answered or example_id in new_ids]
