"""Going back to the marks as they were at a snapshot, which can be undone."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rrr.annotating.rule_matching import RulePattern
from rrr.records import KeptRule, Project, Snapshot
from rrr.services.audit import record
from rrr.services.marks.snapshots import refuse_other_words, take
from rrr.services.marks.sweep import sweep
from rrr.services.permissions import require
from rrr.services.workspace import Workspace
from rrr.store import project_queries, rolling_back, snapshot_queries


@dataclass(frozen=True)
class RolledBack:
    """Going back to a snapshot. `before` is the one of the marks as they had been: going back to it
    undoes this."""

    before: Snapshot
    num_answers: int  # that changed
    num_rules: int


def roll_back(workspace: Workspace, project: Project, snapshot_id: int) -> RolledBack:
    """Make all answers, decisions and rules what they were when the snapshot was taken.

    How the marks of several people are put together stays as the owner has chosen it.

    The marks as they are now are kept in a snapshot first. Whoever has a changed sentence open is
    refused when saving, as after any change from elsewhere. Sentences stay as they are; those added
    since become unreviewed.

    Raises:
        NotFound: if there is no such snapshot.
        AnnotationError: if texts are divided into words in another way than then.
        StaleRevision: if somebody changes marks at the same moment; nothing is changed then.
    """
    workspace = require(workspace, project, "change the project")
    snapshot = snapshot_queries.get(workspace.database, snapshot_id)
    refuse_other_words(snapshot)
    state = snapshot_queries.content_of(workspace.database, snapshot_id).state
    version = project_queries.marks_version(workspace.database, project.id)
    before = take(workspace, project)
    if before.last_example_id != snapshot.last_example_id:
        rules = tuple(_recounted(workspace, project, rule) for rule in state.rules)
        state = replace(state, rules=rules)
    changed = rolling_back.put_back(workspace.database, project.id, state, version)
    record(workspace, "roll back", project.id, snapshot=snapshot_id, answers=changed[0])
    return RolledBack(before, *changed)


def _recounted(workspace: Workspace, project: Project, rule: KeptRule) -> KeptRule:
    """With the number of sentences it strikes in now that there are more."""
    if rule.num_sentences is None:
        return rule
    number = sweep(workspace, project, RulePattern(rule.kind, rule.pattern)).num_training
    return KeptRule(rule.kind, rule.pattern, number, rule.created_at, rule.spared)
