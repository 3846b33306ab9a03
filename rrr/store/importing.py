"""Bringing examples in: projects are made with all of them at once, and get further ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy import Connection, insert, select, update

from rrr.errors import DataError
from rrr.records import TEST, TRAIN, VALIDATION, Example, FairAnswer, NewExample, Project, Rule
from rrr.store import (
    adjudication_queries,
    answers_of_projects,
    deleting,
    fair_answer_queries,
    given_queries,
    people_queries,
    project_queries,
    rationale_queries,
    rule_queries,
    schema,
    word_index,
)
from rrr.store.database import Database
from rrr.store.dialects import insert_rows, reserve_ids
from rrr.store.schema import corpus_tables
from rrr.store.schema.column_types import refuse_zero_character

_projects = corpus_tables.projects

READY = "ready"

_BATCH_ROWS = 10_000
_BATCH_CHARACTERS = 10_000_000


def add(
    database: Database,
    name: str,
    labels: Sequence[str],
    new_examples: Iterable[NewExample],
    *,
    is_demo: bool = False,
    report: Callable[[int], None] | None = None,
    new_rules: Sequence[Rule] = (),
    new_fair: Sequence[FairAnswer] = (),
    hits: Mapping[int, int] = MappingProxyType({}),
    complete: Callable[[int], None] | None = None,
    owner: str | None = None,
) -> Project:
    """Store a project with its examples, their words and answers, and its rules: all or nothing.

    The examples come in batch by batch, so that no other writer has to wait long. Nobody sees the
    project until all are there. What was stored is deleted again if `new_examples` raises or the
    disk has no room; if the program ends on the way, a later import deletes it.

    Args:
        database: where to store it.
        name: of the project; no other may have it.
        labels: in the order in which they are to be shown.
        new_examples: read once, while they are stored.
        is_demo: each owner has one demo, and so has everybody together: if it exists already, it is
            returned and nothing is stored.
        report: told after each batch how many examples are stored.
        new_rules: rules to begin with; their ids are their places here.
        new_fair: what people say about words and phrases from the beginning.
        hits: place of a rule -> in how many training examples it strikes, for the rules that keep
            that number; read when all examples have come.
        complete: given the project's id when all examples are there and nobody sees it yet, to add
            what else belongs to it; may raise, and then nothing is stored.
        owner: key of the person to whom it belongs; None for everybody.

    Raises:
        DataError: if another project has this name, or `new_examples` raises it.
        StorageError: if the disk has no room for them.
    """
    with database.write() as connection:
        if is_demo and (existing := project_queries.demo_in(connection, owner)) is not None:
            return existing
        project_queries.refuse_taken(connection, name)

    def reveal(connection: Connection, staged: int, split_sizes: Mapping[str, int]) -> Project:
        if is_demo and (existing := project_queries.demo_in(connection, owner)) is not None:
            connection.execute(sa.delete(_projects).where(_projects.c.id == staged))
            return existing
        project_queries.refuse_taken(connection, name)
        word_index.finish(connection, staged)
        answers_of_projects.recount(connection, staged)
        if owner is not None:
            people_queries.put_member(connection, staged, owner, "owner", owner)
        ids = rule_queries.ids_of(connection, staged)
        rule_queries.add_hits(connection, {ids[place]: number for place, number in hits.items()})
        values = {
            "name": name,
            "labels": list(labels),
            "split_sizes": _in_order(split_sizes),
            "is_demo": is_demo,
            "created_at": schema.now(),
            "state": READY,
        }
        query = update(_projects).where(_projects.c.id == staged).values(values)
        return project_queries.from_row(connection.execute(query.returning(_projects)).one())

    return _stage(database, new_examples, report, reveal, new_rules, new_fair, complete)


def extend(
    database: Database,
    project_id: int,
    new_examples: Iterable[NewExample],
    hits: Mapping[int, int],
    num_known: int,
    report: Callable[[int], None] | None = None,
    new_rules: Sequence[Rule] = (),
    new_fair: Sequence[FairAnswer] = (),
) -> Project:
    """Add examples behind those a project has, all or none; its rules strike in them at once.

    Args:
        new_rules: those that the examples come from. What they spare, the project's same rules
            spare, too; no rule is added.
        new_fair: what people say about words and phrases, here, too.
        hits: Rule id -> in how many of the new training examples it strikes, for the rules that
            keep that number; read when all examples have come.
        num_known: How many examples the project had when the new ones were placed in its splits.
        report: As in `add`.

    Raises:
        NotFound: if there is no such project.
        DataError: if somebody else has added examples since, or `new_examples` raises it.
        StorageError: if the disk has no room for them.
    """

    def adopt(connection: Connection, staged: int, split_sizes: Mapping[str, int]) -> Project:
        of_project = _projects.c.id == project_id
        row = connection.execute(
            select(_projects).where(of_project, project_queries.VISIBLE)
        ).one_or_none()
        if row is None:
            raise project_queries.no_such(project_id)
        if sum(row.split_sizes.values()) != num_known:
            raise DataError(
                f"Somebody else added sentences to “{row.name}” at the same moment, so nothing was "
                "added: a text might have come into two splits. Import the file again."
            )
        word_index.move(connection, staged, project_id)
        connection.execute(
            update(corpus_tables.examples)
            .where(corpus_tables.examples.c.project_id == staged)
            .values(
                project_id=project_id,
                position=corpus_tables.examples.c.position + sum(row.split_sizes.values()),
            )
        )
        answers_of_projects.move(connection, staged, project_id)
        adjudication_queries.move(connection, staged, project_id)
        rule_queries.move_exceptions(connection, staged, project_id)
        fair_answer_queries.move(connection, staged, project_id)
        connection.execute(sa.delete(_projects).where(_projects.c.id == staged))
        word_index.finish(connection, project_id)
        answers_of_projects.recount(connection, project_id)
        rule_queries.add_hits(connection, hits)
        values = {
            "split_sizes": _in_order(Counter(row.split_sizes) + Counter(split_sizes)),
            "marks_version": _projects.c.marks_version + 1,
        }
        query = update(_projects).where(of_project).values(values).returning(_projects)
        return project_queries.from_row(connection.execute(query).one())

    return _stage(database, new_examples, report, adopt, new_rules, new_fair)


def _stage(
    database: Database,
    new_examples: Iterable[NewExample],
    report: Callable[[int], None] | None,
    finish: Callable[[Connection, int, Mapping[str, int]], Project],
    new_rules: Sequence[Rule],
    new_fair: Sequence[FairAnswer],
    complete: Callable[[int], None] | None = None,
) -> Project:
    """Store examples batch by batch in a project nobody sees; `finish` makes something of it."""
    deleting.delete_hidden(database)
    with database.write() as connection:
        values = {
            "name": f"importing {uuid4().hex}",
            "labels": [],
            "split_sizes": {},
            "is_demo": False,
            "created_at": schema.now(),
            "state": deleting.IMPORTING,
        }
        staged = connection.execute(
            insert(_projects).values(values).returning(_projects.c.id)
        ).scalar_one()
        rule_ids = rule_queries.add_batch(connection, staged, new_rules)
        fair_answer_queries.add_batch(connection, staged, new_fair)
    try:
        split_sizes: Counter[str] = Counter()
        for batch in _batches(new_examples):
            database.refuse_without_room(sum(len(example.text) for example in batch))
            with database.write() as connection:
                _add_batch(connection, staged, split_sizes.total(), batch, rule_ids)
            split_sizes.update(example.split for example in batch)
            if report is not None:
                report(split_sizes.total())
        if complete is not None:
            complete(staged)
        with database.write() as connection:
            return finish(connection, staged, split_sizes)
    except BaseException:
        deleting.give_up(database, staged)
        raise


def _batches(new: Iterable[NewExample]) -> Iterator[list[NewExample]]:
    """Neither many nor long: a batch bounds the memory an import takes."""
    batch: list[NewExample] = []
    characters = 0
    for example in new:
        refuse_zero_character(example.text)
        batch.append(example)
        characters += len(example.text)
        if len(batch) >= _BATCH_ROWS or characters >= _BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _add_batch(
    connection: Connection,
    project_id: int,
    position: int,
    batch: Sequence[NewExample],
    rule_ids: Sequence[int],
) -> None:
    """Store examples from `position` on; the time says that the import is alive."""
    rows = [
        Example(new_id, project_id, position + n, new.split, new.text, new.label)
        for n, (new_id, new) in enumerate(
            zip(reserve_ids(connection, corpus_tables.examples, len(batch)), batch, strict=True)
        )
    ]
    insert_rows(
        connection,
        insert(corpus_tables.examples),
        [(e.id, e.project_id, e.position, e.split, e.text, e.label) for e in rows],
    )
    word_index.add_batch(connection, project_id, rows)
    both = list(zip(rows, batch, strict=True))
    answers_of_projects.add_batch(connection, ((e, a) for e, new in both for a in new.answers))
    adjudication_queries.add_batch(
        connection, ((e, new.adjudication) for e, new in both if new.adjudication is not None)
    )
    rationale_queries.add_batch(connection, ((e, new.rationale) for e, new in both))
    given_queries.add_batch(connection, ((e, new.given) for e, new in both))
    rule_queries.spare(
        connection, [(rule_ids[place], e.id) for e, new in both for place in new.spared]
    )
    of_project = _projects.c.id == project_id
    connection.execute(update(_projects).where(of_project).values(created_at=schema.now()))


def _in_order(split_sizes: Mapping[str, int]) -> dict[str, int]:
    first = [name for name in (TRAIN, VALIDATION, TEST) if name in split_sizes]
    others = [name for name in split_sizes if name not in first]
    return {name: split_sizes[name] for name in (*first, *others)}
