"""What a model costs who marks: its prediction without the struck words, live, and going on.

    .venv/bin/python -m benchmarks.live_prediction [--words 40]

Trains the demo's LSTM for a short while, opens Annotate in a real browser with what the model sees
switched on, strikes and spares one word after another, and takes the time from the key until the
line under the sentence says what the model makes of the words left. The first sentence is not
counted: there the model is still being loaded. Then it goes on with a key every 60 milliseconds,
faster than anybody reads, and takes the time until the next sentence is painted; the server has a
model read each of them beforehand. Needs a Chromium (RRR_CHROMIUM).
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from playwright.sync_api import Page

from benchmarks.annotator import switch
from rrr.records import TrainingConfig
from rrr.services.demo_loop import run_demo
from rrr.services.workspace import Workspace
from tests.browser.annotate_page import AnnotatePage
from tests.browser.conftest import running_chromium
from tests.browser.running_app import RunningApp

LIMIT = 150  # milliseconds
WARMING = 4  # words
PACE = 60  # milliseconds from key to key
HURRIED = 60  # sentences
SWITCH_LIMIT = 100  # milliseconds

STRIKE = """async token => {
    const line = token.getRootNode().querySelector(".model");
    const settled = () => !line.textContent.endsWith("…");
    while (!settled()) await new Promise(requestAnimationFrame);
    const before = line.textContent;
    token.click();
    const start = performance.now();
    await new Promise(requestAnimationFrame);
    while (!settled() && performance.now() - start < 5000)
        await new Promise(requestAnimationFrame);
    return line.textContent === before ? null : performance.now() - start;
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--words", type=int, default=40, help="how many to strike")
    num_words: int = parser.parse_args().words
    with tempfile.TemporaryDirectory() as folder, running_chromium() as browser:
        app = RunningApp(Path(folder), warm_up=True)
        workspace = Workspace(app.settings)
        config = TrainingConfig(reason_weight=1.0, epochs=3)
        project = run_demo(workspace, config, lambda run, report: None).project
        workspace.close()
        app.start()
        try:
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            annotate = AnnotatePage(page, app, project)
            annotate.open()
            line = page.locator(".model")
            times: list[float] = []
            unchanged = 0
            while len(times) < num_words + WARMING:
                text = line.text_content() or ""
                if "Control sentence" in text:  # shows nothing
                    annotate.press("n")
                if not text.startswith("model:"):
                    page.wait_for_timeout(100)
                    continue
                for index in range(min(8, annotate.tokens.count())):
                    token = annotate.tokens.nth(index)
                    if token.get_attribute("aria-selected") == "true":
                        continue  # by a rule
                    took = token.evaluate(STRIKE)
                    if took is None:
                        unchanged += 1
                    else:
                        times.append(took)
                annotate.press("Enter")
            page.wait_for_timeout(1000)
            switches = hurry(page)
        finally:
            app.stop()
    del times[:WARMING]
    p95 = statistics.quantiles(times, n=20)[-1]
    print(
        f"prediction without the struck words: median {statistics.median(times):.0f} ms, 95th "
        f"percentile {p95:.0f} ms, worst {max(times):.0f} ms of {len(times)}; limit {LIMIT} ms "
        f"({unchanged} more read the same before and after)"
    )
    print(
        f"going on with a key every {PACE} ms: median {statistics.median(switches):.0f} ms, worst "
        f"{max(switches):.0f} ms of {HURRIED}; limit {SWITCH_LIMIT} ms"
    )


def hurry(page: Page) -> list[float]:
    """Milliseconds to the next sentence's paint, over many sentences at a hasty pace."""
    switches = []
    for _ in range(HURRIED):
        switches.append(switch(page, "s"))
        page.wait_for_timeout(max(0.0, PACE - switches[-1]))
    return switches


if __name__ == "__main__":
    main()
