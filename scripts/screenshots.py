"""Take README's screenshots from the running app, so that they stay true.

    .venv/bin/python -m scripts.screenshots

Starts the app on a workspace of its own, walks the loop on the demo in a real Chromium (it trains,
so this takes a minute or two) and writes docs/screenshots/*.png.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from rrr.settings import ROOT
from tests.browser.conftest import CHROMIUM_ARGUMENTS, chromium
from tests.browser.running_app import RunningApp

FOLDER = ROOT / "docs" / "screenshots"
TRAINING = 300_000  # milliseconds


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        app = RunningApp(Path(folder))
        app.start()
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=list(CHROMIUM_ARGUMENTS)
        )
        try:
            page = browser.new_page(viewport={"width": 1200, "height": 760})
            walk(page, app.url)
        finally:
            browser.close()
            app.stop()


def walk(page: Page, url: str) -> None:
    """The loop, with a picture of each page."""
    main, sidebar = page.get_by_test_id("stMain"), page.get_by_test_id("stSidebar")
    page.goto(url)
    page.get_by_role("button", name="Open the demo").click(timeout=60_000)
    page.get_by_role("option").first.wait_for()
    sidebar.get_by_role("link", name="Projects").click()
    main.get_by_role("link", name="Annotate").wait_for()
    take(page, "projects")

    main.get_by_role("link", name="Annotate").click()
    page.get_by_role("button", name="Use the demo's known marks").click()
    page.get_by_role("option", selected=True).first.wait_for()
    take(page, "annotate")

    sidebar.get_by_role("link", name="Train").click()
    page.get_by_role("button", name="Train with my marks").click()
    done = main.get_by_role("link", name="See what your marks changed")
    done.wait_for(timeout=TRAINING)
    take(page, "train")

    done.click()
    page.locator(".rrr-heatmap").nth(1).wait_for(timeout=60_000)
    page.set_viewport_size({"width": 1200, "height": 1100})
    take(page, "compare")


def take(page: Page, name: str) -> None:
    page.wait_for_timeout(1_500)  # charts draw themselves a moment after they are there
    page.mouse.move(0, 0)
    page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    main()
