"""Programs killed in the midst of their work, and several of them on one workspace."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from benchmarks.faults import writer
from benchmarks.faults.outcome import Outcome
from rrr.services.marks import rules
from rrr.services.projects import catalogue
from rrr.services.training import runs
from rrr.services.workspace import Workspace
from rrr.settings import ROOT, Settings
from rrr.store import annotation_queries, deleting, example_queries

_random = random.Random(7)
_SECONDS_TO_START = 120.0


class _Program:
    """A writer in a process of its own; `said` are its acknowledgements so far."""

    def __init__(self, folder: Path, what: str, name: str) -> None:
        command = [sys.executable, "-m", "benchmarks.faults.writer", str(folder), what, name]
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        self.said: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self._process.stdout or ():
            if line.endswith("\n"):  # half a line is no acknowledgement
                self.said.append(line.strip())

    def wait_for(self, number: int = 1, last: str | None = None) -> bool:
        """Whether it says so much, or that, in time."""
        end = time.monotonic() + _SECONDS_TO_START
        while time.monotonic() < end and self._process.poll() is None:
            if len(self.said) >= number if last is None else last in self.said:
                return True
            time.sleep(0.01)
        return False

    def kill(self) -> list[str]:
        """Kill it as a power cut would; returns all that it has said."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._reader.join()
        if self._process.stdout is not None:
            self._process.stdout.close()
        return self.said


def saves(folder: Path, tries: int) -> Outcome:
    writer.make(folder / "w").close()
    said, stuck = _killed(folder / "w", "saves", tries)
    lost, doubled, wrong = _compare_answers(folder / "w", [("tester", said)])
    return Outcome(f"{len(said):,} saves", tries, lost, doubled, wrong, stuck)


def sweeps(folder: Path, tries: int) -> Outcome:
    writer.make(folder / "w").close()
    said, stuck = _killed(folder / "w", "sweeps", tries, name=lambda n: f"kill{n}word")
    workspace = Workspace(Settings(folder / "w", "tester"))
    (project,) = catalogue.list_projects(workspace)
    kept = [each.rule for each in rules.list_rules(workspace, project)]
    patterns = Counter(rule.pattern for rule in kept)
    spared = Counter(
        rule_id
        for of_sentence in _exceptions(workspace, project.id).values()
        for rule_id in of_sentence
    )
    wrong = sum(spared[rule.id] != 3 for rule in kept if rule.pattern != "odeon")
    workspace.close()
    lost = len(set(said) - set(patterns))
    doubled = sum(number - 1 for number in patterns.values())
    return Outcome(f"{len(said):,} sweeps", tries, lost, doubled, wrong, stuck)


def imports(folder: Path, tries: int) -> Outcome:
    writer.make(folder / "w").close()
    said, stuck = _killed(folder / "w", "imports", tries, name=lambda n: f"kill {n} project ")
    workspace = Workspace(Settings(folder / "w", "tester"))
    deleting.ABANDONED_AFTER *= 0  # as if an hour had gone
    deleting.delete_hidden(workspace.database)
    known = catalogue.list_projects(workspace)
    names = Counter(project.name for project in known)
    sizes = {"p": writer.NUM_SENTENCES}
    expected = {each.id: sizes.get(each.name, writer.NUM_IMPORTED) for each in known}
    with workspace.database.read() as connection:
        query = text("SELECT project_id, count(*) FROM examples GROUP BY project_id")
        found = {row[0]: row[1] for row in connection.execute(query)}
    workspace.close()
    return Outcome(
        f"{len(said):,} imports",
        tries,
        lost=len(set(said) - set(names)),
        doubled=sum(number - 1 for number in names.values()),
        wrong=sum(found.get(key) != expected.get(key) for key in {*found, *expected}),
        stuck=stuck,
    )


def trainings(folder: Path, tries: int) -> Outcome:
    """A pair killed again and again must end with the numbers of one that nobody interrupts."""
    writer.make(folder / "w").close()
    stuck = 0
    for _ in range(tries):
        program = _Program(folder / "w", "trains", "")
        stuck += not program.wait_for(_random.randint(1, 20))
        program.kill()
    program = _Program(folder / "w", "trains", "")
    stuck += not program.wait_for(last="over")
    program.kill()
    workspace = Workspace(Settings(folder / "w", "tester"))
    (project,) = catalogue.list_projects(workspace)
    known = runs.list_runs(workspace, project.id)
    stuck += sum(run.status != "finished" for run in known)
    wrong = 0
    for run in known:
        if run.status == "finished":
            again = runs.wait(workspace, runs.repeat(workspace, run.id).id)
            wrong += bool(runs.numbers_that_differ(workspace, again.id))
    workspace.close()
    return Outcome("trainings", tries, doubled=max(0, len(known) - 2), wrong=wrong, stuck=stuck)


def upgrades(folder: Path, tries: int) -> Outcome:
    """Programs killed while they bring a workspace of the first version up to date."""
    lost = doubled = wrong = stuck = 0
    for number in range(tries):
        workspace_folder = folder / str(number)
        _make_old(workspace_folder)
        for _ in range(3):
            program = _Program(workspace_folder, "opens", "")
            time.sleep(_random.uniform(0.8, 4))
            program.kill()
        program = _Program(workspace_folder, "opens", "")
        stuck += not program.wait_for()
        program.kill()
        workspace = Workspace(Settings(workspace_folder, "tester"))
        (project,) = catalogue.list_projects(workspace)
        sentences = list(example_queries.stream_of(workspace.database, project.id))
        answers = annotation_queries.latest_of(workspace.database, project.id)
        lost += _OLD_SENTENCES - len(sentences) + _OLD_SENTENCES - len(answers)
        wrong += sum(answer.marked != (0,) for answer in answers.values())
        counted = annotation_queries.count(workspace.database, project.id, "me", "train")
        wrong += counted != {"marked": _OLD_SENTENCES}
        with workspace.database.read() as connection:
            query = text("SELECT sum(sentences) FROM word_counts WHERE word = 'film'")
            doubled += max(0, (connection.scalar(query) or 0) - _OLD_SENTENCES)
        workspace.close()
    return Outcome("upgrades", 3 * tries, lost, doubled, wrong, stuck)


def two_servers(folder: Path, seconds: int) -> Outcome:
    """Two processes save the same sentences of the same person."""
    return _together(folder, ["tester", "tester"], seconds)


def ten_writers(folder: Path, seconds: int) -> Outcome:
    """Ten processes, each of another person, save without a pause."""
    return _together(folder, [f"person {n}" for n in range(10)], seconds)


def _together(folder: Path, names: Sequence[str], seconds: int) -> Outcome:
    writer.make(folder / "w").close()
    programs = [_Program(folder / "w", "saves", name) for name in names]
    stuck = sum(not program.wait_for() for program in programs)
    time.sleep(seconds)
    said = [(name, program.kill()) for name, program in zip(names, programs, strict=True)]
    lost, doubled, wrong = _compare_answers(folder / "w", said)
    return Outcome("together", sum(len(each) for _, each in said), lost, doubled, wrong, stuck)


def _killed(
    folder: Path, what: str, tries: int, name: Callable[[int], str] = lambda _: "tester"
) -> tuple[list[str], int]:
    """What the programs said before each was killed, and how many said nothing."""
    said: list[str] = []
    stuck = 0
    for number in range(tries):
        program = _Program(folder, what, name(number))
        stuck += not program.wait_for()
        time.sleep(_random.uniform(0, 0.5))
        said += program.kill()
    return said, stuck


def _compare_answers(folder: Path, said: list[tuple[str, list[str]]]) -> tuple[int, int, int]:
    """Lost, doubled and wrong answers. Of an answer that was said, the revision or a later one is
    there; no revision was said twice with different marks."""
    lost = doubled = wrong = 0
    newest: dict[tuple[str, int], tuple[int, int]] = {}
    marks: dict[tuple[str, int, int], int] = {}
    for name, lines in said:
        for line in lines:
            example_id, revision, token = map(int, line.split())
            # Saved again unchanged, an answer keeps its revision.
            doubled += marks.setdefault((name, example_id, revision), token) != token
            key = name, example_id
            newest[key] = max(newest.get(key, (0, 0)), (revision, token))
    workspace = Workspace(Settings(folder, "tester"))
    for (name, example_id), (revision, token) in newest.items():
        answer = annotation_queries.get(workspace.database, example_id, name)
        if answer is None or answer.revision < revision:
            lost += 1
        elif answer.revision == revision:
            wrong += answer.marked != (token,)
    workspace.close()
    return lost, doubled, wrong


def _exceptions(workspace: Workspace, project_id: int) -> dict[int, frozenset[int]]:
    from rrr.store.rule_queries import exceptions_of

    return dict(exceptions_of(workspace.database, project_id))


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
