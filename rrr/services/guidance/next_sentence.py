"""Which sentence a person meets next, in the order they chose."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import get_args

from rrr.annotating.sentence_order import Order
from rrr.errors import ConfigError
from rrr.records import Project
from rrr.services.guidance import corpus_reading, inbox, open_orders
from rrr.services.guidance.open_orders import distinct, position_of
from rrr.services.guidance.open_sentences import open_to
from rrr.services.permissions import require_own
from rrr.services.workspace import Workspace
from rrr.store import (
    lease_queries,
    sentence_order_queries,
    sharing_queries,
)

ORDERS: tuple[Order, ...] = get_args(Order)
DEFAULT_ORDER: Order = "useful"

_PLACES_AT_ONCE = 256


@dataclass(frozen=True)
class OrderState:
    """`order` is what was chosen. `in_force` differs where there is nothing to order by yet."""

    order: Order
    in_force: Order


def state(workspace: Workspace, project: Project, annotator: str) -> OrderState:
    """The order this person chose, and the one they get."""
    workspace = require_own(workspace, project, annotator, "look")
    stored = sentence_order_queries.chosen_order(workspace.database, project.id, annotator)
    order = next((name for name in ORDERS if name == stored), DEFAULT_ORDER)
    useful = order != "useful" or corpus_reading.newest_read(workspace, project.id) is not None
    return OrderState(order, order if useful else "in_order")


def choose(workspace: Workspace, project: Project, annotator: str, order: Order) -> None:
    """Keep the order this person wants to work in.

    Raises:
        ConfigError: if there is no such order.
    """
    workspace = require_own(workspace, project, annotator, "answer")
    if order not in ORDERS:
        raise ConfigError(f"The order must be one of {', '.join(ORDERS)}. Received: {order!r}.")
    sentence_order_queries.choose_order(workspace.database, project.id, annotator, order)


def upcoming(
    workspace: Workspace,
    project: Project,
    annotator: str,
    after: int | None,
    count: int,
    met: Collection[int] = (),
) -> list[int]:
    """Ids of the sentences this person meets next, the first one first; `after` is not among them.

    They are training sentences without an answer of theirs, except in the orders "mine" and
    "flagged", and "changed" asks for a new look at answered ones. Sentences that enough others have
    answered, or have before them, are left out. At the end of an order it starts again from its
    beginning.

    Args:
        after: the sentence on show; None for the beginning of the order.
        count: how many at most.
        met: sentences left out because they have been met already, or will be before these.
    """
    workspace = require_own(workspace, project, annotator, "look")
    order = state(workspace, project, annotator).in_force
    if order == "useful":
        return open_orders.useful(workspace, project, annotator, after, count, met)
    coming_ids = _following(workspace, project, annotator, order, after, count + len(met))
    return [example_id for example_id in coming_ids if example_id not in met][:count]


def _following(
    workspace: Workspace,
    project: Project,
    annotator: str,
    order: Order,
    after: int | None,
    count: int,
) -> list[int]:
    if order == "random":
        return open_orders.random(open_to(workspace, project, annotator), after, count)
    if order == "changed":
        return _from(after, _changed(workspace, project, annotator), count)
    if order == "in_order":
        return open_orders.in_order(open_to(workspace, project, annotator), after, count)
    return _answered(workspace, project, annotator, order, after, count)


def _changed(workspace: Workspace, project: Project, annotator: str) -> list[int]:
    """Of what is in this person's inbox, the sentences that are not others' to answer."""
    ids = [sentence.entry.example_id for sentence in inbox.sentences(workspace, project, annotator)]
    return _not_others(workspace, project, annotator, ids)


def _not_others(
    workspace: Workspace, project: Project, annotator: str, ids: Sequence[int]
) -> list[int]:
    claims = lease_queries.claims_on(workspace.database, project.id, annotator, ids)
    return [
        example_id
        for example_id in ids
        if example_id in claims and not claims[example_id].is_closed
    ]


def wanted(workspace: Workspace, project: Project, annotator: str, ids: Sequence[int]) -> list[int]:
    """Those of `ids` that are still to come in the order in force, as they stand."""
    workspace = require_own(workspace, project, annotator, "look")
    order = state(workspace, project, annotator).in_force
    database = workspace.database
    if order == "mine":
        answered = sentence_order_queries.are_answered(database, annotator, ids)
        return [example_id for example_id in ids if example_id in answered]
    if order == "changed":
        still = set(_changed(workspace, project, annotator))
        return [example_id for example_id in ids if example_id in still]
    ids = _not_others(workspace, project, annotator, ids)
    if order == "flagged":
        flagged = sentence_order_queries.are_flagged(database, ids)
        return [example_id for example_id in ids if example_id in flagged]
    answered = sentence_order_queries.are_answered(database, annotator, ids)
    return [example_id for example_id in ids if example_id not in answered]


def through_all(
    workspace: Workspace, project: Project, annotator: str, after: int, count: int
) -> tuple[list[int], bool]:
    """The training sentences after one, in order: those answered by this person, and open ones.

    Returns:
        At most `count` ids, and whether this person has answered them all. They end with the first
        open one.
    """
    workspace = require_own(workspace, project, annotator, "look")
    rows = sentence_order_queries.open_in_order(
        workspace.database,
        project.id,
        annotator,
        sharing_queries.sharing_of(workspace.database, project.id),
        position_of(workspace, after),
        count,
        with_own=True,
    )
    ids = [example_id for _, example_id in rows]
    answered = sentence_order_queries.are_answered(workspace.database, annotator, ids)
    number = next(
        (place for place, example_id in enumerate(ids) if example_id not in answered), None
    )
    return (ids, True) if number is None else (ids[: number + 1], False)


def _answered(
    workspace: Workspace,
    project: Project,
    annotator: str,
    order: Order,
    after: int | None,
    count: int,
) -> list[int]:
    def beyond(example_id: int) -> list[int]:
        if order == "flagged":
            return _flagged(workspace, project, annotator, example_id, count + 1)
        return sentence_order_queries.answered(
            workspace.database, project.id, annotator, example_id, count + 1
        )

    coming_ids = beyond(after or 0)
    if after is not None and len(coming_ids) < count:
        coming_ids += beyond(0)
    return distinct(coming_ids, after, count)


def _flagged(
    workspace: Workspace, project: Project, annotator: str, beyond: int, count: int
) -> list[int]:
    """The flagged sentences after an id, those that others have answered since left out."""
    coming_ids: list[int] = []
    while len(coming_ids) < count:
        ids = sentence_order_queries.flagged(
            workspace.database, project.id, beyond, _PLACES_AT_ONCE
        )
        if not ids:
            break
        coming_ids += _not_others(workspace, project, annotator, ids)
        beyond = ids[-1]
    return coming_ids[:count]


def _from(after: int | None, ids: Sequence[int], count: int) -> list[int]:
    """What follows `after` in a list that starts again at its end; all if it is not in it."""
    place = ids.index(after) + 1 if after in ids else 0
    return distinct([*ids[place:], *ids[:place]], after, count)
