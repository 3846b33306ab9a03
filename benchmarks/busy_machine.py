"""What the double-tape step costs alone, and beside two processes that keep the cores busy.

    .venv/bin/python -m benchmarks.busy_machine [--rounds 8]

The step of `benchmarks.step_time` with all rows marked. The rounds alternate; medians. Its CPU time
must not depend on what else the machine does: at most 1.2 times as much beside the others. Its wall
time must grow, since there are fewer cores for it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from benchmarks.step_time import BATCH, STEPS, StepTimes, batches, ours

OTHERS = 2
TARGET = 1.2


@contextmanager
def others(count: int) -> Iterator[None]:
    """That many processes that do nothing but burn CPU, ended afterwards."""
    processes = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=8, help="passes alone and beside the others")
    rounds = parser.parse_args().rounds

    model, (x, y) = ours(1.0, penalty="input_gradient"), batches(1.0)
    model.fit(x, y, batch_size=BATCH, verbose=0)  # compiles
    cpu: dict[int, list[float]] = {0: [], OTHERS: []}
    wall: dict[int, list[float]] = {0: [], OTHERS: []}
    for _ in range(rounds):
        for count in cpu:
            with others(count):
                timer, began = StepTimes(), time.process_time()
                model.fit(x, y, batch_size=BATCH, shuffle=False, verbose=0, callbacks=[timer])
                cpu[count].append((time.process_time() - began) / STEPS)
                wall[count].append(statistics.fmean(timer.seconds))
    print("| double tape, f = 1 | CPU, ms a step | wall, ms a step |")
    print("|---|---|---|")
    for count, name in ((0, "alone"), (OTHERS, f"beside {OTHERS} busy processes")):
        of_cpu, of_wall = (1e3 * statistics.median(times[count]) for times in (cpu, wall))
        print(f"| {name} | {of_cpu:.0f} | {of_wall:.0f} |")
    ratio = statistics.median(cpu[OTHERS]) / statistics.median(cpu[0])
    print(f"\n{ratio:.2f} times the CPU beside the others; target: at most {TARGET}.")


if __name__ == "__main__":
    main()
