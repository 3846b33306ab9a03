"""Programs killed in the midst of their work, and several of them on one workspace."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy import text

from benchmarks.faults import writer
from benchmarks.faults.outcome import Outcome
from benchmarks.faults.program import Program, dice
from benchmarks.own_store import workspace_in
from rrr.services.marks import rules
from rrr.services.projects import catalogue
from rrr.services.training import repetition, runs
from rrr.services.workspace import Workspace
from rrr.store import annotation_queries, deleting


def saves(folder: Path, tries: int) -> Outcome:
    writer.make(folder / "w").close()
    said, stuck = _killed(folder / "w", "saves", tries)
    lost, doubled, wrong = compare_answers(folder / "w", [("tester", said)])
    return Outcome(f"{len(said):,} saves", tries, lost, doubled, wrong, stuck)


def sweeps(folder: Path, tries: int) -> Outcome:
    writer.make(folder / "w").close()
    said, stuck = _killed(folder / "w", "sweeps", tries, name=lambda n: f"kill{n}word")
    workspace = workspace_in(folder / "w")
    (project,) = catalogue.list_projects(workspace)
    kept = [listed.rule for listed in rules.list_rules(workspace, project)]
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
    workspace = workspace_in(folder / "w")
    deleting.ABANDONED_AFTER *= 0  # as if an hour had gone
    deleting.delete_hidden(workspace.database)
    known = catalogue.list_projects(workspace)
    names = Counter(project.name for project in known)
    sizes = {"p": writer.NUM_SENTENCES}
    expected = {project.id: sizes.get(project.name, writer.NUM_IMPORTED) for project in known}
    with workspace.database.read() as connection:
        query = text("SELECT project_id, count(*) FROM examples GROUP BY project_id")
        stored = {row[0]: row[1] for row in connection.execute(query)}
    workspace.close()
    return Outcome(
        f"{len(said):,} imports",
        tries,
        lost=len(set(said) - set(names)),
        doubled=sum(number - 1 for number in names.values()),
        wrong=sum(stored.get(key) != expected.get(key) for key in {*stored, *expected}),
        stuck=stuck,
    )


def trainings(folder: Path, tries: int) -> Outcome:
    """A pair killed again and again must end with the numbers of one that nobody interrupts."""
    writer.make(folder / "w").close()
    stuck = 0
    for _ in range(tries):
        program = Program(folder / "w", "trains", "")
        stuck += not program.wait_for(dice.randint(1, 20))
        program.kill()
    program = Program(folder / "w", "trains", "")
    stuck += not program.wait_for(last="over")
    program.kill()
    workspace = workspace_in(folder / "w")
    (project,) = catalogue.list_projects(workspace)
    known = runs.list_runs(workspace, project.id)
    stuck += sum(run.status != "finished" for run in known)
    wrong = 0
    for run in known:
        if run.status == "finished":
            again = runs.wait(workspace, runs.repeat(workspace, run.id).id)
            wrong += bool(repetition.numbers_that_differ(workspace, again.id))
    workspace.close()
    return Outcome("trainings", tries, doubled=max(0, len(known) - 2), wrong=wrong, stuck=stuck)


def two_servers(folder: Path, seconds: int) -> Outcome:
    """Two processes save the same sentences of the same person."""
    return _together(folder, ["tester", "tester"], seconds)


def ten_writers(folder: Path, seconds: int) -> Outcome:
    """Ten processes, each of another person, save without a pause."""
    return _together(folder, [f"person {n}" for n in range(10)], seconds)


def _together(folder: Path, names: Sequence[str], seconds: int) -> Outcome:
    writer.make(folder / "w").close()
    programs = [Program(folder / "w", "saves", name) for name in names]
    stuck = sum(not program.wait_for() for program in programs)
    time.sleep(seconds)
    said = [(name, program.kill()) for name, program in zip(names, programs, strict=True)]
    lost, doubled, wrong = compare_answers(folder / "w", said)
    return Outcome("together", sum(len(lines) for _, lines in said), lost, doubled, wrong, stuck)


def _killed(
    folder: Path, what: str, tries: int, name: Callable[[int], str] = lambda _: "tester"
) -> tuple[list[str], int]:
    """What the programs said before each was killed, and how many said nothing."""
    said: list[str] = []
    stuck = 0
    for number in range(tries):
        program = Program(folder, what, name(number))
        stuck += not program.wait_for()
        time.sleep(dice.uniform(0, 0.5))
        said += program.kill()
    return said, stuck


def compare_answers(folder: Path, said: list[tuple[str, list[str]]]) -> tuple[int, int, int]:
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
    workspace = workspace_in(folder)
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
