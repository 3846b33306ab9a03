"""How far everybody is, and how far they are together; read from numbers that are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rrr.records import REVIEWED_STATUSES, TRAIN, AnnotationStatus, Project
from rrr.services.permissions import require
from rrr.services.workspace import Workspace
from rrr.store import annotation_queries, people_queries, sharing_queries, team_counts
from rrr.store.team_counts import ANSWERED_OF_ENOUGH, ENOUGH, OVERLAP, OVERLAP_ENOUGH


@dataclass(frozen=True)
class PersonProgress:
    """One person's part in the training sentences.

    `left` are those that this person can still be handed: neither this person nor enough others
    have answered them.
    """

    person: str
    name: str  # as it is shown
    reviewed: int
    skipped: int
    flagged: int
    left: int


@dataclass(frozen=True)
class TeamProgress:
    """`enough` of the `total` training sentences have all the answers that they need. `overlap`
    are those that go to `people_per_sentence` people each, and `overlap_enough` of them are done.
    """

    people: tuple[PersonProgress, ...]
    total: int
    enough: int
    overlap: int
    overlap_enough: int
    people_per_sentence: int


def team_progress(
    workspace: Workspace, project: Project, person: str | None = None
) -> TeamProgress:
    """Everybody who has answered in a project or is a member, by name, and `person` in any case."""
    workspace = require(workspace, project, "look")
    database = workspace.database
    counts = team_counts.read(database, project.id)
    answers = annotation_queries.count_all(database, project.id, TRAIN)
    members = [member.person.key for member in people_queries.members_of(database, project.id)]
    keys = {*answers, *members, *([] if person is None else [person])}
    names = people_queries.names_of(database, keys)

    def of(key: str) -> PersonProgress:
        counts_by_status = answers.get(key, {})
        return PersonProgress(
            key,
            names[key],
            sum(counts_by_status.get(status, 0) for status in REVIEWED_STATUSES),
            counts_by_status.get("skipped", 0),
            counts_by_status.get("flagged", 0),
            num_left(project, counts_by_status, counts, key),
        )

    return TeamProgress(
        tuple(sorted(map(of, keys), key=lambda member: (member.name.casefold(), member.person))),
        project.split_sizes.get(TRAIN, 0),
        counts["", ENOUGH],
        counts["", OVERLAP],
        counts["", OVERLAP_ENOUGH],
        sharing_queries.sharing_of(database, project.id).people_per_sentence,
    )


def num_left(
    project: Project,
    by_status: Mapping[AnnotationStatus, int],
    counts: team_counts.TeamCounts,
    person: str,
) -> int:
    """How many training sentences this person can still be handed.

    Args:
        by_status: how many this person has answered in which way.
        counts: how far all are together.
    """
    answered = sum(number for status, number in by_status.items() if status != "unreviewed")
    return project.split_sizes.get(TRAIN, 0) - answered - answered_by_others(counts, person)


def answered_by_others(counts: team_counts.TeamCounts, person: str) -> int:
    """How many training sentences this person is not handed because others have answered them."""
    return counts["", ENOUGH] - counts[person, ANSWERED_OF_ENOUGH]
