"""A PostgreSQL server that throws its clients out, takes nobody in, or is locked by somebody."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.faults import writer
from benchmarks.faults.outcome import Outcome, Unavailable
from benchmarks.own_store import on_server, own_store
from rrr.errors import StorageError
from rrr.records import NewAnswer
from rrr.services.marks import answers
from rrr.services.projects import catalogue
from rrr.services.workspace import Workspace
from rrr.store import annotation_queries, example_queries

_SECONDS_TO_COME_BACK = 30.0


def connections_cut(folder: Path, tries: int) -> Outcome:
    """All connections are ended, at moments that fall between and into the saves."""
    return _saving_while(folder, tries, _cut)


def gone_and_back(folder: Path, tries: int) -> Outcome:
    """The database takes nobody in for a while, and then again."""

    def shut_for_a_while(server: str, name: str) -> None:
        with shut(server, name):
            time.sleep(1)

    return _saving_while(folder, tries, shut_for_a_while)


@contextmanager
def shut(server: str, name: str) -> Iterator[None]:
    """Meanwhile the database takes nobody in, and has thrown everybody out."""
    on_server(server, f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    _cut(server, name)
    try:
        yield
    finally:
        on_server(server, f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


def _cut(server: str, name: str) -> None:
    on_server(
        server,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        f"WHERE datname = '{name}' AND pid <> pg_backend_pid()",
    )


def _saving_while(folder: Path, tries: int, harm: Callable[[str, str], None]) -> Outcome:
    """Save without a pause while the harm is done so many times.

    A save that fails must say so as a StorageError that names no text, and may or may not be there:
    nobody was told that it is. All that were acknowledged must be there. `stuck` counts the times
    that saving did not work again afterwards.
    """
    server = os.environ.get("RRR_DATABASE_URL")
    if not server:
        raise Unavailable("needs PostgreSQL: set RRR_DATABASE_URL")
    with own_store() as name:
        workspace = writer.make(folder / "w")
        (project,) = catalogue.list_projects(workspace)
        ids = [example.id for example in example_queries.stream_of(workspace.database, project.id)]
        acknowledged: dict[int, tuple[int, int]] = {}
        wrong = stuck = saved = 0
        for number in range(tries):
            harming = threading.Thread(target=harm, args=(server, name))
            harming.start()
            healthy_since, deadline = None, time.monotonic() + _SECONDS_TO_COME_BACK
            while healthy_since is None or time.monotonic() < healthy_since + 0.2:
                example_id, token = ids[saved % len(ids)], (saved + number) % 5
                try:
                    acknowledged[example_id] = _save(workspace, example_id, token), token
                    saved += 1
                except StorageError as error:
                    wrong += "Number" in str(error)  # how every sentence begins
                    healthy_since = None
                    time.sleep(0.05)
                except Exception:
                    wrong += 1
                else:
                    if not harming.is_alive():
                        healthy_since = healthy_since or time.monotonic()
                if time.monotonic() > deadline:
                    stuck += 1
                    break
            harming.join()
        lost = doubled = 0
        for example_id, (revision, token) in acknowledged.items():
            answer = annotation_queries.get(workspace.database, example_id, "tester")
            lost += answer is None or answer.revision < revision
            wrong += (
                answer is not None and answer.revision == revision and answer.marked != (token,)
            )
        workspace.close()
        return Outcome(f"{saved:,} saves", tries, lost, doubled, wrong, stuck)


def _save(workspace: Workspace, example_id: int, token: int) -> int:
    seen = answers.sentence(workspace, example_id, "tester")
    answer = NewAnswer(seen.token_hash, seen.revision, "marked", (token,))
    return answers.save(workspace, seen, answer).revision
