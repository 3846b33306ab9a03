"""Writing the words of examples into the database, batch by batch."""

from __future__ import annotations

import itertools
from array import array
from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy import Connection, Select, delete, func, insert, literal, select, update

from rrr.label_skew import label_skew
from rrr.records import TRAIN, Example
from rrr.store.dialects import Insert, insert_into, insert_rows
from rrr.store.schema import corpus_tables
from rrr.text import words_of

_words, _counts, _postings = corpus_tables.words, corpus_tables.word_counts, corpus_tables.postings

_AT_ONCE = 10_000
"""Words in memory, while they are summed up."""

LONGEST_WORD = 500
"""Characters. What is longer, such as a picture in letters, is no word that anybody looks up, and
PostgreSQL has no index for it."""


def add_batch(connection: Connection, project_id: int, examples: Iterable[Example]) -> None:
    """Index further examples; their ids must be above all that are indexed, and ascending."""
    holding: dict[str, array[int]] = {}
    counts: dict[str, Counter[str]] = {}  # of training sentences: label -> word -> number
    for example in examples:
        words = _distinct_words(example.text)
        for word in words:
            if (ids := holding.get(word)) is None:
                ids = holding[word] = array("I")
            ids.append(example.id)
        if example.split == TRAIN and words:
            counts.setdefault(example.label or "", Counter()).update(words)
    if not holding:
        return
    # In the order of the index, so that each of its pages is written once.
    insert_rows(
        connection,
        insert(_postings),
        [
            (project_id, word, holding[word][0], np.asarray(holding[word], "<u4").tobytes())
            for word in sorted(holding)
        ],
    )
    for label, of_label in counts.items():
        insert_rows(
            connection,
            _add_counts(connection),
            [(project_id, word, label, of_label[word]) for word in sorted(of_label)],
        )


def move(connection: Connection, source: int, target: int) -> None:
    """Give the indexed words of one project to another; `finish` must follow."""
    moved = select(literal(target), _counts.c.word, _counts.c.label, _counts.c.sentences)
    connection.execute(_add_counts(connection, moved.where(_counts.c.project_id == source)))
    connection.execute(delete(_counts).where(_counts.c.project_id == source))
    of_source = _postings.c.project_id == source
    connection.execute(update(_postings).where(of_source).values(project_id=target))


def relabel(
    connection: Connection,
    project_id: int,
    changed: Iterable[tuple[str, str, str | None, str | None]],
) -> None:
    """Count the words of examples under another label.

    Args:
        changed: of each example its split, its text, and its label before and after.
    """
    counts: Counter[tuple[str, str]] = Counter()  # (word, label) -> more sentences, or fewer
    for split, of_example, before, after in changed:
        if split == TRAIN:
            for word in _distinct_words(of_example):
                counts[word, before or ""] -= 1
                counts[word, after or ""] += 1
    rows = [(project_id, word, label, number) for (word, label), number in counts.items() if number]
    if not rows:
        return
    insert_rows(connection, _add_counts(connection), rows)
    connection.execute(
        delete(_counts).where(_counts.c.project_id == project_id, _counts.c.sentences == 0)
    )
    words = sorted({word for word, _ in counts})
    if len(words) > _FEW_WORDS:
        finish(connection, project_id)
        return
    prior = _prior(connection, project_id)
    for word in words:
        query = select(_counts.c.label, _counts.c.sentences).where(
            _counts.c.project_id == project_id, _counts.c.word == word, _counts.c.label != ""
        )
        per_label = {row.label: row.sentences for row in connection.execute(query)}
        connection.execute(
            update(_words)
            .where(_words.c.project_id == project_id, _words.c.word == word)
            .values(skew=label_skew(per_label, prior))
        )


_FEW_WORDS = 1_000
"""Whose leaning is worked out anew. The labels' own shares hardly move with so few, and the other
words' leanings with them."""


def replace_label(connection: Connection, project_id: int, old: str, new: str) -> None:
    """Count the words of all examples of one label under another one."""
    of_old = sa.and_(_counts.c.project_id == project_id, _counts.c.label == old)
    renamed = select(_counts.c.project_id, _counts.c.word, literal(new), _counts.c.sentences)
    connection.execute(_add_counts(connection, renamed.where(of_old)))
    connection.execute(delete(_counts).where(of_old))
    finish(connection, project_id)


def finish(connection: Connection, project_id: int) -> None:
    """Sum the words up after the last batch."""
    connection.execute(delete(_words).where(_words.c.project_id == project_id))
    prior = _prior(connection, project_id)
    query = (
        select(_counts.c.word, _counts.c.label, _counts.c.sentences)
        .where(_counts.c.project_id == project_id)
        .order_by(_counts.c.word)
    )
    counted = connection.execute(query, execution_options={"yield_per": _AT_ONCE})
    rows: list[tuple[Any, ...]] = []
    for word, of_word in itertools.groupby(counted, key=lambda row: row.word):
        per_label = {row.label: row.sentences for row in of_word}
        total = sum(per_label.values())
        per_label.pop("", None)
        rows.append((project_id, word, total, label_skew(per_label, prior)))
        if len(rows) == _AT_ONCE:
            insert_rows(connection, insert(_words), rows)
            rows = []
    if rows:
        insert_rows(connection, insert(_words), rows)


def _distinct_words(text: str) -> set[str]:
    return {word for word in words_of(text) if len(word) <= LONGEST_WORD}


def _add_counts(connection: Connection, rows: Select[Any] | None = None) -> Insert:
    """Add counts to those that are there already."""
    add = insert_into(connection, _counts)
    if rows is not None:
        add = add.from_select([column.name for column in _counts.c], rows)
    return add.on_conflict_do_update(
        index_elements=["project_id", "word", "label"],
        set_={"sentences": _counts.c.sentences + add.excluded.sentences},
    )


def _prior(connection: Connection, project_id: int) -> dict[str, float]:
    """Each label's share of the labelled training sentences."""
    examples = corpus_tables.examples
    query = (
        select(examples.c.label, func.count().label("number"))
        .where(examples.c.project_id == project_id, examples.c.split == TRAIN)
        .where(examples.c.label.is_not(None))
        .group_by(examples.c.label)
    )
    numbers = {row.label: row.number for row in connection.execute(query)}
    total = sum(numbers.values())
    return {label: number / total for label, number in numbers.items()}
