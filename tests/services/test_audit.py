from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from rrr.errors import NotAllowed, StaleRevision, StorageError
from rrr.records import AuditEntry, NewAnswer, Person, Project, TrainingConfig
from rrr.services import audit
from rrr.services.marks import answers, fair_words, labels, rules
from rrr.services.people import members
from rrr.services.projects import catalogue, marks_export, project_files
from rrr.services.training import run_shelf, runs
from rrr.services.workspace import Workspace
from rrr.store import audit_queries, run_queries
from rrr.store.run_queries import NewRun
from rrr.store.schema import team_tables
from tests.answering import answer

ADA = Person.named("Ada")


@pytest.fixture
def as_ada(fresh_workspace: Workspace) -> Workspace:
    return fresh_workspace.acting_as(ADA, "named")


def told(workspace: Workspace, project_id: int | None = None) -> list[tuple[str, str]]:
    """Who did what, oldest first."""
    found = audit_queries.stream(workspace.database, project_id, None, None)
    return [(each.person, each.action) for each in found]


def test_each_deed_is_written_down_with_who_did_it_and_without_a_word_of_a_sentence(
    as_ada: Workspace, small_project: Project
) -> None:
    before = len(told(as_ada))
    answer(as_ada, 1, "Ada", "marked", (4,), note="warm")
    rule = rules.add_rule(as_ada, small_project, "odeon")
    rules.remove_rule(as_ada, rule.id)
    fair_words.call_fair(as_ada, small_project, "warm", "Ada")
    labels.set_label(as_ada, labels.seen(as_ada, 2), "good", "Ada")
    labels.rename(as_ada, small_project, "good", "fine", "Ada")
    members.put(as_ada, small_project, Person.named("Bob"), "annotator")
    catalogue.rename_project(as_ada, small_project.id, "Renamed")
    assert list(marks_export.export(as_ada, small_project))
    new = NewRun("run", TrainingConfig(), "x", 1)
    (run,) = run_queries.queue(as_ada.database, small_project.id, lambda _: [new], person="Ada")
    runs.cancel(as_ada, run.id)
    run_shelf.delete(as_ada, run.id)
    catalogue.delete_project(as_ada, small_project.id)
    assert [action for person, action in told(as_ada)[before:] if person == "Ada"] == [
        "answer",
        *("rule", "rule", "fair word", "label", "label", "member", "project", "export"),
        *("train", "stop", "delete", "delete"),
    ]
    found = list(audit_queries.stream(as_ada.database, None, None, None))
    details = json.dumps([each.detail for each in found]).casefold()
    assert not [word for word in ("odeon", "warm", "film", "seen") if word in details]
    assert found[-1].project == "Renamed"  # it outlives its project


def test_what_was_not_saved_is_not_written_down(as_ada: Workspace, small_project: Project) -> None:
    seen = answers.sentence(as_ada, 1, "Ada")
    saved = answer(as_ada, 1, "Ada", "marked", (4,))
    count = audit.count(as_ada, small_project)
    late = replace(seen, annotation=replace(saved, revision=7))
    with pytest.raises(StaleRevision):
        answers.save(as_ada, late, NewAnswer(seen.token_hash, 7, "marked", (5,)))
    assert audit.count(as_ada, small_project) == count


@pytest.mark.parametrize(
    "change", [update(team_tables.audit).values(person="x"), delete(team_tables.audit)]
)
def test_no_entry_can_be_changed_or_deleted(
    as_ada: Workspace, small_project: Project, change: object
) -> None:
    with (
        pytest.raises((DBAPIError, StorageError), match="only ever added to"),
        as_ada.database.write() as connection,
    ):
        connection.execute(change)  # type: ignore[call-overload]
    assert told(as_ada, small_project.id) == [("tester", "import")]


def test_a_project_file_is_one_export_here_and_one_import_there(
    as_ada: Workspace, small_project: Project
) -> None:
    before, content = len(told(as_ada)), io.BytesIO()
    project_files.write_project(as_ada, small_project, content)
    project_files.read_project(as_ada, "mine.zip", content.getvalue(), name="Again")
    assert told(as_ada)[before:] == [("Ada", "export"), ("Ada", "import")]


def test_only_owners_read_it(as_ada: Workspace, small_project: Project) -> None:
    members.put(as_ada, small_project, Person.named("Bob"), "reviewer")
    (entry, _) = audit.entries(as_ada, small_project)
    assert (entry.person, entry.action) == ("Ada", "member")
    with pytest.raises(NotAllowed, match="read who did what"):
        audit.entries(as_ada.acting_as(Person.named("Bob"), "named"), small_project)


def test_entries_are_chosen_by_person_and_action_newest_first(
    as_ada: Workspace, small_project: Project
) -> None:
    for number in (1, 2):
        answer(as_ada, number, "Ada", "nothing_irrelevant")
    of_ada = audit.entries(as_ada, small_project, "Ada", "answer")
    assert [each.detail["example"] for each in of_ada] == [2, 1]
    assert audit.entries(as_ada, small_project, "nobody") == []
    assert audit.people(as_ada, small_project) == {"Ada": "Ada", "tester": "tester"}


def test_a_spreadsheet_takes_no_name_for_a_formula() -> None:
    def one() -> Iterator[AuditEntry]:
        yield AuditEntry(1, datetime(2026, 1, 2, tzinfo=UTC), "=1+1", "export", 3, '@a,"b"', {})

    rows = list(csv.reader(io.StringIO("".join(audit.csv_lines(one())))))
    assert rows[0] == list(audit.COLUMNS)
    assert rows[1] == ["2026-01-02T00:00:00+00:00", "'=1+1", "export", "3", '\'@a,"b"', "{}"]


def test_a_spreadsheet_takes_no_wide_or_hidden_sign_for_a_formula() -> None:
    def some() -> Iterator[AuditEntry]:
        for name in ("\uff1d1+1", " =1+1", "\0=1+1"):
            yield AuditEntry(1, datetime(2026, 1, 2, tzinfo=UTC), name, "export", 3, name, {})

    written = list(csv.reader(io.StringIO("".join(audit.csv_lines(some())), newline="")))
    assert all(cell.startswith("'") for row in written[1:] for cell in (row[1], row[4]))
