"""The members of a project and their roles."""

from __future__ import annotations

from rrr.errors import ConfigError
from rrr.records import ROLES, Member, Person, Project, Role
from rrr.services.permissions import require
from rrr.services.workspace import Workspace
from rrr.store import audit_queries, people_queries


def members_of(workspace: Workspace, project: Project) -> list[Member]:
    """Owners first, then reviewers, then annotators; empty for an open project."""
    workspace = require(workspace, project, "look")
    return people_queries.members_of(workspace.database, project.id)


def put(workspace: Workspace, project: Project, person: Person, role: Role) -> list[Member]:
    """Add somebody, or give a member another role; returns the members.

    With its first member an open project is its members' alone, and whoever adds them stays its
    owner. In the shell, which has every right without being anybody, the first must be an owner.

    Raises:
        ConfigError: if there is no such role, or no owner would be left.
        NotAllowed: if this person is no owner.
    """
    allowed = require(workspace, project, "manage members")
    if role not in ROLES:
        raise ConfigError(f"The role must be one of {', '.join(ROLES)}. Received: {role}.")
    people_queries.remember(allowed.database, person)
    by = workspace.person.key
    with allowed.database.write() as connection:
        if workspace.authority != "program" and by != person.key:
            people_queries.own_if_open(connection, project.id, by)
        people_queries.put_member(connection, project.id, person.key, role, by)
        detail = {"member": person.key, "role": role}
        audit_queries.record(connection, by, "member", project.id, detail)
    return people_queries.members_of(allowed.database, project.id)


def remove(workspace: Workspace, project: Project, key: str) -> list[Member]:
    """Take somebody out; what they saved stays. Returns the members.

    Raises:
        NotFound: if they are no member.
        ConfigError: if they are the only owner.
        NotAllowed: if this person is no owner.
    """
    workspace = require(workspace, project, "manage members")
    with workspace.database.write() as connection:
        people_queries.remove_member(connection, project.id, key)
        detail = {"member": key, "removed": True}
        audit_queries.record(connection, workspace.person.key, "member", project.id, detail)
    return people_queries.members_of(workspace.database, project.id)
