"""Which words a project's sentences hold, and which sentences hold a word: looked up, not counted.

Words are asked for in the vocabulary's form.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import numpy.typing as npt
from sqlalchemy import select

from rrr.store import schema
from rrr.store.database import Database

Ids = npt.NDArray[np.uint32]
"""Ids of examples, ascending, none twice."""

_counts, _postings = schema.word_counts, schema.postings
_MOST_ASKED = 500
"""Words per query; SQLite bounds the number of parameters."""


def per_label(
    database: Database, project_id: int, words: Collection[str]
) -> dict[str, dict[str, int]]:
    """In how many training sentences of each label each word stands; those without label have "".

    Words that stand in none are left out.
    """
    asked = list(words)
    found: dict[str, dict[str, int]] = {}
    with database.read() as connection:
        for start in range(0, len(asked), _MOST_ASKED):
            query = select(_counts.c.word, _counts.c.label, _counts.c.sentences).where(
                _counts.c.project_id == project_id,
                _counts.c.word.in_(asked[start : start + _MOST_ASKED]),
            )
            for word, label, sentences in connection.execute(query):
                found.setdefault(word, {})[label] = sentences
    return found


def sentences_with(database: Database, project_id: int, word: str) -> Ids:
    """Ids of all sentences, of any split, that hold the word."""
    query = (
        select(_postings.c.ids)
        .where(_postings.c.project_id == project_id, _postings.c.word == word)
        .order_by(_postings.c.first)
    )
    with database.read() as connection:
        parts = [np.frombuffer(ids, "<u4") for ids in connection.scalars(query)]
    return np.concatenate(parts) if parts else np.zeros(0, np.uint32)
