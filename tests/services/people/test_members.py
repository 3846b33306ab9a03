from __future__ import annotations

import pytest

from rrr.errors import ConfigError, NotAllowed, NotFound
from rrr.records import Person, Project, Role
from rrr.services import permissions
from rrr.services.people import members, naming
from rrr.services.workspace import Workspace
from tests.answering import answer

pytestmark = pytest.mark.both_stores

ADA, BOB, CY = (Person.named(name) for name in ("Ada", "Bob", "Cy"))


def as_named(workspace: Workspace, person: Person) -> Workspace:
    return workspace.acting_as(person, "named")


def roles(workspace: Workspace, project: Project) -> dict[str, Role]:
    return {each.person.key: each.role for each in members.members_of(workspace, project)}


def test_whoever_adds_the_first_member_stays_the_owner(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    ada = as_named(fresh_workspace, ADA)
    members.put(ada, small_project, BOB, "annotator")
    assert roles(ada, small_project) == {"Ada": "owner", "Bob": "annotator"}
    with pytest.raises(NotAllowed, match=r"You are Cy and take no part in project 1\. Ask one of"):
        members.members_of(as_named(fresh_workspace, CY), small_project)


def test_the_shell_is_nobody_and_must_begin_with_an_owner(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    with pytest.raises(ConfigError, match="needs an owner"):
        members.put(fresh_workspace, small_project, BOB, "reviewer")
    assert roles(fresh_workspace, small_project) == {}
    members.put(fresh_workspace, small_project, BOB, "owner")
    assert roles(fresh_workspace, small_project) == {"Bob": "owner"}


def test_the_last_owner_stays(fresh_workspace: Workspace, small_project: Project) -> None:
    ada = as_named(fresh_workspace, ADA)
    members.put(ada, small_project, BOB, "reviewer")
    with pytest.raises(ConfigError, match="this is the only one"):
        members.remove(ada, small_project, "Ada")
    with pytest.raises(ConfigError, match="this is the only one"):
        members.put(ada, small_project, ADA, "annotator")
    members.put(ada, small_project, BOB, "owner")
    members.remove(ada, small_project, "Ada")
    assert roles(fresh_workspace, small_project) == {"Bob": "owner"}


def test_who_is_no_member_cannot_be_removed(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    with pytest.raises(NotFound, match="“Bob” is no member"):
        members.remove(as_named(fresh_workspace, ADA), small_project, "Bob")


def test_a_refusal_names_the_role_it_needs_and_whom_to_ask(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    members.put(as_named(fresh_workspace, ADA), small_project, BOB, "reviewer")
    with pytest.raises(NotAllowed) as refused:
        members.put(as_named(fresh_workspace, BOB), small_project, CY, "annotator")
    assert str(refused.value) == (
        "You are a reviewer of “Small”. Only its owners may add and remove members, and change "
        "their roles. Ask Ada."
    )
    assert roles(fresh_workspace, small_project) == {"Ada": "owner", "Bob": "reviewer"}


def test_an_open_project_is_everybodys_or_with_sign_in_the_administrators(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    assert permissions.role_in(as_named(fresh_workspace, CY), small_project.id) == "owner"
    confirmed = fresh_workspace.acting_as(CY, "confirmed")
    assert permissions.role_in(confirmed, small_project.id) is None
    assert permissions.projects_of(confirmed) == []
    assert permissions.projects_of(as_named(fresh_workspace, CY)) == [small_project]


def test_who_answered_is_known_and_a_name_is_found_however_it_is_written(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    answer(fresh_workspace, 1, "annotator", "nothing_irrelevant")
    naming.remember(fresh_workspace, ADA)
    assert naming.known_people(fresh_workspace) == [ADA, Person.named("annotator")]
    assert naming.by_name(fresh_workspace, "  ada ") == ADA
    assert naming.by_name(fresh_workspace, "Adele") == Person.named("Adele")
