"""Several people mark in real browsers on one server: how long until a mark is acknowledged?

    .venv/bin/python -m benchmarks.many_tabs [--people 10] [--seconds 60]

Each person has a profile of their own in one Chromium and a sentence of their own, and strikes a
word or takes it back once a second. Timed is from the moment at which the tab begins to save, 300
ms after the click, until the page says that the mark is saved, by the browser's clock. Afterwards
what the page showed last must be stored. Also printed: the server's memory and the CPU it took,
after TensorFlow was loaded. Needs a Chromium (RRR_CHROMIUM); with `RRR_DATABASE_URL` the store is a
PostgreSQL database of its own.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser
from prometheus_client.parser import text_string_to_metric_families

from benchmarks.own_store import own_store, store_name, workspace_in
from rrr.settings import ROOT
from tests.browser.annotate_page import AnnotatePage, answer_to, make_project
from tests.browser.conftest import running_chromium
from tests.browser.running_app import RunningApp

TARGET_MS = 500
GIVEN_UP_MS = 20_000
WARM, FILM = 1, 2  # tokens
_OUTBOX = ROOT / "rrr" / "ui" / "annotate" / "token_marker" / "outbox.js"
PAUSE_MS = float(re.findall(r"PAUSE_MS = (\d+);", _OUTBOX.read_text(encoding="utf-8"))[0])
"""How long a tab waits for a further click before it saves."""

CLICK_ONCE_A_SECOND = """
async ([seconds, offset, givenUp]) => {
  const part = selector => [...document.querySelectorAll("*")]
    .map(each => each.shadowRoot?.querySelector(selector)).find(Boolean);
  const token = () => part("[role=option]:nth-of-type(2)");  // the page may draw it anew
  const state = () => part(".saving").textContent;
  const pause = ms => new Promise(done => setTimeout(done, ms));
  const waits = [];
  const began = performance.now() + offset;
  for (let number = 0; number < seconds; number++) {
    await pause(Math.max(0, began + 1000 * number - performance.now()));
    const start = performance.now();
    token().click();
    while (/^saved/.test(state()) && performance.now() - start < givenUp) await pause(1);
    while (!/^saved/.test(state()) && performance.now() - start < givenUp) await pause(2);
    waits.push(performance.now() - start);
  }
  return [waits, token().getAttribute("aria-selected") === "true"];
}
"""


@dataclass(frozen=True)
class Outcome:
    """`waits` are milliseconds from the save to its acknowledgement; memory in MB, CPU in cores."""

    waits: list[float]
    wrong: int
    resident: float
    cores: float

    def percentile(self, share: int) -> float:
        return statistics.quantiles(self.waits, n=100, method="inclusive")[share - 1]


def measured(app: RunningApp, browser: Browser, people: int, seconds: int) -> Outcome:
    """Have so many people mark at once on a running app."""
    with (
        closing(workspace_in(app.settings.workspace)) as workspace,
        ExitStack() as contexts,
    ):
        pages = []
        for number in range(people):
            context = contexts.enter_context(closing(browser.new_context()))
            project = make_project(workspace, "A warm film", "Another", name=f"person {number}")
            page = AnnotatePage(context.new_page(), app, project)
            page.open()
            page.token("film").click()  # stays struck: with no word it would be unreviewed again
            page.wait_until_saved()
            pages.append(page)
        before, began = _process(app), time.monotonic()
        results = _click(pages, seconds)
        after, spent = _process(app), time.monotonic() - began
        wrong = 0
        for page, (_, is_struck) in zip(pages, results, strict=True):
            answer = answer_to(workspace, page.project, 0)
            wrong += answer is None or answer.marked != ((WARM, FILM) if is_struck else (FILM,))
    waits = [wait - PAUSE_MS for result, _ in results for wait in result]
    return Outcome(waits, wrong, after[0] / 1e6, (after[1] - before[1]) / spent)


def _click(pages: Sequence[AnnotatePage], seconds: int) -> list[tuple[list[float], bool]]:
    """Let all pages click at once, each a little later than the one before."""
    for number, page in enumerate(pages):
        asked = [seconds, 1000 * number / len(pages), GIVEN_UP_MS]
        page.page.evaluate(
            f"asked => {{ window.rrrClicks = ({CLICK_ONCE_A_SECOND})(asked); }}", asked
        )
    return [page.page.evaluate("() => window.rrrClicks") for page in pages]


def _process(app: RunningApp) -> tuple[float, float]:
    """Resident bytes and seconds of CPU of the server."""
    text = app.ask("/metrics", Host=f"127.0.0.1:{app.port}").body.decode()
    values = {s.name: s.value for f in text_string_to_metric_families(text) for s in f.samples}
    return values["process_resident_memory_bytes"], values["process_cpu_seconds_total"]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--seconds", type=int, default=60)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, own_store():
        app = RunningApp(Path(folder), warm_up=True)
        app.start()
        try:
            load = os.getloadavg()[0]
            with running_chromium() as browser:
                outcome = measured(app, browser, asked.people, asked.seconds)
        finally:
            app.stop()
        loads = f"{load:.1f} → {os.getloadavg()[0]:.1f}"
    row = (
        store_name(),
        f"{asked.people} for {asked.seconds} s",
        len(outcome.waits),
        outcome.wrong,
        *(f"{outcome.percentile(share):.0f}" for share in (50, 95)),
        f"{max(outcome.waits):.0f}",
        f"{outcome.resident:,.0f}",
        f"{outcome.cores:.2f}",
        loads,
    )
    print("| store | sessions | marks | wrong | p50, ms | p95 | max | server MB | cores | load |")
    print(f"|{'---|' * 10}")
    print(f"| {' | '.join(map(str, row))} |")
    sys.exit(0 if not outcome.wrong and outcome.percentile(95) < TARGET_MS else 1)


if __name__ == "__main__":
    main()
