"""What the audit trail costs a save: the same saves with and without its row, turn by turn.

Usage: .venv/bin/python -m benchmarks.audit_cost [--saves 400]
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from contextlib import closing
from pathlib import Path

from rrr.records import NewAnswer, NewExample
from rrr.services.marks import answers
from rrr.services.workspace import Workspace
from rrr.settings import Settings
from rrr.store import annotation_queries, example_queries, importing

PER_TURN = 20

Spent = tuple[float, float]
"""Seconds on the clock, and seconds of the processor."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--saves", type=int, default=400, help="of each kind")
    number = parser.parse_args().saves
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(workspace=Path(folder), annotator="benchmark")
        with closing(Workspace(settings)) as workspace:
            with_audit, without = measure(workspace, number)
    print(f"{number} saves of each kind, in turns of {PER_TURN}")
    for place, kind in enumerate(("on the clock", "of the processor")):
        medians = []
        for title, spent in (("without", without), ("with", with_audit)):
            ordered = sorted(timing[place] for timing in spent)
            medians.append(statistics.median(ordered))
            print(
                f"{title:>8} the audit row: median {1e3 * medians[-1]:.2f} ms, "
                f"p95 {1e3 * ordered[int(0.95 * len(ordered))]:.2f} ms {kind}"
            )
        print(f"{'':>8} that is {100 * (medians[1] / medians[0] - 1):+.1f} % of the median")


def measure(workspace: Workspace, number: int) -> tuple[list[Spent], list[Spent]]:
    """What each save took, with and without the row."""
    rows = [NewExample(f"A warm film number {n}", "ab"[n % 2], "train") for n in range(2 * number)]
    project = importing.add(workspace.database, "audit", ("a", "b"), rows)
    ids = [example.id for example in example_queries.stream_of(workspace.database, project.id)]
    recorded = annotation_queries.record
    spent: tuple[list[Spent], list[Spent]] = ([], [])
    try:
        for turn, start in enumerate(range(0, len(ids), PER_TURN)):
            annotation_queries.record = (lambda *_: None) if turn % 2 else recorded
            for example_id in ids[start : start + PER_TURN]:
                seen = answers.sentence(workspace, example_id, "benchmark")
                answer = NewAnswer(seen.token_hash, seen.revision, "marked", (1,))
                begun = time.perf_counter(), time.process_time()
                answers.save(workspace, seen, answer)
                ended = time.perf_counter(), time.process_time()
                spent[turn % 2].append((ended[0] - begun[0], ended[1] - begun[1]))
    finally:
        annotation_queries.record = recorded
    return spent


if __name__ == "__main__":
    main()
