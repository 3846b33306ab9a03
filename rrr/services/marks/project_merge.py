"""How a project puts the marks of several people together, and what each of them struck."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from rrr.annotating.person_weights import person_weights
from rrr.annotating.rule_matching import RuleMatcher
from rrr.annotating.votes import SentenceVotes, votes_on
from rrr.last_used import LastUsed
from rrr.records import Annotation, Example, Merge, MergePolicy, Project, checked_policy
from rrr.services.audit import record
from rrr.services.permissions import require
from rrr.services.workspace import Workspace
from rrr.store import (
    adjudication_queries,
    example_queries,
    merge_queries,
    project_queries,
    review_queries,
    rule_queries,
)

_CHUNK = 500


def merge_of(workspace: Workspace, project: Project) -> Merge:
    """The owner's choice; for "weighted" with everybody's weight, which takes a look at each
    sentence that several people have reviewed or a reviewer has decided."""
    version = project_queries.marks_version(workspace.database, project.id)
    policy = merge_queries.merge_policy(workspace.database, project.id)
    if policy != "weighted":
        return Merge(policy)
    key = (workspace.settings, project.id, version)
    weights = _weights.get_or_make(
        key,
        lambda: person_weights(votes(workspace, project, _telling_ids(workspace, project))),
    )
    return Merge(policy, weights)


_weights: LastUsed[Hashable, dict[str, float]] = LastUsed(4)  # projects


def merge_policy(workspace: Workspace, project: Project) -> MergePolicy:
    """The owner's choice, or the usual one.

    Raises:
        NotAllowed: if this person has no part in the project.
    """
    workspace = require(workspace, project, "look")
    return merge_queries.merge_policy(workspace.database, project.id)


def choose_merge(workspace: Workspace, project: Project, policy: str) -> None:
    """Put marks together in this way from now on. Runs and snapshots that exist stay as they are.

    Raises:
        ConfigError: if there is no such way.
        NotFound: if there is no such project.
        NotAllowed: if this person is no owner.
    """
    workspace = require(workspace, project, "change the project")
    merge_queries.choose(workspace.database, project.id, checked_policy(policy))
    record(workspace, "project", project.id, merge=policy)


def votes(
    workspace: Workspace, project: Project, example_ids: Sequence[int]
) -> Iterator[SentenceVotes]:
    """What everybody struck in each of these sentences, in the order of the ids.

    Raises:
        AnnotationError: if somebody marked tokens that a sentence does not have.
    """
    matcher = RuleMatcher(rule_queries.list_of(workspace.database, project.id))
    spared = rule_queries.exceptions_of(workspace.database, project.id)
    for example, answers, decided in answered(workspace, example_ids):
        hits = matcher.hits(example.text, spared.get(example.id, ()))
        yield votes_on(example.id, example.text, hits, answers, decided)


def answered(
    workspace: Workspace, example_ids: Sequence[int]
) -> Iterator[tuple[Example, Sequence[Annotation], tuple[int, ...] | None]]:
    """These sentences in the order of the ids, each with everybody's reviews of it and what a
    reviewer has decided; None where nothing is decided."""
    for start in range(0, len(example_ids), _CHUNK):
        part = example_ids[start : start + _CHUNK]
        reviews = review_queries.reviews_of(workspace.database, part)
        decisions = adjudication_queries.on(workspace.database, part)
        for example in example_queries.by_ids(workspace.database, part):
            decision = decisions.get(example.id)
            decided = None if decision is None else decision.marked
            yield example, reviews.get(example.id, ()), decided


def _telling_ids(workspace: Workspace, project: Project) -> list[int]:
    """The sentences that tell how well people agree."""
    shared = review_queries.shared_ids(workspace.database, project.id)
    decided = adjudication_queries.of_project(workspace.database, project.id)
    return sorted({*shared, *decided})
