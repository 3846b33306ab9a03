"""How soon both models answer a sentence that is typed, and one whose words are struck out.

    .venv/bin/python -m benchmarks.typed_sentence [--words 30]

Trains the demo's LSTM pair for a short while, opens Compare in a real browser, types words one by
one and strikes some out. The clock runs from the last key, the wait for a next one included, or
from the click, until both answers stand on the page. The first words are not counted: there the
models are still being loaded. Needs a Chromium (RRR_CHROMIUM).
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from playwright.sync_api import Page, sync_playwright

from rrr.records import TrainingConfig
from rrr.services.demo_loop import run_demo
from rrr.services.workspace import Workspace
from tests.browser.conftest import CHROMIUM_ARGUMENTS, chromium
from tests.browser.running_app import RunningApp

LIMIT = 200  # milliseconds
WARMING = 4  # words
WORDS = "A long and patient film that I saw at the Seatwren with my sister , and it won us over"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--words", type=int, default=30, help="how many to type")
    num_words: int = parser.parse_args().words
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        app = RunningApp(Path(folder), warm_up=True)
        workspace = Workspace(app.settings)
        config = TrainingConfig(reason_weight=1.0, epochs=3)
        project = run_demo(workspace, config, lambda run, report: None).project
        workspace.close()
        app.start()
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=list(CHROMIUM_ARGUMENTS)
        )
        try:
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(f"{app.url}/compare?project={project.id}")
            page.get_by_role("radio", name="Type your own").click(timeout=120_000)
            typed, struck = measure(page, num_words)
        finally:
            browser.close()
            app.stop()
    tell("typed", typed)
    tell("struck out", struck)


def measure(page: Page, num_words: int) -> tuple[list[float], list[float]]:
    """Milliseconds from the last key of each word, and from each click on a word."""
    box = page.get_by_label("Your own sentence")
    box.wait_for(timeout=120_000)
    words = WORDS.split()
    typed, struck = [], []
    for number in range(num_words + WARMING):
        box.press_sequentially(f"{words[number % len(words)]} ")
        took = answered(page)
        if number >= WARMING:
            typed.append(took)
    for number in range(min(15, num_words)):
        page.locator(".desk .words button").nth(number).click()
        struck.append(answered(page))
    return typed, struck


def answered(page: Page) -> float:
    """Wait until nothing is asked any more; how long the last question took."""
    page.wait_for_timeout(400)  # longer than the desk waits for a next key
    page.locator(".desk table:not(.waiting)").wait_for(timeout=60_000)
    return float(page.locator(".desk table").get_attribute("data-milliseconds") or "nan")


def tell(what: str, times: list[float]) -> None:
    p95 = statistics.quantiles(times, n=20, method="inclusive")[-1]
    print(
        f"{what}: median {statistics.median(times):.0f} ms, 95th percentile {p95:.0f} ms, worst "
        f"{max(times):.0f} ms of {len(times)}; limit {LIMIT} ms"
    )


if __name__ == "__main__":
    main()
