"""The training sentences that a person can still be handed, found without going through all.

Open are those that neither this person has answered nor as many others as are asked. Of the open
ones, those that others have before them are left out, too, until they come back.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from rrr.last_used import LastUsed
from rrr.records import TRAIN, Project, Sharing
from rrr.services.sharing.team_progress import num_left
from rrr.services.workspace import Workspace
from rrr.store import (
    annotation_queries,
    lease_queries,
    sentence_order_queries,
    sharing_queries,
    team_counts,
)

FEW = 256
"""From so many open sentences on they are all remembered, and no longer sought among the others."""


Places = Sequence[tuple[float, int]]
"""(place in an order, example id)."""


@dataclass
class _Done:
    """Up to which place of an order no sentence is open, so that it need not be passed over again.

    A sentence that becomes open again ends that; should one be missed, a second look from the start
    finds it.
    """

    version: Hashable
    place: float = -math.inf


_done_by_order: LastUsed[Hashable, _Done] = LastUsed(32)
"""Of people, projects and orders."""

_few_by_person: LastUsed[Hashable, tuple[Hashable, list[int]]] = LastUsed(32)
"""Positions that were open once only few were left, of people and projects."""


@dataclass(frozen=True)
class OpenSentences:
    """What is open to one person at this moment.

    `number` is how many are open. `leased_out` are the sentences that others have before them.
    `version` changes when a sentence becomes open that was not.
    """

    workspace: Workspace
    project: Project
    annotator: str
    sharing: Sharing
    number: int
    leased_out: frozenset[int]
    version: Hashable

    def in_order(self, beyond: float, count: int) -> list[tuple[int, int]]:
        """Position and id of the first open ones after a position, leased out or not."""
        return sentence_order_queries.open_in_order(
            self.workspace.database,
            self.project.id,
            self.annotator,
            self.sharing,
            math.floor(max(beyond, -1)),
            count,
        )

    def at(self, positions: list[int]) -> dict[int, int]:
        """Position -> id of the open ones among these, in their order, leased out or not."""
        ids = sentence_order_queries.open_at(
            self.workspace.database, self.project.id, self.annotator, self.sharing, positions
        )
        return {position: ids[position] for position in positions if position in ids}

    def few(self) -> dict[int, int] | None:
        """Position -> id of all that are open, in order, leased out or not; None if many are."""
        if self.number > FEW:
            return None
        key = (self.workspace.settings, self.project.id, self.annotator)
        version, positions = _few_by_person.get(key) or (None, [])
        if version != self.version:
            positions = [position for position, _ in self.in_order(-1, self.number)]
            _few_by_person.put(key, (self.version, positions))
        return self.at(positions)

    def passing_over(self, order: Hashable, find: Callable[[float], Places], least: int) -> Places:
        """What `find` finds beyond the place up to which nothing of an order is open.

        Args:
            order: names it.
            find: the open sentences after a place, as (place, id), the first ones first.
            least: how many must be found, if so many are open.
        """
        key = (self.workspace.settings, self.project.id, self.annotator, order)
        done = _done_by_order.get(key)
        if done is None or done.version != self.version:
            done = _done_by_order.put(key, _Done(self.version))
        sentences = find(done.place)
        if len(sentences) < min(least, self.number):
            sentences = find(-math.inf)
        if sentences:
            done.place = math.nextafter(sentences[0][0], -math.inf)
        return sentences


def open_to(workspace: Workspace, project: Project, annotator: str) -> OpenSentences:
    """What this person can be handed now."""
    database = workspace.database
    counts = team_counts.read(database, project.id)
    own_counts = annotation_queries.count(database, project.id, annotator, TRAIN)
    sharing = sharing_queries.sharing_of(database, project.id)
    total = project.split_sizes.get(TRAIN, 0)
    reopened = counts["", team_counts.REOPENED], own_counts.get("unreviewed", 0)
    return OpenSentences(
        workspace,
        project,
        annotator,
        sharing,
        num_left(project, own_counts, counts, annotator),
        frozenset(lease_queries.leased_out(database, project.id, annotator)),
        (total, sharing, *reopened),
    )
