"""A clock that is set back while people work."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from benchmarks.faults import writer
from benchmarks.faults.outcome import Outcome
from rrr.records import NewAnswer
from rrr.services.marks import answers
from rrr.services.projects import catalogue
from rrr.store import annotation_queries, example_queries, schema

PEOPLE = ("first", "second")


def set_back(folder: Path, tries: int) -> Outcome:
    """The clock goes back by an hour between two people's answers to a sentence; the later answer
    still has the later time, by which it counts."""
    workspace = writer.make(folder / "w")
    (project,) = catalogue.list_projects(workspace)
    ids = [example.id for example in example_queries.stream_of(workspace.database, project.id)][
        :tries
    ]
    usual = schema.now
    for example_id in ids:
        for token, person in enumerate(PEOPLE):
            seen = answers.sentence(workspace, example_id, person)
            answers.save(
                workspace, seen, NewAnswer(seen.token_hash, seen.revision, "marked", (token,))
            )
            schema.now = lambda: usual() - timedelta(hours=1)
        schema.now = usual
    lost = wrong = 0
    for example_id in ids:
        first, second = (
            annotation_queries.get(workspace.database, example_id, person) for person in PEOPLE
        )
        lost += first is None or second is None
        wrong += bool(first and second and second.updated_at <= first.updated_at)
    workspace.close()
    return Outcome("clock set back", len(ids), lost=lost, wrong=wrong)
