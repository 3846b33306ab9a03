"""People who save without a pause while a server is harmed.

As a tab does, each sends an answer again until it is told that the answer is saved.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.faults import writer
from benchmarks.faults.outcome import Outcome
from rrr.errors import StorageError
from rrr.records import NewAnswer
from rrr.services.marks import answers
from rrr.services.projects import catalogue
from rrr.services.workspace import Workspace
from rrr.store import annotation_queries, audit_queries, example_queries

_NAMES = ("ada", "ben", "cleo", "dan")
_SECONDS_TO_COME_BACK = 30.0


class Saver(threading.Thread):
    """One person. `acknowledged` has the revision and the struck token of each saved sentence.

    `refused` counts what was not saved at the first try, `wrong` the messages about it that do not
    say what is the matter, or quote a text.
    """

    def __init__(self, workspace: Workspace, name: str, clear: str) -> None:
        super().__init__(name=name, daemon=True)
        self._workspace = workspace
        self._clear = re.compile(clear)
        self._over = threading.Event()
        self.acknowledged: dict[int, tuple[int, int]] = {}
        self.saved = self.refused = self.wrong = 0

    def run(self) -> None:
        (project,) = catalogue.list_projects(self._workspace)
        ids = [each.id for each in example_queries.stream_of(self._workspace.database, project.id)]
        answer: tuple[answers.Sentence, NewAnswer] | None = None
        while not self._over.is_set():
            example_id, token = ids[self.saved % len(ids)], self.saved // len(ids) % 5
            try:
                if answer is None:
                    seen = answers.sentence(self._workspace, example_id, self.name)
                    new = NewAnswer(seen.token_hash, seen.revision, "marked", (token,))
                    answer = seen, new
                saved = answers.save(self._workspace, *answer)
            except StorageError as error:
                self.refused += 1
                # “Number” is how every sentence begins.
                self.wrong += "Number" in str(error) or not self._clear.search(str(error))
                time.sleep(0.05)
            except Exception:
                self.wrong += 1
                answer = None
            else:
                self.acknowledged[example_id] = saved.revision, token
                self.saved += 1
                answer = None

    def end(self) -> None:
        self._over.set()
        self.join()


class Team:
    """All who save, and what came of it."""

    def __init__(self, workspace: Workspace, clear: str) -> None:
        self._workspace = workspace
        self._savers = [Saver(workspace, name, clear) for name in _NAMES]
        self.stuck = 0
        for saver in self._savers:
            saver.start()

    def wait_until_refused(self) -> None:
        """Until everybody has been refused once more; counted as stuck if that takes too long."""
        self._wait(lambda saver: saver.refused)

    def wait_until_saving(self) -> None:
        """Until everybody has saved once more."""
        self._wait(lambda saver: saver.saved)

    def _wait(self, number: Callable[[Saver], int]) -> None:
        before = [number(saver) for saver in self._savers]
        deadline = time.monotonic() + _SECONDS_TO_COME_BACK
        for saver, counted in zip(self._savers, before, strict=True):
            while number(saver) == counted:
                if time.monotonic() > deadline:
                    self.stuck += 1
                    break
                time.sleep(0.01)

    def end(self) -> None:
        for saver in self._savers:
            saver.end()

    def outcome(self, tries: int) -> Outcome:
        """Let them stop, and compare what they were told with what is stored."""
        self.end()
        lost = doubled = wrong = 0
        (project,) = catalogue.list_projects(self._workspace)
        for saver in self._savers:
            wrong += saver.wrong
            revisions = 0
            for example_id, (revision, token) in saver.acknowledged.items():
                answer = annotation_queries.get(self._workspace.database, example_id, saver.name)
                lost += answer is None or answer.revision < revision
                if answer is not None:
                    revisions += answer.revision
                    doubled += answer.revision > revision
                    wrong += answer.marked != (token,)
            deeds = audit_queries.count(self._workspace.database, project.id, saver.name, "answer")
            wrong += deeds != revisions
        saved = sum(saver.saved for saver in self._savers)
        return Outcome(f"{saved:,} saves", tries, lost, doubled, wrong, self.stuck)


@contextmanager
def team_saving(folder: Path, clear: str) -> Iterator[Team]:
    """A few people at work in a new workspace.

    Args:
        folder: where the workspace is made.
        clear: pattern of the messages that say what is the matter.
    """
    workspace = writer.make(folder / "w")
    team = Team(workspace, clear)
    try:
        team.wait_until_saving()
        yield team
    finally:
        team.end()
        workspace.close()
