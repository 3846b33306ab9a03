"""Many annotators at once: is anything lost or doubled, and how long does a save take?

    .venv/bin/python -m benchmarks.many_annotators [--people 50] [--seconds 300]

Each annotator is a process of its own that saves an answer once a second through
`rrr.services.marks`, without TensorFlow, all on one workspace: SQLite, or PostgreSQL if
`RRR_DATABASE_URL` names a server, where it makes a database of its own. Timed is what the app does
for a mark: read the sentence, check the right to answer, store the answer on the disk. Afterwards
every answer that was acknowledged must be there, once, with the marks of the last one.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.own_store import own_store, server_processes, store_name, workspace_in
from rrr.records import NewAnswer, NewExample, Person
from rrr.services.marks import answers
from rrr.settings import ROOT
from rrr.store import annotation_queries, example_queries, importing

SENTENCES = 1_000
SECONDS_TO_START = 300.0
TARGET_MS = 150


@dataclass(frozen=True)
class Save:
    """One acknowledged answer; `late_ms` is how far behind its second it began."""

    person: str
    example_id: int
    revision: int
    token: int
    milliseconds: float
    late_ms: float


@dataclass(frozen=True)
class Outcome:
    """`refused` are answers that a process was told are not stored."""

    saves: list[Save]
    refused: int
    lost: int
    doubled: int
    wrong: int

    @property
    def is_clean(self) -> bool:
        return not (self.refused or self.lost or self.doubled or self.wrong)

    def percentile(self, share: int) -> float:
        """Milliseconds that this many of 100 saves took at most."""
        return statistics.quantiles(self._times(), n=100, method="inclusive")[share - 1]

    def _times(self) -> list[float]:
        return [save.milliseconds for save in self.saves]


def annotate(folder: Path, person: str, seconds: float) -> None:
    """What one process does: waits for a line, then saves once a second, and says all answers in
    the end."""
    workspace = workspace_in(folder).acting_as(Person.named(person), "named")
    ids = [example.id for example in example_queries.stream_of(workspace.database, 1)]
    dice = random.Random(person)
    answers.sentence(workspace, ids[0], person)  # what the first mark of a tab would wait for
    print("ready", flush=True)
    sys.stdin.readline()
    said = []
    began = time.monotonic() + dice.random()  # people do not click in step
    for number in range(int(seconds)):
        time.sleep(max(0.0, began + number - time.monotonic()))
        start = time.perf_counter()
        late = time.monotonic() - began - number
        example_id, token = dice.choice(ids), dice.randrange(5)
        try:
            seen = answers.sentence(workspace, example_id, person)
            answer = NewAnswer(seen.token_hash, seen.revision, "marked", (token,))
            saved = answers.save(workspace, seen, answer)
        except Exception as error:
            said.append(f"refused {type(error).__name__} {error}")
            continue
        took = time.perf_counter() - start
        said.append(f"{example_id} {saved.revision} {token} {took * 1e3} {late * 1e3}")
    workspace.close()
    print("\n".join(said))


def measured(folder: Path, people: int, seconds: float, nice: int = 0) -> Outcome:
    """Have so many processes work on a new workspace in this folder, with this priority once they
    have started."""
    workspace = workspace_in(folder)
    rows = (
        NewExample(f"Sentence {n} of a warm film", "ab"[n % 2], "train") for n in range(SENTENCES)
    )
    importing.add(workspace.database, "p", ("a", "b"), rows)
    workspace.close()
    names = [f"person {number}" for number in range(people)]
    processes = [_started(folder, name, seconds) for name in names]
    for process in processes:
        if process.stdout is None or process.stdout.readline() != "ready\n":
            raise RuntimeError("An annotator did not start.")
    with _precedence(nice):
        for process in processes:
            if process.stdin is not None:
                process.stdin.write("go\n")
                process.stdin.flush()
        said = [process.communicate(timeout=seconds + SECONDS_TO_START)[0] for process in processes]
    saves, refused = [], 0
    for name, text in zip(names, said, strict=True):
        for line in text.splitlines():
            if line.startswith("refused"):
                refused += 1
                print(name, line)
            else:
                example_id, revision, token, took, late = line.split()
                saves.append(
                    Save(name, int(example_id), int(revision), int(token), float(took), float(late))
                )
    return compared(folder, names, saves, refused)


@contextmanager
def _precedence(nice: int) -> Iterator[None]:
    """Meanwhile Linux serves this session's processes before or after other sessions', and so
    those of a database server on this machine that work for them."""
    names = ["self", *map(str, server_processes())] if nice else []
    groups = [Path(f"/proc/{name}/autogroup") for name in names]
    for group in groups:
        group.write_text(str(nice))
    try:
        yield
    finally:
        for group in groups:
            if group.exists():
                group.write_text("0")


def _started(folder: Path, person: str, seconds: float) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "benchmarks.many_annotators", "--person", person]
    return subprocess.Popen(
        [*command, "--folder", str(folder), "--seconds", str(seconds)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def compared(folder: Path, names: list[str], saves: list[Save], refused: int) -> Outcome:
    """What was acknowledged beside what is stored. An answer saved again unchanged keeps its
    revision; any other raises it by one."""
    last = {(save.person, save.example_id): save for save in saves}  # in the order of each person
    workspace = workspace_in(folder)
    lost = wrong = 0
    for (person, example_id), save in last.items():
        stored = annotation_queries.get(workspace.database, example_id, person)
        lost += stored is None or stored.revision < save.revision
        wrong += stored is not None and stored.marked != (save.token,)
        wrong += stored is not None and stored.revision > save.revision
    counted = sum(
        sum(annotation_queries.count(workspace.database, 1, name, "train").values())
        for name in names
    )
    workspace.close()
    return Outcome(saves, refused, lost, max(0, counted - len(last)), wrong)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument(
        "--nice",
        type=int,
        default=0,
        help="-20 to 19: who is served first where Linux shares a busy machine out to sessions",
    )
    parser.add_argument("--person", help=argparse.SUPPRESS)  # be one of them
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.person:
        annotate(asked.folder, asked.person, asked.seconds)
        return
    with tempfile.TemporaryDirectory() as folder, own_store():
        load = os.getloadavg()[0]
        outcome = measured(Path(folder), asked.people, asked.seconds, asked.nice)
        store, loads = store_name(), f"{load:.1f} → {os.getloadavg()[0]:.1f}"
    row = (
        store,
        f"{asked.people} for {asked.seconds:g} s",
        f"{len(outcome.saves):,}",
        *(outcome.lost, outcome.doubled, outcome.wrong, outcome.refused),
        *(f"{outcome.percentile(share):.0f}" for share in (50, 95, 99)),
        f"{max(save.milliseconds for save in outcome.saves):.0f}",
        f"{max(save.late_ms for save in outcome.saves):.0f}",
        loads + (f", priority {asked.nice}" if asked.nice else ""),
    )
    print(
        "| store | annotators | saved | lost | doubled | wrong | refused "
        "| p50, ms | p95 | p99 | max | late, ms | load |"
    )
    print(f"|{'---|' * 13}")
    print(f"| {' | '.join(map(str, row))} |")
    sys.exit(0 if outcome.is_clean and outcome.percentile(95) < TARGET_MS else 1)


if __name__ == "__main__":
    main()
