"""Changes the labels of examples and projects, and remembers what they were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam, insert, select, update

from rrr.records import LabelChange, LabelsThen, Project, Relabelling
from rrr.store import project_queries, schema, word_index
from rrr.store.audit_queries import record
from rrr.store.database import Database
from rrr.store.parts import in_parts
from rrr.store.schema import corpus_tables, label_tables

_examples, _projects = corpus_tables.examples, corpus_tables.projects
_relabellings, _changes = label_tables.relabellings, label_tables.label_changes


def set_labels(
    database: Database,
    project_id: int,
    annotator: str,
    new_labels: Mapping[int, tuple[str | None, str | None]],
    labels: Sequence[str] | None = None,
) -> Relabelling | None:
    """Give examples other labels, all at once; returns None where nothing had to be changed.

    Args:
        new_labels: example id -> (the label it is expected to have, the label it gets). Examples
            that have another label by now, or are of another project, are left as they are.
        labels: those that the project has from then on; None: as before.
    """
    with database.write() as connection:
        project = _project(connection, project_id)
        rows = [
            row
            for row in _examples_of(connection, project_id, list(new_labels))
            if row.label == new_labels[row.id][0] != new_labels[row.id][1]
        ]
        if not rows and labels in (None, project.labels):
            return None
        relabelling = _begin(connection, project, annotator, labels or project.labels)
        changed = [
            {
                "relabelling_id": relabelling.id,
                "example_id": r.id,
                "before": r.label,
                "after": after,
            }
            for r in rows
            for _, after in (new_labels[r.id],)
        ]
        if changed:
            connection.execute(insert(_changes), changed)
            connection.execute(
                update(_examples)
                .where(_examples.c.id == bindparam("example_id"))
                .values(label=bindparam("after")),
                [{name: row[name] for name in ("after", "example_id")} for row in changed],
            )
            word_index.relabel(
                connection,
                project_id,
                [(r.split, r.text, r.label, new_labels[r.id][1]) for r in rows],
            )
        record(connection, annotator, "label", project_id, {"number": len(changed)})
        return replace(relabelling, number=len(changed))


def replace_label(
    database: Database, project_id: int, annotator: str, old: str, new: str, labels: Sequence[str]
) -> Relabelling:
    """Give all examples of one label another one, old or new.

    Args:
        labels: those that the project has from then on.
    """
    with database.write() as connection:
        project = _project(connection, project_id)
        relabelling = _begin(connection, project, annotator, labels)
        of_label = sa.and_(_examples.c.project_id == project_id, _examples.c.label == old)
        changes = select(
            sa.literal(relabelling.id), _examples.c.id, _examples.c.label, sa.literal(new)
        ).where(of_label)
        columns = ["relabelling_id", "example_id", "before", "after"]
        connection.execute(insert(_changes).from_select(columns, changes))
        number = connection.execute(update(_examples).where(of_label).values(label=new)).rowcount
        word_index.replace_label(connection, project_id, old, new)
        detail = {"number": number, "before": old, "after": new}
        record(connection, annotator, "label", project_id, detail)
        return replace(relabelling, number=number)


def get(database: Database, relabelling_id: int) -> Relabelling | None:
    """A change by its id."""
    with database.read() as connection:
        return _one(connection, _relabellings.c.id == relabelling_id)


def latest(database: Database, project_id: int) -> Relabelling | None:
    """The last change of a project's labels."""
    with database.read() as connection:
        return _one(connection, _relabellings.c.project_id == project_id)


def changes_in(database: Database, relabelling_id: int) -> dict[int, tuple[str | None, str | None]]:
    """Example id -> (its label before, its label after) of one change."""
    query = select(_changes.c.example_id, _changes.c.before, _changes.c.after).where(
        _changes.c.relabelling_id == relabelling_id
    )
    with database.read() as connection:
        return {row.example_id: (row.before, row.after) for row in connection.execute(query)}


def last_change(database: Database, example_id: int) -> LabelChange | None:
    """How an example came to its label; None if it has the one it was imported with."""
    query = (
        select(
            _changes.c.before,
            _changes.c.after,
            _relabellings.c.annotator,
            _relabellings.c.created_at,
            _changes.c.relabelling_id,
        )
        .join(_relabellings, _relabellings.c.id == _changes.c.relabelling_id)
        .where(_changes.c.example_id == example_id)
        .order_by(_changes.c.relabelling_id.desc())
        .limit(1)
    )
    with database.read() as connection:
        row = connection.execute(query).one_or_none()
    return None if row is None else LabelChange(**row._mapping)


def last_id(database: Database, project_id: int) -> int:
    """Id of the last change of a project's labels; 0 if there was none."""
    query = select(sa.func.max(_relabellings.c.id)).where(_relabellings.c.project_id == project_id)
    with database.read() as connection:
        return connection.scalar(query) or 0


def labels_then(database: Database, project_id: int, relabelling_id: int) -> LabelsThen:
    """A project's labels as they were right after that change; 0: as they were imported."""
    later = sa.and_(_relabellings.c.project_id == project_id, _relabellings.c.id > relabelling_id)
    first_later = (
        select(_relabellings.c.labels_before).where(later).order_by(_relabellings.c.id).limit(1)
    )
    changed = (
        select(_changes.c.example_id, _changes.c.before)
        .join(_relabellings, _relabellings.c.id == _changes.c.relabelling_id)
        .where(later)
        .order_by(_changes.c.relabelling_id.desc())  # the first of them has the last word
    )
    with database.read() as connection:
        labels = connection.scalar(first_later)
        if labels is None:
            labels = connection.scalar(
                select(_projects.c.labels).where(_projects.c.id == project_id)
            )
        of_examples = {row.example_id: row.before for row in connection.execute(changed)}
    return LabelsThen(tuple(labels or ()), of_examples)


def num_changed_since(database: Database, project_id: int, relabelling_id: int) -> int:
    """How many examples have another label now than right after that change."""
    later = (
        select(_changes.c.example_id, sa.func.min(_changes.c.relabelling_id).label("first"))
        .join(_relabellings, _relabellings.c.id == _changes.c.relabelling_id)
        .where(_relabellings.c.project_id == project_id, _relabellings.c.id > relabelling_id)
        .group_by(_changes.c.example_id)
        .subquery()
    )
    query = (
        select(sa.func.count())
        .select_from(later)
        .join(_examples, _examples.c.id == later.c.example_id)
        .join(
            _changes,
            sa.and_(
                _changes.c.relabelling_id == later.c.first,
                _changes.c.example_id == later.c.example_id,
            ),
        )
        .where(_examples.c.label.is_distinct_from(_changes.c.before))
    )
    with database.read() as connection:
        return connection.scalar(query) or 0


def _examples_of(
    connection: Connection, project_id: int, ids: Sequence[int]
) -> Iterator[sa.Row[Any, Any, Any, Any]]:
    """Id, split, text and label of those of the examples that are of the project."""
    columns = (_examples.c.id, _examples.c.split, _examples.c.text, _examples.c.label)
    for part in in_parts(ids):
        yield from connection.execute(
            select(*columns).where(_examples.c.id.in_(part), _examples.c.project_id == project_id)
        )


def _project(connection: Connection, project_id: int) -> Project:
    query = select(_projects).where(_projects.c.id == project_id, project_queries.VISIBLE)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise project_queries.no_such(project_id)
    return project_queries.from_row(row)


def _begin(
    connection: Connection, project: Project, annotator: str, labels: Sequence[str]
) -> Relabelling:
    values: dict[str, Any] = {
        "project_id": project.id,
        "annotator": annotator,
        "created_at": schema.now(),
        "labels_before": list(project.labels),
        "labels_after": list(labels),
    }
    row = connection.execute(insert(_relabellings).values(values).returning(_relabellings)).one()
    connection.execute(
        update(_projects)
        .where(_projects.c.id == project.id)
        .values(labels=list(labels), marks_version=_projects.c.marks_version + 1)
    )
    return _relabelling(row._mapping, 0)


def _one(connection: Connection, condition: sa.ColumnElement[bool]) -> Relabelling | None:
    query = select(_relabellings).where(condition).order_by(_relabellings.c.id.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    number = select(sa.func.count()).where(_changes.c.relabelling_id == row.id)
    return _relabelling(row._mapping, connection.scalar(number) or 0)


def _relabelling(values: Mapping[Any, Any], number: int) -> Relabelling:
    labels = {name: tuple(values[name]) for name in ("labels_before", "labels_after")}
    return Relabelling(**{**values, **labels}, number=number)
