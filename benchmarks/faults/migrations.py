"""Programs killed while they make a workspace's tables, or bring old ones up to date."""

from __future__ import annotations

import time
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from benchmarks.faults import writer
from benchmarks.faults.outcome import Outcome
from benchmarks.faults.program import Program, dice
from benchmarks.own_store import own_store, workspace_in
from rrr.services.marks import rules
from rrr.services.projects import catalogue
from rrr.store import annotation_queries, example_queries

_KILLS_EACH = 3
"""Of one workspace's migration."""


def new_workspaces(folder: Path, kills: int) -> Outcome:
    """Programs killed while they make the tables; whoever comes next finishes them."""
    wrong = stuck = 0
    for number in range(-(-kills // _KILLS_EACH)):
        with own_store():
            place = folder / str(number)
            place.mkdir()
            stuck += not _opened_after_kills(place, min(_KILLS_EACH, kills - number * _KILLS_EACH))
            workspace = writer.make(place)
            (project,) = catalogue.list_projects(workspace)
            wrong += len(rules.list_rules(workspace, project)) != 1
            workspace.close()
    return Outcome("new workspaces", kills, wrong=wrong, stuck=stuck)


def upgrades(folder: Path, kills: int) -> Outcome:
    """Programs killed while they bring a workspace of the first version up to date."""
    lost = doubled = wrong = stuck = 0
    for number in range(-(-kills // _KILLS_EACH)):
        workspace_folder = folder / str(number)
        _make_old(workspace_folder)
        of_this = min(_KILLS_EACH, kills - number * _KILLS_EACH)
        stuck += not _opened_after_kills(workspace_folder, of_this)
        workspace = workspace_in(workspace_folder)
        (project,) = catalogue.list_projects(workspace)
        sentences = list(example_queries.stream_of(workspace.database, project.id))
        answers = annotation_queries.with_status(
            workspace.database, project.id, "marked", "me", _OLD_SENTENCES
        )
        lost += _OLD_SENTENCES - len(sentences) + _OLD_SENTENCES - len(answers)
        wrong += sum(answer.marked != (0,) for answer in answers)
        counted = annotation_queries.count(workspace.database, project.id, "me", "train")
        wrong += counted != {"marked": _OLD_SENTENCES}
        with workspace.database.read() as connection:
            query = text("SELECT sum(sentences) FROM word_counts WHERE word = 'film'")
            doubled += max(0, (connection.scalar(query) or 0) - _OLD_SENTENCES)
        workspace.close()
    return Outcome("upgrades", kills, lost, doubled, wrong, stuck)


def _opened_after_kills(folder: Path, kills: int) -> bool:
    """Kill so many programs that open this workspace, each at a random moment; whether the next
    one can open it."""
    for _ in range(kills):
        program = Program(folder, "opens", "")
        time.sleep(dice.uniform(0.8, 4))
        program.kill()
    program = Program(folder, "opens", "")
    is_open = program.wait_for()
    program.kill()
    return is_open


_OLD_SENTENCES = 20_000


def _make_old(folder: Path) -> None:
    """A workspace as the first version made it, every sentence answered."""
    folder.mkdir()
    engine = create_engine(f"sqlite:///{folder / 'right_reasons.sqlite3'}")
    config = Config()
    config.set_main_option("script_location", "rrr.store:migrations")
    now = "2026-01-01 00:00:00.000000"
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        values = (1, "p", "[]", f'{{"train": {_OLD_SENTENCES}}}', 0, now)
        connection.exec_driver_sql("INSERT INTO projects VALUES (?, ?, ?, ?, ?, ?)", values)
        numbers = range(1, _OLD_SENTENCES + 1)
        connection.exec_driver_sql(
            "INSERT INTO examples VALUES (?, 1, ?, 'train', ?, NULL)",
            [(n, n, f"a film of {n % 500} words") for n in numbers],
        )
        connection.exec_driver_sql(
            "INSERT INTO annotations VALUES "
            f"(?, 'me', 1, 'train', 'marked', '[0]', '[]', 't', 'h', 1, '{now}')",
            [(n,) for n in numbers],
        )
    engine.dispose()
