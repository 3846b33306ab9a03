from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rrr.cli import app
from rrr.errors import NotAllowed
from rrr.records import Person, Project
from rrr.services.projects import catalogue, demo_project
from rrr.services.workspace import Workspace


def run(workspace: Workspace, *arguments: str) -> tuple[int, str, str]:
    folder: Path = workspace.settings.workspace
    done = CliRunner().invoke(app, ["members", "Small", *arguments, "--workspace", str(folder)])
    return done.exit_code, done.stdout, done.stderr


def test_members_are_added_changed_listed_and_removed(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    code, out, error = run(fresh_workspace)
    assert (code, out) == (0, "")
    assert "open to everybody" in error
    run(fresh_workspace, "--add", "Ada", "--role", "owner")
    run(fresh_workspace, "--add", "Bob@Example.org", "--role", "annotator")
    code, out, _ = run(fresh_workspace, "--add", "bob@example.org", "--role", "reviewer")
    assert out.splitlines() == ["owner      Ada", "reviewer   bob@example.org"]
    code, out, _ = run(fresh_workspace, "--remove", "BOB@example.org", "--json")
    (row,) = json.loads(out)
    assert (row["person"], row["role"], row["added_by"]) == ("Ada", "owner", "tester")


def test_what_cannot_be_done_is_said(fresh_workspace: Workspace, small_project: Project) -> None:
    code, _, error = run(fresh_workspace, "--add", "Ada", "--role", "king")
    assert code == 1
    assert "must be one of annotator, reviewer, owner. Received: king" in error
    code, _, error = run(fresh_workspace, "--add", "Ada")
    assert code == 1
    assert "--role ROLE" in error


def test_who_is_removed_from_everything_may_do_nothing_until_they_are_let_back(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    run(fresh_workspace, "--add", "Ada", "--role", "owner")
    ada = fresh_workspace.acting_as(Person.named("Ada"), "named")

    def people(*arguments: str) -> str:
        folder = str(fresh_workspace.settings.workspace)
        return CliRunner().invoke(app, ["people", *arguments, "--workspace", folder]).stdout

    assert people("--remove", "ada") == "Ada, removed\n"
    assert catalogue.list_projects(ada) == []
    with pytest.raises(NotAllowed, match="You have been removed from this workspace"):
        catalogue.get_project(ada, small_project.id)
    with pytest.raises(NotAllowed, match="You have been removed from this workspace"):
        demo_project.open_demo(ada)
    assert people("--let-back", "Ada") == "Ada\n"
    assert catalogue.list_projects(ada) == [small_project]
