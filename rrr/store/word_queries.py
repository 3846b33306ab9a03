"""Which words a project's sentences hold, and which sentences hold a word: looked up, not counted.

Words are asked for in the vocabulary's form.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa
from sqlalchemy import Select, func, select

from rrr.store.database import Database
from rrr.store.dialects import texts_table
from rrr.store.parts import in_parts
from rrr.store.schema import corpus_tables, reading_tables

Ids = npt.NDArray[np.uint32]
"""Ids of examples, ascending, none twice."""

_counts, _postings, _words = corpus_tables.word_counts, corpus_tables.postings, corpus_tables.words
_read = reading_tables.word_readings


def per_label(
    database: Database, project_id: int, words: Collection[str]
) -> dict[str, dict[str, int]]:
    """In how many training sentences of each label each word stands; those without label have "".

    Words that stand in none are left out.
    """
    counts: dict[str, dict[str, int]] = {}
    with database.read() as connection:
        for part in in_parts(list(words)):
            query = select(_counts.c.word, _counts.c.label, _counts.c.sentences).where(
                _counts.c.project_id == project_id,
                _counts.c.word.in_(part),
            )
            for word, label, sentences in connection.execute(query):
                counts.setdefault(word, {})[label] = sentences
    return counts


def sentences_with(database: Database, project_id: int, word: str) -> Ids:
    """Ids of all sentences, of any split, that hold the word."""
    query = (
        select(_postings.c.ids)
        .where(_postings.c.project_id == project_id, _postings.c.word == word)
        .order_by(_postings.c.first)
    )
    with database.read() as connection:
        id_arrays = [np.frombuffer(ids, "<u4") for ids in connection.scalars(query)]
    # Two imports at once may have taken their ids by turns.
    return np.sort(np.concatenate(id_arrays)) if id_arrays else np.zeros(0, np.uint32)


@dataclass(frozen=True)
class RankedWord:
    """A training word: in how many training sentences it stands, how surely it goes with one label
    (in [0, 1]), and its mass, the sum of its shares of the sentences' saliency, if a model was
    read."""

    word: str
    sentences: int
    skew: float
    mass: float | None


def ranked(
    database: Database,
    project_id: int,
    run_id: int | None,
    sought: str,
    start: int,
    count: int,
    without: Collection[str] = (),
) -> list[RankedWord]:
    """Training words from place `start` on: by mass × skew in the reading of a run; without one,
    by skew.

    Args:
        sought: Part of a word in the vocabulary's form; "" for all.
        without: Words left out.
    """
    query = _ranking(project_id, run_id, sought, without)
    if run_id is None:
        query = query.order_by(_words.c.skew.desc(), _words.c.sentences.desc(), _words.c.word)
    else:
        leaning = _read.c.mass * _words.c.skew
        query = query.order_by(leaning.desc(), _read.c.mass.desc(), _words.c.word)
    with database.read() as connection:
        rows = connection.execute(query.offset(start).limit(count))
        return [RankedWord(**row._mapping) for row in rows]


def count_ranked(
    database: Database,
    project_id: int,
    run_id: int | None,
    sought: str,
    without: Collection[str] = (),
) -> int:
    """How many words `ranked` has in all."""
    ranking = _ranking(project_id, run_id, sought, without).subquery()
    query = select(func.count()).select_from(ranking)
    with database.read() as connection:
        return connection.execute(query).scalar_one()


def first_sentences_with(
    database: Database, project_id: int, words: Collection[str], count: int
) -> dict[str, list[int]]:
    """Ids of the first `count` sentences that hold each word, of any split."""
    sought = texts_table(words)
    # Only the beginning of what may be a long list is read.
    beginning = (
        select(func.substr(_postings.c.ids, 1, 4 * count))
        .where(_postings.c.project_id == project_id, _postings.c.word == sought.c.value)
        .order_by(_postings.c.first)
        .limit(1)
        .scalar_subquery()
    )
    with database.read() as connection:
        rows = connection.execute(select(sought.c.value, beginning))
        return {word: np.frombuffer(ids, "<u4").tolist() for word, ids in rows if ids is not None}


def _ranking(
    project_id: int, run_id: int | None, sought: str, without: Collection[str]
) -> Select[tuple[str, int, float, float | None]]:
    mass = sa.null().label("mass") if run_id is None else _read.c.mass
    query = select(_words.c.word, _words.c.sentences, _words.c.skew, mass).where(
        _words.c.project_id == project_id
    )
    if run_id is not None:
        query = query.join(_read, _read.c.word == _words.c.word).where(_read.c.run_id == run_id)
    if sought:
        query = query.where(_words.c.word.contains(sought, autoescape=True))
    if without:
        left_out = texts_table(without)
        query = query.where(_words.c.word.not_in(select(left_out.c.value)))
    return query
