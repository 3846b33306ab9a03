"""Indexing the words of projects that an older version has indexed otherwise, or not at all.

Some thousand sentences at a time, so that others can save in between. How far it has come stands
with the project: if the program ends, or several do it at once, each goes on from there.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlalchemy import Connection, select, update

from rrr.records import Project, Rule
from rrr.store import example_queries, project_queries, rule_queries, word_index
from rrr.store.database import Database
from rrr.store.schema import corpus_tables

WITHOUT_WORDS = "without words"
_UP_TO = f"{WITHOUT_WORDS} after "
"""State of a project that is being indexed; the last example's id follows."""

_BATCH_ROWS = 2_000

_projects = corpus_tables.projects


def index_old(
    database: Database,
    report: Callable[[Project, int], None],
    strikes_of: Callable[[Rule], Callable[[str], bool]],
) -> None:
    """Index all projects that need it.

    Args:
        report: told before each project, and as it goes on, how many sentences are done.
        strikes_of: finds out in which texts a rule strikes; rules are counted anew. One that takes
            too long keeps its number.
    """
    query = select(_projects).where(
        _projects.c.state.startswith(WITHOUT_WORDS), project_queries.VISIBLE
    )
    with database.read() as connection:
        waiting = [project_queries.from_row(row) for row in connection.execute(query)]
    for project in waiting:
        report(project, 0)
        began = time.monotonic()
        while (done := _index_some(database, project.id)) is not None:
            report(project, done)
            time.sleep((time.monotonic() - began) / 2)  # whoever waits to save gets a turn
            began = time.monotonic()
        _finish(database, project.id, strikes_of)


def _index_some(database: Database, project_id: int) -> int | None:
    """Index the next sentences; returns how many are done, None if no more are left."""
    with database.write() as connection:
        last_id = _indexed_up_to(connection, project_id)
        if last_id is None:
            return None
        batch = example_queries.batch_after(connection, project_id, last_id, _BATCH_ROWS)
        if not batch:
            return None
        word_index.add_batch(connection, project_id, batch)
        _set_state(connection, project_id, f"{_UP_TO}{batch[-1].id}")
        return batch[-1].position + 1


def _finish(
    database: Database, project_id: int, strikes_of: Callable[[Rule], Callable[[str], bool]]
) -> None:
    counts = rule_queries.CountsAnew(database, project_id, strikes_of)
    if counts.are_needed:  # without the lock: it takes long
        for example in example_queries.stream_of(database, project_id):
            counts.add(example)
    with database.write() as connection:
        if _indexed_up_to(connection, project_id) is not None:  # no other process was faster
            word_index.finish(connection, project_id)
            counts.store(connection)
            _set_state(connection, project_id, "ready")


def _indexed_up_to(connection: Connection, project_id: int) -> int | None:
    """Id of the last example whose words are indexed, 0 for none; None if all are."""
    state = connection.scalar(select(_projects.c.state).where(_projects.c.id == project_id))
    if state is None or not state.startswith(WITHOUT_WORDS):
        return None
    return int(state.removeprefix(_UP_TO)) if state.startswith(_UP_TO) else 0


def _set_state(connection: Connection, project_id: int, state: str) -> None:
    connection.execute(update(_projects).where(_projects.c.id == project_id).values(state=state))
