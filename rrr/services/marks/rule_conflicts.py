"""Where rules and hands disagree: reviewed sentences in which a rule strikes and a hand did not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping

from rrr.annotating.merging import hits_left_standing
from rrr.annotating.rule_matching import RuleMatcher
from rrr.last_used import LastUsed
from rrr.records import Project
from rrr.services import background
from rrr.services.background import Failed, Pending
from rrr.services.marks.project_merge import answered, merge_of
from rrr.services.permissions import require
from rrr.services.workspace import Workspace
from rrr.store import annotation_queries, project_queries, rule_queries

COUNTED_AT_ONCE = 2_000
"""Reviewed sentences that a page waits for, about a fifth of a second."""


def conflicts(workspace: Workspace, project: Project) -> Mapping[int, int]:
    """Id of a rule -> in how many reviewed sentences a hand left standing what it strikes.

    Sentences the rule spares do not count, nor do rules without any.
    """
    rules = rule_queries.list_of(workspace.database, project.id)
    if not rules:
        return {}
    matcher, since = RuleMatcher(rules), {rule.id: rule.created_at for rule in rules}
    spared = rule_queries.exceptions_of(workspace.database, project.id)
    reviewed = annotation_queries.reviewed_ids(workspace.database, project.id).tolist()
    merge = merge_of(workspace, project)
    counts: Counter[int] = Counter()
    for example, answers, decided in answered(workspace, reviewed):
        if not answers:  # taken back this very moment
            continue
        sources = matcher.sources(example.text, spared.get(example.id, ()))
        counts.update(
            {
                rule
                for token, ruled_by in sources.items()
                for rule in ruled_by
                if hits_left_standing([token], answers, merge, decided, since[rule])
            }
        )
    return dict(counts)


def conflicts_soon(workspace: Workspace, project: Project) -> Mapping[int, int] | Pending | Failed:
    """As `conflicts`, for pages: where much is reviewed, a thread counts."""
    workspace = require(workspace, project, "review")
    version = project_queries.marks_version(workspace.database, project.id)
    key = (workspace.settings, project.id, project.num_examples, version)
    num_reviewed = len(annotation_queries.reviewed_ids(workspace.database, project.id))
    return background.soon(
        ("conflicts", key),
        lambda: _counted.get(key),
        lambda _: _counted.put(key, conflicts(workspace, project)),
        at_once=num_reviewed <= COUNTED_AT_ONCE,
    )


_counted: LastUsed[Hashable, Mapping[int, int]] = LastUsed(4)  # projects
