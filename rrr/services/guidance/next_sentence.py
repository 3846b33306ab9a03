"""Which sentence a person meets next, in the order they chose."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np

from rrr.annotating.sentence_order import Order, most_useful, shuffled, usefulness
from rrr.errors import ConfigError
from rrr.last_used import LastUsed
from rrr.records import TRAIN, Candidate, Project
from rrr.services.guidance import corpus_reading, inbox
from rrr.services.marks.judged_words import checked_words
from rrr.services.workspace import Workspace
from rrr.store import annotation_queries, example_queries, reading_queries, sentence_order_queries

ORDERS: tuple[Order, ...] = get_args(Order)
DEFAULT_ORDER: Order = "useful"

_CANDIDATES = 256
"""Sentences looked at for the most useful one. They come in the order of their usefulness when the
model read them; judging words since only lowers it."""

_PLACES_AT_ONCE = 256


@dataclass(frozen=True)
class OrderState:
    """`order` is what was chosen. `in_force` differs where there is nothing to order by yet."""

    order: Order
    in_force: Order


def state(workspace: Workspace, project: Project, annotator: str) -> OrderState:
    """The order this person chose, and the one they get."""
    stored = sentence_order_queries.chosen_order(workspace.database, project.id, annotator)
    order = next((known for known in ORDERS if known == stored), DEFAULT_ORDER)
    useful = order != "useful" or corpus_reading.newest_read(workspace, project.id) is not None
    return OrderState(order, order if useful else "in_order")


def choose(workspace: Workspace, project: Project, annotator: str, order: Order) -> None:
    """Keep the order this person wants to work in.

    Raises:
        ConfigError: if there is no such order.
    """
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
    "flagged", and "changed" asks for a new look at answered ones. At the end of an order it starts
    again from its beginning.

    Args:
        after: the sentence on show; None for the beginning of the order.
        count: how many at most.
        met: sentences left out because they have been met already, or will be before these.
    """
    order = state(workspace, project, annotator).in_force
    if order == "useful":
        return _useful(workspace, project, annotator, after, count, met)
    coming_ids = _following(workspace, project, annotator, order, after, count + len(met))
    return [each for each in coming_ids if each not in met][:count]


def _following(
    workspace: Workspace,
    project: Project,
    annotator: str,
    order: Order,
    after: int | None,
    count: int,
) -> list[int]:
    if order == "random":
        return _random(workspace, project, annotator, after, count)
    if order == "changed":
        changed = inbox.sentences(workspace, project, annotator)
        return _from(after, [each.entry.example_id for each in changed], count)
    if order == "in_order":
        return _in_order(workspace, project, annotator, after, count)
    return _answered(workspace, project, annotator, order, after, count)


def wanted(workspace: Workspace, project: Project, annotator: str, ids: Sequence[int]) -> list[int]:
    """Those of `ids` that are still to come in the order in force, as they stand."""
    order = state(workspace, project, annotator).in_force
    if order == "changed":
        open_ones = {
            each.entry.example_id for each in inbox.sentences(workspace, project, annotator)
        }
        return [example_id for example_id in ids if example_id in open_ones]
    if order == "flagged":
        flagged = sentence_order_queries.are_flagged(workspace.database, ids)
        return [example_id for example_id in ids if example_id in flagged]
    answered = sentence_order_queries.are_answered(workspace.database, annotator, ids)
    return [example_id for example_id in ids if (example_id in answered) == (order == "mine")]


@dataclass
class _Done:
    """Up to which place of an order all is answered, so that it need not be passed over again.

    An answer taken back ends that; should one be missed, a second look from the start finds it.
    """

    taken_back: int
    place: float = -math.inf


_done_by_order: LastUsed[Hashable, _Done] = LastUsed(32)
"""Of people, projects and orders."""


def _done(workspace: Workspace, project: Project, annotator: str, order: Hashable) -> _Done:
    counts = annotation_queries.count(workspace.database, project.id, annotator, TRAIN)
    key = (workspace.settings, project.id, annotator, order)
    known = _done_by_order.get(key)
    if known is None or known.taken_back != counts.get("unreviewed", 0):
        known = _done_by_order.put(key, _Done(counts.get("unreviewed", 0)))
    return known


def _useful(
    workspace: Workspace,
    project: Project,
    annotator: str,
    after: int | None,
    count: int,
    met: Collection[int],
) -> list[int]:
    run_id = corpus_reading.newest_read(workspace, project.id)
    remaining = _remaining(workspace, project, annotator)
    if run_id is None or not remaining:
        return []

    def find(done: float) -> list[Candidate]:
        return reading_queries.unanswered_by_usefulness(
            workspace.database, run_id, annotator, at_most=-done, limit=_CANDIDATES
        )

    done = _done(workspace, project, annotator, run_id)
    candidates = find(done.place)
    if len(candidates) < min(_CANDIDATES, remaining):
        candidates = find(-math.inf)
    if candidates:
        done.place = -usefulness(candidates[0])
    judged = checked_words(workspace, project.id, annotator)
    out = {after, *met}
    for each in candidates:
        if each.example_id in out:  # it will be answered, and its words with it
            judged.update(word for word, _ in each.words)
    others = [each for each in candidates if each.example_id not in out]
    coming_ids = [each.example_id for each in most_useful(others, judged, count)]
    if len(coming_ids) < count:  # sentences that no model has read follow in order
        further = _in_order(workspace, project, annotator, None, count + len(coming_ids) + len(out))
        coming_ids += [each for each in further if each not in coming_ids and each not in out]
    return coming_ids[:count]


def _in_order(
    workspace: Workspace, project: Project, annotator: str, after: int | None, count: int
) -> list[int]:
    remaining = _remaining(workspace, project, annotator)
    if not remaining:
        return []

    def find(beyond: float) -> list[tuple[int, int]]:
        asked = (workspace.database, project.id, TRAIN, annotator)
        return sentence_order_queries.unanswered_in_order(*asked, int(max(beyond, -1)), count + 1)

    sentences = [] if after is None else find(_position(workspace, after))
    if len(sentences) < count:
        done = _done(workspace, project, annotator, "in order")
        first = find(done.place)
        if len(first) < min(count + 1, remaining):
            first = find(-1)
        if first:
            done.place = first[0][0] - 1
        sentences += first
    return _distinct([example_id for _, example_id in sentences], after, count)


def _random(
    workspace: Workspace, project: Project, annotator: str, after: int | None, count: int
) -> list[int]:
    database = workspace.database
    last = sentence_order_queries.last_position(database, project.id, TRAIN)
    if last is None or not _remaining(workspace, project, annotator):
        return []
    order = shuffled(last + 1, f"{project.id} {annotator}")
    # Whoever comes back goes on where they left: what lies before is answered already.
    left = after or sentence_order_queries.last_answered(database, project.id, annotator)
    position = None if left is None else _position(workspace, left)
    start = 0 if position is None or position > last else int(np.argmax(order == position)) + 1
    coming = np.roll(order, -start)
    coming_ids: list[int] = []
    for first in range(0, len(coming), _PLACES_AT_ONCE):
        if len(coming_ids) >= count:
            break
        positions = coming[first : first + _PLACES_AT_ONCE].tolist()
        ids = sentence_order_queries.unanswered_at(
            database, project.id, TRAIN, annotator, positions
        )
        coming_ids += [ids[each] for each in positions if each in ids and ids[each] != after]
    return coming_ids[:count]


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
            return sentence_order_queries.flagged(
                workspace.database, project.id, example_id, count + 1
            )
        return sentence_order_queries.answered(
            workspace.database, project.id, annotator, example_id, count + 1
        )

    coming_ids = beyond(after or 0)
    if after is not None and len(coming_ids) < count:
        coming_ids += beyond(0)
    return _distinct(coming_ids, after, count)


def _from(after: int | None, ids: Sequence[int], count: int) -> list[int]:
    """What follows `after` in a list that starts again at its end; all if it is not in it."""
    place = ids.index(after) + 1 if after in ids else 0
    return _distinct([*ids[place:], *ids[:place]], after, count)


def _distinct(ids: Sequence[int], left_out: int | None, count: int) -> list[int]:
    return [each for each in dict.fromkeys(ids) if each != left_out][:count]


def _position(workspace: Workspace, example_id: int) -> int:
    return example_queries.get(workspace.database, example_id).position


def _remaining(workspace: Workspace, project: Project, annotator: str) -> int:
    """How many training sentences this person has not answered."""
    counts = annotation_queries.count(workspace.database, project.id, annotator, TRAIN)
    done = sum(number for status, number in counts.items() if status != "unreviewed")
    return project.split_sizes.get(TRAIN, 0) - done
