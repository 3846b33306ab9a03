"""How far the people of a project agree, and where they differ most; kept until marks change."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace

from rrr.annotating.disagreements import Disagreements, DisagreementTally
from rrr.annotating.inter_annotator import AgreementTally, InterAnnotatorAgreement
from rrr.last_used import LastUsed
from rrr.records import Project
from rrr.services import background
from rrr.services.background import Failed, Pending
from rrr.services.marks.project_merge import votes
from rrr.services.permissions import require
from rrr.services.workspace import Workspace
from rrr.store import review_queries

READ_AT_ONCE = 400
"""Shared sentences that a page waits for, about a tenth of a second."""


@dataclass(frozen=True)
class TeamReading:
    """Agreement on what hands did, agreement with rules, and everything on which people differ.

    `is_late` says that marks have changed since, and that it is being read anew.
    """

    hands: InterAnnotatorAgreement
    with_rules: InterAnnotatorAgreement
    differences: Disagreements
    is_late: bool = False


def team_reading(workspace: Workspace, project: Project) -> TeamReading:
    """Read all sentences that two people or more have reviewed.

    Raises:
        AnnotationError: if somebody struck words that a sentence does not have.
        NotAllowed: if this person is no reviewer.
    """
    workspace = require(workspace, project, "review")
    hands, with_rules = AgreementTally(), AgreementTally(with_rules=True)
    differences = DisagreementTally()
    ids = review_queries.shared_ids(workspace.database, project.id)
    for sentence in votes(workspace, project, ids):
        for tally in (hands, with_rules, differences):
            tally.add(sentence)
    return TeamReading(hands.agreement(), with_rules.agreement(), differences.disagreements())


def team_reading_soon(workspace: Workspace, project: Project) -> TeamReading | Pending | Failed:
    """As `team_reading`, for pages. Where many sentences are shared a thread reads them; until it
    has, the page gets what was read last."""
    workspace = require(workspace, project, "review")
    version = review_queries.votes_version(workspace.database, project.id)
    place = (workspace.settings, project.id)
    read = _readings.get(place)
    if read is not None and read[0] == version:
        return read[1]
    num_shared = len(review_queries.shared_ids(workspace.database, project.id))
    reading = background.soon(
        ("agreement", *place),  # one thread at a time, however often marks change
        lambda: _of_version(place, version),
        lambda _: _readings.put(place, (version, team_reading(workspace, project))),
        at_once=num_shared <= READ_AT_ONCE,
    )
    if isinstance(reading, Pending) and read is not None:
        return replace(read[1], is_late=True)
    return reading


def _of_version(place: Hashable, version: Hashable) -> TeamReading | None:
    read = _readings.get(place)
    return read[1] if read is not None and read[0] == version else None


_readings: LastUsed[Hashable, tuple[Hashable, TeamReading]] = LastUsed(4)
"""Of projects, each with the version of the votes that it is of."""
