"""What the model of a run sees in the training sentences: read once, then looked up.

A reading counts once it is complete; until then nobody but its writer sees it. Those of the last
two runs that were read are kept, so that they can be compared.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Row, func, select

from rrr.records import Candidate, SentenceReading, Sharing, WordReading
from rrr.store.database import Database
from rrr.store.dialects import insert_or_replace
from rrr.store.parts import in_parts
from rrr.store.project_clock import next_moment
from rrr.store.schema import corpus_tables, reading_tables, run_tables
from rrr.store.sharing_queries import is_settled

_readings, _sentences, _words = (
    reading_tables.run_readings,
    reading_tables.sentence_readings,
    reading_tables.word_readings,
)


def clear(database: Database, run_id: int) -> None:
    """Forget what was read of a run so far."""
    with database.write() as connection:
        for table in (_readings, _sentences, _words):
            connection.execute(sa.delete(table).where(table.c.run_id == run_id))


def add_sentences(database: Database, run_id: int, readings: Sequence[SentenceReading]) -> None:
    rows = [{"run_id": run_id, **asdict(reading)} for reading in readings]
    with database.write() as connection:
        connection.execute(insert_or_replace(connection, _sentences), rows)


def add_words(database: Database, run_id: int, readings: Sequence[WordReading]) -> None:
    rows = [{"run_id": run_id, **asdict(reading)} for reading in readings]
    with database.write() as connection:
        connection.execute(insert_or_replace(connection, _words), rows)


def set_complete(database: Database, run_id: int, num_sentences: int) -> None:
    """All of it has been read: from now on it counts."""
    of_run = select(run_tables.runs.c.project_id).where(run_tables.runs.c.id == run_id)
    with database.write() as connection:
        moment = next_moment(connection, connection.execute(of_run).scalar_one())
        row = {"run_id": run_id, "num_sentences": num_sentences, "finished_at": moment}
        connection.execute(insert_or_replace(connection, _readings), row)


def complete(database: Database, project_id: int) -> dict[int, int]:
    """The runs of a project that were read: id -> number of sentences read, newest run first."""
    query = (
        select(_readings.c.run_id, _readings.c.num_sentences)
        .join(run_tables.runs, run_tables.runs.c.id == _readings.c.run_id)
        .where(run_tables.runs.c.project_id == project_id, run_tables.runs.c.deleted_at.is_(None))
        .order_by(_readings.c.run_id.desc())
    )
    with database.read() as connection:
        return {row.run_id: row.num_sentences for row in connection.execute(query)}


def count_sentences(database: Database, run_id: int) -> int:
    """How many sentences were read so far."""
    query = select(func.count()).where(_sentences.c.run_id == run_id)
    with database.read() as connection:
        return connection.execute(query).scalar_one()


def words_of(database: Database, run_id: int, words: Collection[str]) -> dict[str, WordReading]:
    """Those of the given words that the model has met, in the vocabulary's form."""
    readings = {}
    with database.read() as connection:
        for part in in_parts(list(words)):
            query = select(_words).where(_words.c.run_id == run_id, _words.c.word.in_(part))
            readings.update({row.word: _word(row) for row in connection.execute(query)})
    return readings


def words_in(database: Database, run_id: int, ids: Sequence[int]) -> set[str]:
    """The words not judged when the run was read, of some sentences (a few hundred at most)."""
    query = select(_sentences.c.words).where(
        _sentences.c.run_id == run_id, _sentences.c.example_id.in_(ids)
    )
    with database.read() as connection:
        return {word for words in connection.scalars(query) for word, _ in words}


def top_words(database: Database, run_id: int, least: float) -> dict[str, int]:
    """The words that decide most predictions: word -> in how many sentences it has the largest
    share of the saliency, at least `least`, the most first."""
    number = func.count().label("number")
    query = (
        select(_sentences.c.top_word, number)
        .where(_sentences.c.run_id == run_id, _sentences.c.top_word != "")
        .group_by(_sentences.c.top_word)
        .having(number >= least)
        .order_by(number.desc(), _sentences.c.top_word)
    )
    with database.read() as connection:
        return {row.top_word: row.number for row in connection.execute(query)}


def open_by_usefulness(
    database: Database,
    project_id: int,
    run_id: int,
    annotator: str,
    sharing: Sharing,
    *,
    limit: int,
    at_most: float = math.inf,
) -> list[Candidate]:
    """The sentences that neither this person has answered nor enough others, the most useful when
    read first.

    Args:
        at_most: pass over those that are more useful than this.
    """
    examples = corpus_tables.examples
    position = (
        select(examples.c.position).where(examples.c.id == _sentences.c.example_id)
    ).scalar_subquery()
    settled = is_settled(project_id, _sentences.c.example_id, position, annotator, sharing)
    bound = math.nextafter(at_most, math.inf)
    query = _candidates(run_id).where(_sentences.c.usefulness <= bound, ~settled).limit(limit)
    with database.read() as connection:
        return list(map(_candidate, connection.execute(query)))


def candidates(database: Database, run_id: int, ids: Sequence[int]) -> list[Candidate]:
    """Those of some sentences (a few hundred at most) that were read, the most useful first."""
    query = _candidates(run_id).where(_sentences.c.example_id.in_(ids))
    with database.read() as connection:
        return list(map(_candidate, connection.execute(query)))


def _candidates(run_id: int) -> sa.Select[Any]:
    return (
        select(_sentences.c.example_id, _sentences.c.uncertainty, _sentences.c.words)
        .where(_sentences.c.run_id == run_id)
        .order_by(_sentences.c.usefulness.desc(), _sentences.c.example_id.desc())
    )


def _candidate(row: Row[Any]) -> Candidate:
    words = tuple((word, share) for word, share in row.words)
    return Candidate(row.example_id, row.uncertainty, words)


def _word(row: Row[Any]) -> WordReading:
    return WordReading(row.word, row.mass, row.sentences, row.skew)
