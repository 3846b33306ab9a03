"""What a person may do in a project. Every verb that shows or changes something asks here first."""

from __future__ import annotations

from collections.abc import Iterable

from rrr.errors import NotAllowed
from rrr.records import DEEDS, DeedName, Project, Role, is_enough
from rrr.services.workspace import Workspace
from rrr.store import people_queries, project_queries, run_queries

_MOST_OWNERS_NAMED = 3


def require(workspace: Workspace, project: Project | int, deed: DeedName) -> Workspace:
    """Refuse a deed for which this person has no right in a project.

    Args:
        project: the project, or its id.

    Returns:
        The same workspace for the rest of the deed: what it calls is not asked for again.

    Raises:
        NotAllowed: naming what was refused, what it needs and who can help.
    """
    if workspace.authority == "program":
        return workspace
    project_id = project if isinstance(project, int) else project.id
    role = role_in(workspace, project_id)
    if role is None or not is_enough(role, DEEDS[deed].least):
        raise NotAllowed(_refusal(workspace, project_id, role, deed))
    return workspace.permitted()


def require_for_run(workspace: Workspace, run_id: int, deed: DeedName) -> Workspace:
    """As `require`, in the project of a run.

    Raises:
        NotFound: if there is no such run.
        NotAllowed: as `require`.
    """
    if workspace.authority == "program":
        return workspace
    return require(workspace, run_queries.project_of(workspace.database, run_id), deed)


def require_own(
    workspace: Workspace, project: Project | int, annotator: str, deed: DeedName = "answer"
) -> Workspace:
    """As `require`, for what belongs to `annotator`: nobody acts in another's name, and only those
    who may review look at another's marks.

    Raises:
        NotAllowed: as `require`.
    """
    if workspace.authority == "program" or annotator == workspace.person.key:
        return require(workspace, project, deed)
    if deed == "look":
        return require(workspace, project, "review")
    require(workspace, project, deed)
    raise NotAllowed(
        f"You are {workspace.person.name}, and this would be done in the name of {annotator}. "
        "Reload the page."
    )


def require_for_each(workspace: Workspace, project_ids: Iterable[int], deed: DeedName) -> Workspace:
    """As `require`, in several projects.

    Raises:
        NotAllowed: as `require`, for the first in which it is refused.
    """
    for project_id in sorted(set(project_ids)):
        require(workspace, project_id, deed)
    return workspace.permitted()


def require_somewhere(workspace: Workspace, deed: DeedName) -> Workspace:
    """As `require`, for what serves several projects: somebody may do it who may in one.

    Raises:
        NotAllowed: if they may in none.
    """
    if workspace.authority == "program" or any(
        may(workspace, project, deed) for project in projects_of(workspace)
    ):
        return workspace.permitted()
    raise NotAllowed(
        f"You are {workspace.person.name}. Only {_those_with(DEEDS[deed].least, 'a project’s')} "
        f"may {DEEDS[deed].words}. Open or import a project of your own first."
    )


def require_present(workspace: Workspace) -> Workspace:
    """Refuse somebody who was removed from this workspace; for what belongs to no project.

    Raises:
        NotAllowed: if they were.
    """
    if workspace.authority == "program":
        return workspace
    if people_queries.is_removed(workspace.database, workspace.person.key):
        raise NotAllowed(_REMOVED)
    return workspace.permitted()


def may(workspace: Workspace, project: Project | int, deed: DeedName) -> bool:
    """Whether a person may do something: for pages, which then do not offer it."""
    if workspace.authority == "program":
        return True
    role = role_in(workspace, project if isinstance(project, int) else project.id)
    return role is not None and is_enough(role, DEEDS[deed].least)


def role_in(workspace: Workspace, project_id: int) -> Role | None:
    """What a person is in a project; None if they have no part in it.

    A project without members is everybody's; with sign-in it is the administrators'.
    """
    if workspace.authority == "program":
        return "owner"
    standing = people_queries.standing(workspace.database, project_id, workspace.person.key)
    if standing.is_removed:
        return None
    if standing.has_members:
        return standing.role
    return "owner" if _has_open_projects(workspace) else None


def projects_of(workspace: Workspace) -> list[Project]:
    """The projects in which a person has a part, newest first."""
    projects = project_queries.list_all(workspace.database)
    if workspace.authority == "program":
        return projects
    database, key = workspace.database, workspace.person.key
    if people_queries.is_removed(database, key):
        return []
    own_ids = people_queries.projects_of(database, key)
    closed = people_queries.projects_with_members(database)
    is_open = _has_open_projects(workspace)
    return [
        project
        for project in projects
        if project.id in own_ids or (is_open and project.id not in closed)
    ]


_REMOVED = (
    "You have been removed from this workspace. What you saved is kept. Ask whoever runs it if "
    "that was a mistake."
)


def _has_open_projects(workspace: Workspace) -> bool:
    is_admin = workspace.person.key.casefold() in workspace.settings.admins
    return workspace.authority == "named" or is_admin


def _refusal(workspace: Workspace, project_id: int, role: Role | None, deed: DeedName) -> str:
    if people_queries.is_removed(workspace.database, workspace.person.key):
        return _REMOVED
    if role is None:  # nor is it for them to know what it is called
        return (
            f"You are {workspace.person.name} and take no part in project {project_id}. "
            "Ask one of its owners to add you."
        )
    project = project_queries.get(workspace.database, project_id)
    return (
        f"You are {_a(role)} of “{project.name}”. Only {_those_with(DEEDS[deed].least)} may "
        f"{DEEDS[deed].words}. {_whom_to_ask(workspace, project_id)}"
    )


def _a(role: Role) -> str:
    return f"an {role}" if role[0] in "aeiou" else f"a {role}"


def _those_with(least: Role, whose: str = "its") -> str:
    return f"{whose} owners" if least == "owner" else f"{whose} {least}s and owners"


def _whom_to_ask(workspace: Workspace, project_id: int) -> str:
    members = people_queries.members_of(workspace.database, project_id)
    names = [member.person.name for member in members if member.role == "owner"]
    listed = ", ".join(names[:_MOST_OWNERS_NAMED])
    num_more = len(names) - _MOST_OWNERS_NAMED
    return f"Ask {listed}{f' or {num_more} more owners' if num_more > 0 else ''}."
