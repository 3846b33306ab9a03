"""What owners and reviewers do on pages they can do in the shell."""

from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from rrr.cli import app
from rrr.records import Project, TrainingConfig
from rrr.services.marks import snapshots
from rrr.services.projects import catalogue
from rrr.services.workspace import Workspace
from rrr.store import example_queries, run_queries
from tests.answering import answer
from tests.stored_runs import queued


def rrr(workspace: Workspace, *arguments: str) -> Result:
    folder = str(workspace.settings.workspace)
    return CliRunner().invoke(app, [*arguments, "--workspace", folder])


def told(workspace: Workspace, *arguments: str) -> Any:
    """The document that a verb prints with --json."""
    result = rrr(workspace, *arguments, "--json")
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    return json.loads(result.stdout)


def ids_of(workspace: Workspace, project: Project) -> list[int]:
    return [each.id for each in example_queries.stream_of(workspace.database, project.id)]


def test_a_project_is_renamed_and_deleted_only_if_that_is_meant(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    assert told(fresh_workspace, "project", "rename", "Small", "Large")["name"] == "Large"
    refused = rrr(fresh_workspace, "project", "delete", "Large")
    assert (refused.exit_code, "--for-good" in refused.stderr) == (1, True)
    assert len(catalogue.list_projects(fresh_workspace)) == 1
    assert rrr(fresh_workspace, "project", "delete", "Large", "--for-good").exit_code == 0
    assert catalogue.list_projects(fresh_workspace) == []


def test_the_card_is_written_read_and_brought_back(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    assert told(fresh_workspace, "project", "card", "Small") == {"card": None}
    written = rrr(fresh_workspace, "project", "card", "Small", "--write", "Strike names.")
    assert written.stdout == "Strike names.\n"
    assert rrr(fresh_workspace, "project", "card", "Small", "--write", "").exit_code == 0
    assert told(fresh_workspace, "project", "card", "Small") == {"card": None}


def test_what_is_struck_everywhere_is_listed_and_taken_back(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    rrr(fresh_workspace, "strike", "Small", "odeon", "film")
    assert [each["pattern"] for each in told(fresh_workspace, "rules", "Small")] == [
        "odeon",
        "film",
    ]
    refused = rrr(fresh_workspace, "rules", "Small", "--take-back", "film", "--take-back", "kino")
    assert (refused.exit_code, "“kino” is not struck" in refused.stderr) == (1, True)
    rest = rrr(fresh_workspace, "rules", "Small", "--take-back", "Film").stdout
    assert rest.startswith("word    odeon  in ")
    assert len(rest.splitlines()) == 1


def test_words_are_listed_as_the_words_page_has_them(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    rrr(fresh_workspace, "strike", "Small", "odeon")
    found = told(fresh_workspace, "words", "Small", "--containing", "ode")
    assert [(each["word"], each["struck"]) for each in found["words"]] == [("odeon", True)]
    listed = rrr(fresh_workspace, "words", "Small", "--most", "3").stdout.splitlines()
    assert len(listed) == 3
    assert rrr(fresh_workspace, "words", "Small", "--containing", "zzz").stdout == ""


def test_going_back_to_a_snapshot_can_be_undone(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    first = ids_of(fresh_workspace, small_project)[0]
    answer(fresh_workspace, first, "me", "marked", [0])
    kept = snapshots.take(fresh_workspace, small_project).id
    answer(fresh_workspace, first, "me", "marked", [0, 1])
    rrr(fresh_workspace, "strike", "Small", "odeon")
    (listed,) = told(fresh_workspace, "snapshots", "Small")
    assert (listed["id"], listed["num_marked_tokens"], listed["runs"]) == (kept, 1, [])
    changed = told(fresh_workspace, "snapshots", "Small", "--changes", str(kept))
    assert changed["rules_added"] == ["word: odeon"]
    assert changed["sentences"][0]["struck"][0] == 1
    assert (
        "New rules: word: odeon"
        in rrr(fresh_workspace, "snapshots", "Small", "--changes", str(kept)).stdout
    )
    done = told(fresh_workspace, "snapshots", "Small", "--go-back", str(kept))
    assert (done["answers"], done["rules"]) == (1, 1)
    assert told(fresh_workspace, "rules", "Small") == []
    rrr(fresh_workspace, "snapshots", "Small", "--go-back", str(done["before"]))
    assert len(told(fresh_workspace, "rules", "Small")) == 1
    missing = rrr(fresh_workspace, "snapshots", "Small", "--go-back", "99")
    assert (missing.exit_code, "no snapshot 99" in missing.stderr) == (1, True)
    assert rrr(fresh_workspace, "snapshots", "Small", "--until", "1").exit_code == 1


def test_a_sentence_gets_another_label_by_its_number(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    first = next(example_queries.stream_of(fresh_workspace.database, small_project.id))
    (other,) = [each for each in small_project.labels if each != first.label]
    arguments = ("labels", "Small", "--correct", str(first.id), "--to", other)
    assert "Changed 1 sentence" in rrr(fresh_workspace, *arguments).stderr
    assert example_queries.get(fresh_workspace.database, first.id).label == other
    assert rrr(fresh_workspace, "labels", "Small", "--correct", str(first.id)).exit_code == 1
    gone = rrr(fresh_workspace, "labels", "Small", "--correct", "999", "--to", other)
    assert (gone.exit_code, "no sentence 999" in gone.stderr) == (1, True)


def test_a_reviewer_decides_and_takes_it_back(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    first, second = ids_of(fresh_workspace, small_project)[:2]
    for number in (first, second):
        answer(fresh_workspace, number, "ann", "marked", [0])
        answer(fresh_workspace, number, "bob", "marked", [0, 1] if number == first else [0])
    listed = told(fresh_workspace, "review", "Small")
    assert [each["id"] for each in listed] == [first, second]  # most disagreement first
    assert listed[0]["struck_by"] == {"ann": [0], "bob": [0, 1]}
    assert "[1: bob]" in rrr(fresh_workspace, "review", "Small").stdout
    decided = ("review", "Small", "--decide", str(first), "--strike", "1", "--note", "a name")
    (sentence,) = told(fresh_workspace, *decided)
    assert (sentence["struck"], sentence["decision"]["note"]) == ([1], "a name")
    assert [each["id"] for each in told(fresh_workspace, "review", "Small", "--undecided")] == [
        second
    ]
    (sentence,) = told(fresh_workspace, "review", "Small", "--take-back", str(first))
    assert (sentence["struck"], sentence["decision"]) == ([0], None)
    assert told(fresh_workspace, *decided)[0]["struck"] == [1]
    refused = rrr(fresh_workspace, "review", "Small", "--decide", str(first), "--strike", "99")
    assert refused.exit_code == 1
    assert rrr(fresh_workspace, "review", "Small", "--strike", "1").exit_code == 1


@pytest.fixture
def run_id(fresh_workspace: Workspace, small_project: Project, small_config: TrainingConfig) -> int:
    database = fresh_workspace.database
    return queued(database, small_project.id, "small", small_config, "hash", 1, None).id


def test_a_run_is_cancelled_named_starred_deleted_and_brought_back(
    fresh_workspace: Workspace, run_id: int
) -> None:
    number = str(run_id)
    assert told(fresh_workspace, "runs", "cancel", number)["status"] == "cancelled"
    assert told(fresh_workspace, "runs", "rename", number, "no names")["name"] == "no names"
    assert told(fresh_workspace, "runs", "star", number)["starred"]
    assert not told(fresh_workspace, "runs", "star", number, "--off")["starred"]
    assert told(fresh_workspace, "runs", "delete", number) == {"deleted": run_id}
    assert told(fresh_workspace, "runs", "Small") == []
    assert "is back" in rrr(fresh_workspace, "runs", "restore", number).stdout
    assert run_queries.get(fresh_workspace.database, run_id).name == "no names"
    refused = rrr(fresh_workspace, "runs", "settle", number)
    assert (refused.exit_code, "is not searching" in refused.stderr) == (1, True)
    refused = rrr(fresh_workspace, "runs", "seeds", number)
    assert (refused.exit_code, "Choose a run with marks" in refused.stderr) == (1, True)
