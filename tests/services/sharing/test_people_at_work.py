"""Random people who take sentences, answer them, leave them and fall asleep over them."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from rrr.records import NewExample, Sharing
from rrr.services.guidance import next_sentence
from rrr.services.sharing import leases
from rrr.services.sharing.leases import Held
from rrr.services.workspace import Workspace
from rrr.settings import ROOT, Settings
from rrr.store import (
    annotation_queries,
    answers_of_projects,
    example_queries,
    importing,
    schema,
    sharing_queries,
    team_counts,
)
from tests.answering import answer
from tests.programs import Program

pytestmark = pytest.mark.both_stores

PEOPLE = ("ann", "bob", "cy", "dee")
NUM_SENTENCES = 12
people = st.sampled_from(PEOPLE)


class PeopleAtWork(RuleBasedStateMachine):
    """Each person has one tab. They do as the page does: what is on show is leased first, and who
    finds that it is another's by now goes on to the next."""

    folder: Path
    empty: Path
    number = 0

    def __init__(self) -> None:
        super().__init__()
        type(self).number += 1
        folder = self.folder / str(self.number)
        shutil.copytree(self.empty, folder)
        self.moment = schema.now()
        self.workspace = Workspace(Settings(folder, "tester", warm_up=False))
        rows = [NewExample(f"film number {n}", "ab"[n % 2], "train") for n in range(NUM_SENTENCES)]
        self.project = importing.add(self.workspace.database, "films", ("a", "b"), rows)
        known = example_queries.stream_of(self.workspace.database, self.project.id)
        self.positions = {example.id: example.position for example in known}
        self.sharing = Sharing()
        self.held: dict[str, Held] = {}

    def teardown(self) -> None:
        self.workspace.close()
        shutil.rmtree(self.workspace.settings.workspace)

    def take(self, person: str) -> int | None:
        """The sentence this person has before them, else the next one that they get."""
        held = self.held.get(person)
        if held is not None:
            again = leases.hold(self.workspace, self.project, person, held.on_show, [], held)
            if held.on_show in again.ids:
                self.held[person] = again
                return held.on_show
        for _ in range(NUM_SENTENCES):
            coming = next_sentence.upcoming(self.workspace, self.project, person, None, 4)
            if not coming:
                self.held.pop(person, None)
                return None
            held = leases.hold(self.workspace, self.project, person, coming[0], coming[1:], held)
            if coming[0] in held.ids:
                self.held[person] = held
                return coming[0]
        raise AssertionError("what was handed out is never to be had")

    @rule(person=people, order=st.sampled_from(["in_order", "random", "useful"]))
    def choose(self, person: str, order: Any) -> None:
        next_sentence.choose(self.workspace, self.project, person, order)

    @rule(person=people, status=st.sampled_from(["marked", "nothing_irrelevant", "skipped"]))
    def answer(self, person: str, status: Any) -> None:
        example_id = self.take(person)
        if example_id is not None:
            answer(self.workspace, example_id, person, status, [0] * (status == "marked"))
            del self.held[person]

    @rule(person=people)
    def look(self, person: str) -> None:
        self.take(person)

    @rule(person=people)
    def close_the_tab(self, person: str) -> None:
        self.held.pop(person, None)

    @rule(minutes=st.sampled_from([1, 3, 11, -11, 60 * 24, -60 * 24]))
    def let_the_clock_go(self, minutes: int) -> None:
        self.moment += timedelta(minutes=minutes)

    @rule(person=people, data=st.data())
    def take_an_answer_back(self, person: str, data: st.DataObject) -> None:
        example_id = data.draw(st.sampled_from(sorted(self.positions)))
        given = annotation_queries.get(self.workspace.database, example_id, person)
        if given is not None and given.is_reviewed:
            answer(self.workspace, example_id, person, "unreviewed")

    @precondition(lambda self: self.sharing == Sharing())
    @rule(number=st.integers(1, 3), overlap=st.sampled_from([0.3, 1.0]))
    def ask_more_people(self, number: int, overlap: float) -> None:
        self.sharing = Sharing(number, overlap)
        sharing_queries.set_sharing(self.workspace.database, self.project.id, self.sharing)

    @invariant()
    def nobody_is_asked_in_vain(self) -> None:
        for example_id, number in self.num_answers().items():
            assert number <= self.asked(example_id)

    @invariant()
    def numbers_kept_are_those_counted(self) -> None:
        database = self.workspace.database
        kept = dict(team_counts.read(database, self.project.id))
        with database.write() as connection:
            answers_of_projects.recount(connection, self.project.id)
        counted = dict(team_counts.read(database, self.project.id))
        for numbers in (kept, counted):
            numbers.pop(("", team_counts.REOPENED), None)
            numbers.pop(("", team_counts.OVERLAP), None)  # before the first recount
        assert {k: n for k, n in kept.items() if n} == {k: n for k, n in counted.items() if n}

    def num_answers(self) -> Counter[int]:
        given = answers_of_projects.all_of(self.workspace.database, self.project.id)
        return Counter(
            {each: sum(a.is_reviewed for a in answers) for each, answers in given.items()}
        )

    def asked(self, example_id: int) -> int:
        place = self.positions[example_id]
        return sharing_queries.answers_asked(self.project.id, place, self.sharing)

    def finish(self) -> None:
        """In the end everybody answers whatever they get; those who sleep over one wake up."""
        everybody = [*PEOPLE, "eve", "flo", "gus", "hal"]  # some have skipped all of it
        for _ in range(2):
            for person in everybody:
                self.held.pop(person, None)
                while (example_id := self.take(person)) is not None:
                    answer(self.workspace, example_id, person, "nothing_irrelevant")
                    del self.held[person]
            self.moment += timedelta(minutes=11)
        numbers = self.num_answers()
        assert {each: numbers[each] for each in self.positions} == {
            each: self.asked(each) for each in self.positions
        }


def test_no_sentence_gets_more_answers_than_asked_and_each_gets_them_in_the_end(
    tmp_path: Path, empty_workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Machine(PeopleAtWork):
        folder, empty = tmp_path, empty_workspace

        def __init__(self) -> None:
            super().__init__()
            monkeypatch.setattr(schema, "now", lambda: self.moment)
            monkeypatch.setattr(leases, "RENEWED_AFTER", 0.0)

        def teardown(self) -> None:
            self.finish()
            super().teardown()

    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        Machine, settings=hypothesis_settings(max_examples=12, stateful_step_count=20)
    )


WORKER = """
import sys
from pathlib import Path
from rrr.services.guidance import next_sentence
from rrr.services.projects import catalogue
from rrr.services.sharing import leases
from rrr.services.workspace import Workspace
from rrr.settings import Settings
from tests.answering import answer

folder, person = sys.argv[1:]
workspace = Workspace(Settings(Path(folder), person, warm_up=False))
(project,) = catalogue.list_projects(workspace)
held = None
print("ready", flush=True)
sys.stdin.readline()
while coming := next_sentence.upcoming(workspace, project, person, None, 1):
    held = leases.hold(workspace, project, person, coming[0], [], held)
    if coming[0] in held.ids:
        answer(workspace, coming[0], person, "nothing_irrelevant")
workspace.close()
"""


def test_processes_that_press_at_the_same_moment_get_different_sentences(
    tmp_path: Path, empty_workspace: Path
) -> None:
    folder = tmp_path / "workspace"
    shutil.copytree(empty_workspace, folder)
    workspace = Workspace(Settings(folder, "tester", warm_up=False))
    rows = [NewExample(f"film number {n}", "a", "train") for n in range(60)]
    project = importing.add(workspace.database, "films", ("a",), rows)
    workers = [
        Program(
            ["-c", WORKER, str(folder), person],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for person in PEOPLE
    ]
    try:
        for worker in workers:
            assert worker.stdout is not None
            assert worker.stdout.readline() == "ready\n"
        for worker in workers:
            assert worker.stdin is not None
            worker.stdin.write("\n")
            worker.stdin.flush()
        assert [worker.wait(120) for worker in workers] == [0] * len(workers)
    finally:
        for worker in workers:
            worker.kill()
            worker.communicate()
    given = answers_of_projects.all_of(workspace.database, project.id)
    assert [len(answers) for answers in given.values()] == [1] * 60
    assert len({answers[0].annotator for answers in given.values()}) > 1
    workspace.close()
