"""Tries every fault and prints what was lost, doubled, wrong or stuck. All must be 0.

Usage:
    python -m benchmarks.faults              a few minutes
    python -m benchmarks.faults --times 10   ten times as many tries of each
    python -m benchmarks.faults locked full  only the scenarios whose names hold one of these words
    python -m benchmarks.faults --kills 100  only those that kill: so many kills, shared out evenly
    python -m benchmarks.faults --list       their names

The store is SQLite, or PostgreSQL if RRR_DATABASE_URL names a server; each scenario makes a
database of its own there. Those that harm a PostgreSQL server make one of their own in any case,
if its programs are installed. Ends with 1 if anything is not 0.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.faults.outcome import Unavailable
from benchmarks.faults.scenarios import SCENARIOS
from benchmarks.own_store import own_store, store_name


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("words", nargs="*", help="words in the names of the scenarios to try")
    parser.add_argument("--times", type=float, default=1.0, help="multiplies the numbers of tries")
    parser.add_argument("--kills", type=int, help="only scenarios that kill: so many in all")
    parser.add_argument("--list", action="store_true", help="print the names of the scenarios")
    asked = parser.parse_args()
    chosen = [
        scenario
        for scenario in SCENARIOS
        if not asked.words or any(word in scenario.name for word in asked.words)
        if scenario.only in (None, store_name())
        if scenario.is_kills or asked.kills is None
    ]
    if asked.list:
        print("\n".join(scenario.name for scenario in chosen))
        return 0
    print(f"{store_name()}, load average {os.getloadavg()[0]:.1f}")
    print(
        f"{'scenario':<44} {'tries':>6} {'lost':>5} {'doubled':>8} {'wrong':>6} {'stuck':>6}    s"
    )
    clean = True
    for scenario in chosen:
        began = time.monotonic()
        tries = scenario.tries * asked.times if asked.kills is None else asked.kills / len(chosen)
        with tempfile.TemporaryDirectory(prefix="rrr-faults-") as folder, own_store():
            try:
                outcome = scenario.run(Path(folder), max(1, round(tries)))
            except Unavailable as error:
                print(f"{scenario.name:<44} not tried: {error}")
                continue
        clean = clean and outcome.is_clean
        print(
            f"{scenario.name:<44} {outcome.tries:>6,} {outcome.lost:>5} {outcome.doubled:>8} "
            f"{outcome.wrong:>6} {outcome.stuck:>6} {time.monotonic() - began:>4.0f}",
            flush=True,
        )
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main())
