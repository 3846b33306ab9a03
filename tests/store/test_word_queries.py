from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from rrr.records import NewExample
from rrr.store import deleting, example_queries, importing, project_queries, word_queries
from rrr.store.database import Database
from rrr.store.schema import corpus_tables
from rrr.text import words_of

pytestmark = pytest.mark.both_stores

ROWS = [
    NewExample("The Odeon", "good", "train"),
    NewExample("An odeon, an ODEON", "bad", "train"),
    NewExample("odeon", None, "train"),
    NewExample("the odeon again", "good", "test"),
]

texts = st.text(st.sampled_from("aAbB é. "), max_size=8)
rows = st.builds(
    NewExample, texts, st.sampled_from(["x", "y", None]), st.sampled_from(["train", "test"])
)


def test_words_are_counted_by_training_sentence_and_label(database: Database) -> None:
    project = importing.add(database, "cinemas", ("bad", "good"), ROWS)
    assert word_queries.per_label(database, project.id, ["odeon", "again", "nowhere"]) == {
        "odeon": {"good": 1, "bad": 1, "": 1}
    }


def test_the_first_sentences_of_words_are_found_and_unknown_words_left_out(
    database: Database,
) -> None:
    project = importing.add(database, "cinemas", ("bad", "good"), ROWS)
    ids = [each.id for each in example_queries.stream_of(database, project.id)]
    found = word_queries.first_sentences_with(
        database, project.id, ["odeon", "again", "nowhere"], 2
    )
    assert found == {"odeon": ids[:2], "again": ids[3:]}
    assert word_queries.first_sentences_with(database, project.id, [], 2) == {}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(new=st.lists(rows, max_size=9), size=st.integers(1, 4))
def test_stored_words_are_those_of_the_texts_however_they_came_in(
    database: Database, new: list[NewExample], size: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(importing, "_BATCH_ROWS", size)
        project = importing.add(database, "any", ("x", "y"), new)
    stored = list(example_queries.stream_of(database, project.id))
    vocabulary = {word for example in stored for word in words_of(example.text)}
    for word in vocabulary:
        holding = [e for e in stored if word in words_of(e.text)]
        assert list(word_queries.sentences_with(database, project.id, word)) == [
            e.id for e in holding
        ]
        counted = word_queries.per_label(database, project.id, [word]).get(word, {})
        assert counted == Counter(e.label or "" for e in holding if e.split == "train")
    project_queries.delete(database, project.id)
    deleting.delete_hidden(database)


def test_the_words_of_a_deleted_project_are_gone(database: Database) -> None:
    project = importing.add(database, "cinemas", ("bad", "good"), ROWS)
    project_queries.delete(database, project.id)
    deleting.delete_hidden(database)
    with database.read() as connection:
        for table in (corpus_tables.words, corpus_tables.word_counts, corpus_tables.postings):
            assert connection.execute(select(table)).all() == []


def test_more_words_than_are_summed_up_at_once_are_all_there_once(database: Database) -> None:
    words = [f"word{number}" for number in range(25_003)]
    rows = [NewExample(" ".join(words), "a", "train"), NewExample("word7", "b", "train")]
    project = importing.add(database, "many words", ("a", "b"), rows)
    stored = corpus_tables.words
    with database.read() as connection:
        query = select(stored.c.word, stored.c.sentences).where(stored.c.project_id == project.id)
        counts = dict(connection.execute(query).all())
    assert counts == {**dict.fromkeys(words, 1), "word7": 2}
