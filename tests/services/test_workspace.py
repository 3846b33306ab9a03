from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rrr.records import Project, Rule
from rrr.services.marks import rules
from rrr.services.projects import catalogue, demo_project
from rrr.services.workspace import Workspace, open_workspace
from rrr.settings import Settings
from rrr.store import indexing_old, word_queries
from rrr.store.schema import corpus_tables


def test_a_workspace_is_opened_once_however_many_threads_ask(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "here", "me")
    with ThreadPoolExecutor(4) as pool:
        opened = set(pool.map(lambda _: open_workspace(settings), range(8)))
    assert len(opened) == 1
    opened.pop().close()


def test_other_settings_open_another_workspace(tmp_path: Path) -> None:
    one, two = (open_workspace(Settings(tmp_path / name, "me")) for name in "ab")
    demo_project.open_demo(one)
    assert catalogue.list_projects(two) == []
    one.close()
    two.close()


def test_a_project_of_an_older_version_is_indexed_when_it_is_opened(
    fresh_workspace: Workspace, small_project: Project, caplog: pytest.LogCaptureFixture
) -> None:
    database = fresh_workspace.database
    expected = word_queries.per_label(database, small_project.id, ["odeon", "a"])
    with database.write() as connection:
        for table in (corpus_tables.words, corpus_tables.word_counts, corpus_tables.postings):
            connection.execute(table.delete())
        connection.execute(corpus_tables.projects.update().values(state="without words"))
    again = Workspace(fresh_workspace.settings)
    assert word_queries.per_label(again.database, small_project.id, ["odeon", "a"]) == expected
    assert len(word_queries.sentences_with(again.database, small_project.id, "odeon")) == 50
    again.close()
    assert "Small" in caplog.text
    Workspace(fresh_workspace.settings).close()
    assert caplog.text.count("Looking up the words") == 1


def test_others_save_while_an_old_project_is_indexed_and_a_killed_upgrade_goes_on(
    fresh_workspace: Workspace, small_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = fresh_workspace.database
    expected = word_queries.per_label(database, small_project.id, ["odeon", "a"])
    with database.write() as connection:
        for table in (corpus_tables.words, corpus_tables.word_counts, corpus_tables.postings):
            connection.execute(table.delete())
        connection.execute(corpus_tables.projects.update().values(state="without words"))
    monkeypatch.setattr(indexing_old, "_BATCH_ROWS", 30)
    told = []

    def saving(project: Project, done: int) -> None:
        told.append(done)
        rules.add_rule(fresh_workspace, project, f"word{done}")
        if done == 60:
            raise KeyboardInterrupt

    def strikes_nowhere(_: Rule) -> Callable[[str], bool]:
        return lambda _: False

    with pytest.raises(KeyboardInterrupt):
        indexing_old.index_old(database, saving, strikes_nowhere)
    indexing_old.index_old(database, saving, strikes_nowhere)
    assert told == [0, 30, 60, 0, 90, 100]
    assert word_queries.per_label(database, small_project.id, ["odeon", "a"]) == expected


@pytest.mark.parametrize("name", ["what?mode=ro", "50%", "a#b", "%41"])
def test_a_workspace_of_any_name_keeps_its_database_there(tmp_path: Path, name: str) -> None:
    settings = Settings(tmp_path / name, "me")
    Workspace(settings).close()
    assert settings.database.is_file()
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {
        "right_reasons.sqlite3"
    }
