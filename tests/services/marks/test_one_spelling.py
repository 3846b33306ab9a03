"""Accents and apostrophes may be encoded in several ways; words are found under one spelling."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from rrr.annotating.rule_matching import rule_pattern
from rrr.records import NewExample, Project
from rrr.services.guidance.training_words import ranked_words
from rrr.services.marks import answers, rules, sweep
from rrr.services.projects import catalogue
from rrr.services.workspace import Workspace
from rrr.settings import Settings
from rrr.store import importing, word_queries

COMPOSED, DECOMPOSED = "café", unicodedata.normalize("NFD", "café")
TEXTS = [f"at the {COMPOSED}", f"the {DECOMPOSED} don’t", "don't go", "stay"]
NOW = "2026-01-01 00:00:00.000000"


@pytest.fixture
def old_workspace(tmp_path: Path) -> Iterator[Workspace]:
    """What a version that told the spellings apart has left, opened by this one."""
    settings = Settings(tmp_path, "me")
    engine = create_engine(f"sqlite:///{settings.database}")
    config = Config()
    config.set_main_option("script_location", "rrr.store:migrations")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0007")
        sizes = '{"train": 4}'
        connection.execute(
            text(
                "INSERT INTO projects (id, name, labels, split_sizes, is_demo, created_at, state) "
                "VALUES (1, 'old', '[\"a\", \"b\"]', :sizes, 0, :now, 'ready')"
            ),
            {"sizes": sizes, "now": NOW},
        )
        for number, written in enumerate(TEXTS, start=1):
            connection.execute(
                text("INSERT INTO examples VALUES (:n, 1, :n - 1, 'train', :text, 'a')"),
                {"n": number, "text": written},
            )
            for word in written.split():
                connection.execute(
                    text("INSERT INTO postings VALUES (1, :word, :n, :ids)"),
                    {"word": word, "n": number, "ids": number.to_bytes(4, "little")},
                )
        for number, (kind, pattern, count, spared) in enumerate(
            [
                ("word", DECOMPOSED, None, 2),
                ("word", COMPOSED, None, 1),
                ("exact", "don’t", 1, None),
                ("phrase", f"the {COMPOSED}", 1, None),
            ],
            start=1,
        ):
            connection.execute(
                text("INSERT INTO rules VALUES (:id, 1, :kind, :pattern, :count, :now)"),
                {"id": number, "kind": kind, "pattern": pattern, "count": count, "now": NOW},
            )
            if spared:
                row = {"id": number, "spared": spared}
                connection.execute(text("INSERT INTO rule_exceptions VALUES (:id, :spared)"), row)
    engine.dispose()
    workspace = Workspace(settings)
    yield workspace
    workspace.close()


def test_words_of_an_older_version_are_found_under_one_spelling(old_workspace: Workspace) -> None:
    found = word_queries.sentences_with(old_workspace.database, 1, COMPOSED)
    assert found.tolist() == [1, 2]
    assert word_queries.per_label(old_workspace.database, 1, ["don't"]) == {"don't": {"a": 2}}
    assert not len(word_queries.sentences_with(old_workspace.database, 1, DECOMPOSED))


def test_rules_of_an_older_version_become_one_with_their_exceptions_and_are_counted_anew(
    old_workspace: Workspace,
) -> None:
    project = catalogue.get_project(old_workspace, 1)
    listed = rules.list_rules(old_workspace, project)
    assert [(r.rule.kind, r.rule.pattern, r.num_sentences, r.num_spared) for r in listed] == [
        ("word", COMPOSED, 2, 2),
        ("exact", "don't", 2, 0),
        ("phrase", f"the {COMPOSED}", 2, 0),
    ]
    rules.strike(old_workspace, project, rule_pattern("word", DECOMPOSED))
    assert len(rules.list_rules(old_workspace, project)) == 3
    first = answers.sentence(old_workspace, 2, "me")
    assert first.effective_marks == (0, 1, 2)


@pytest.fixture
def project(fresh_workspace: Workspace) -> Project:
    rows = [NewExample(each, "ab"[n % 2], "train") for n, each in enumerate(TEXTS)]
    return importing.add(fresh_workspace.database, "spelt", ("a", "b"), rows)


@pytest.mark.parametrize("typed", [COMPOSED, DECOMPOSED, "don't", "don’t"])
def test_a_word_is_swept_ranked_and_counted_in_every_spelling(
    fresh_workspace: Workspace, project: Project, typed: str
) -> None:
    assert len(sweep.sweep(fresh_workspace, project, rule_pattern("word", typed)).ids) == 2
    page = ranked_words(fresh_workspace, project, typed, 0, 10)
    assert [(row.sentences, len(row.hits)) for row in page.rows] == [(2, 2)]
    rules.strike(fresh_workspace, project, rule_pattern("exact", typed))
    assert rules.list_rules(fresh_workspace, project)[0].num_sentences == 2
