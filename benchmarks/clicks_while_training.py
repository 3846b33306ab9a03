"""How long a click takes on each page while a training runs, and without one, in a real browser.

    .venv/bin/python -m benchmarks.clicks_while_training [--clicks 30]

The demo with a finished pair, so that every page has all it can show; TensorFlow is loaded. Then a
training of the default size without an end is started with the page's own button. Per page: from
the click on its link until it is there ("opening") and until all of it, what lies below the window
included, is drawn ("all of"), and one click on it that the server has to answer. The tab is the
only one; server, training and browser share the machine. Needs a Chromium (RRR_CHROMIUM).
"""

from __future__ import annotations

import argparse
import re
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from rrr.records import TrainingConfig
from rrr.services.demo_loop import train_pair
from rrr.services.marks import rules
from rrr.services.projects import demo_project
from rrr.services.workspace import Workspace
from tests.browser.conftest import CHROMIUM_ARGUMENTS, chromium
from tests.browser.running_app import RunningApp

TARGET = 300  # milliseconds, 95 of 100 clicks
FIRST_EPOCHS = 3
LONG = 30_000  # milliseconds
PAGES = ("Projects", "Annotate", "Words", "Train", "Compare")

_WATCH = """([done, longest]) => {
    const isDone = new Function("return " + done);
    window.rrrTaken = new Promise((resolve, reject) =>
        addEventListener("click", event => {
            window.rrrClicked = event.timeStamp;
            const look = () => {
                const taken = performance.now() - event.timeStamp;
                if (isDone()) resolve(taken);
                else if (taken > longest) reject(new Error("never: " + done));
                else setTimeout(look, 4);
            };
            look();
        }, {capture: true, once: true}));
}"""
_SENTENCE = """[...document.querySelectorAll("*")]
    .map(each => each.shadowRoot?.querySelector(".sentence")).find(Boolean)"""
_DRAWN = """document.querySelector("[data-testid=stApp]").dataset.testScriptState !== "running"
    && !document.querySelector("[data-testid=stSkeleton]")"""


def click(page: Page, what: str, done: str) -> float:
    """Milliseconds from a click of the mouse until `done` (JavaScript) is true.

    From when the browser got the click: what the page was still busy with counts, the way to the
    browser does not.
    """
    page.evaluate(_WATCH, [done, LONG])
    page.locator(what).first.click()
    milliseconds: float = page.evaluate("window.rrrTaken")
    return milliseconds


def opening(page: Page, name: str) -> tuple[float, float]:
    """Go there from another page; milliseconds until its heading is there, and all of it."""
    shown = {
        "Annotate": _SENTENCE,
        "Compare": 'document.querySelectorAll(".rrr-heatmap").length === 2',
    }.get(name, "true")
    heading = f'document.querySelector("h1")?.textContent.trim() === "{name}"'
    link = f'[data-testid=stSidebarNav] a:has-text("{name}")'
    note = f"(window.rrrSeen ||= {heading} && performance.now())"
    page.evaluate("window.rrrSeen = 0")
    drawn = click(page, link, f"{note} && {shown} && {_DRAWN}")
    return float(page.evaluate("window.rrrSeen - window.rrrClicked")), drawn


def on_annotate(page: Page) -> float:
    """The next sentence."""
    milliseconds: float = page.evaluate(
        f"""async () => {{
            const box = {_SENTENCE}, before = box.firstElementChild, start = performance.now();
            box.dispatchEvent(new KeyboardEvent("keydown",
                {{key: "n", bubbles: true, composed: true}}));
            while (box.firstElementChild === before) await new Promise(requestAnimationFrame);
            return performance.now() - start;
        }}"""
    )
    return milliseconds


def on_words(page: Page) -> float:
    """Every sentence of a word."""
    heading = """[...document.querySelectorAll("h3")]
        .some(each => each.textContent.startsWith("Strike the word"))"""
    strike = 'button:has-text("Strike…"), button:has-text("Change…")'
    taken = click(page, strike, heading)
    page.get_by_role("button", name="Back to the words").or_(
        page.get_by_role("button", name="Cancel")
    ).first.click()
    page.locator(strike).first.wait_for()
    return taken


def on_train(page: Page) -> float:
    """λ given instead of found, which changes what the page says will happen."""
    caption = page.get_by_text("Takes about").first
    before = str(caption.text_content()).split(".")[0]
    return click(
        page,
        'label:has-text("Find λ automatically")',
        f"""![...document.querySelectorAll("[data-testid=stCaptionContainer]")]
            .some(each => each.textContent.startsWith({before!r}))""",
    )


def on_compare(page: Page) -> float:
    """The next sentence, explained by both models."""
    where = str(page.get_by_text(_WHICH).text_content())
    return click(
        page,
        'button:has-text("Next")',
        f"""![...document.querySelectorAll("[data-testid=stCaptionContainer]")]
            .some(each => each.textContent.startsWith({where!r}))
            && document.querySelectorAll(".rrr-heatmap").length === 2""",
    )


_WHICH = re.compile(r"^sentence [\d,]+ of [\d,]+ in ")

CLICKS: dict[str, Callable[[Page], float]] = {
    "Annotate": on_annotate,
    "Words": on_words,
    "Train": on_train,
    "Compare": on_compare,
}


def measure(page: Page, clicks: int) -> dict[str, list[float]]:
    """Milliseconds by what was clicked; one round first that does not count."""
    taken: dict[str, list[float]] = {}
    for round_number in range(clicks + 1):
        for name in PAGES:
            seen, drawn = opening(page, name)
            measured = {f"opening {name}": seen, f"all of {name}": drawn}
            if name == "Train" and page.get_by_text("Find λ automatically").is_hidden():
                page.get_by_text("Settings", exact=True).click()
            if name in CLICKS:
                page.wait_for_timeout(200)  # a person looks first
                measured[f"a click on {name}"] = CLICKS[name](page)
            for what, milliseconds in measured.items():
                if round_number:
                    taken.setdefault(what, []).append(milliseconds)
    return taken


def start_endless_training(page: Page) -> None:
    opening(page, "Train")
    page.get_by_text("Settings", exact=True).click()
    epochs = page.get_by_role("spinbutton", name="Epochs")
    epochs.fill("100000")
    epochs.press("Enter")
    page.wait_for_timeout(1_000)  # a person looks first
    page.get_by_text("Settings", exact=True).click()
    page.wait_for_timeout(1_000)
    page.get_by_role("button", name="Train with my marks").click()
    expect(page.get_by_text(re.compile(r"epoch \d+ of")).first).to_be_visible(timeout=LONG)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--clicks", type=int, default=30)
    clicks: int = parser.parse_args().clicks
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        app = RunningApp(Path(folder), warm_up=True)
        workspace = Workspace(app.settings)
        project = demo_project.open_demo(workspace)
        rules.apply_demo_rules(workspace, project)
        config = TrainingConfig(reason_weight=1.0, epochs=FIRST_EPOCHS)
        train_pair(workspace, project, config, lambda run, report: None)
        workspace.close()
        app.start()
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=list(CHROMIUM_ARGUMENTS)
        )
        try:
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(f"{app.url}/compare")
            page.locator(".rrr-heatmap").first.wait_for(timeout=LONG)
            idle = measure(page, clicks)
            start_endless_training(page)
            busy = measure(page, clicks)
        finally:
            browser.close()
            app.stop()
    print("| milliseconds | idle, median | p95 | training, median | p95 | |")
    print("|---|---|---|---|---|---|")
    for what in busy:
        cells = [f"{number:.0f}" for of in (idle, busy) for number in _median_and_p95(of[what])]
        missed = "missed" if _median_and_p95(busy[what])[1] >= TARGET else ""
        print(f"| {what} | {' | '.join(cells)} | {missed} |")


def _median_and_p95(taken: list[float]) -> tuple[float, float]:
    return statistics.median(taken), statistics.quantiles(taken, n=20, method="inclusive")[-1]


if __name__ == "__main__":
    main()
