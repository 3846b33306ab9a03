"""Take README's screenshots from the running app, so that they stay true.

    .venv/bin/python -m scripts.screenshots

Starts the app on a workspace of its own, tells the story and walks the loop on the demo in a real
Chromium (it trains four models, so this takes a few minutes) and writes docs/screenshots/*.png.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Page

from rrr.settings import ROOT
from tests.browser.conftest import running_chromium
from tests.browser.running_app import RunningApp
from tests.browser.story_walk import StoryWalk

FOLDER = ROOT / "docs" / "screenshots"
WIDTH, HEIGHT = 1200, 760
TRAINING = 600_000  # milliseconds


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running_chromium() as browser:
        app = RunningApp(Path(folder))
        app.start()
        try:
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
            tell_the_story(page, app.url)
            walk_the_loop(page, app.url)
        finally:
            app.stop()


def tell_the_story(page: Page, url: str) -> None:
    story = StoryWalk(page, url)
    story.open()
    story.begin()
    story.wait_for_the_first_model()
    story.see_what_it_reads()
    story.go_striking()
    story.watch_the_annotator()
    story.wait_for_the_annotator()
    story.train_again()
    story.wait_for_the_second_model()
    story.see_the_proof()
    story.swap_a_word()
    take(page, "story", height=1180)


def walk_the_loop(page: Page, url: str) -> None:
    main, sidebar = page.get_by_test_id("stMain"), page.get_by_test_id("stSidebar")
    page.goto(url)
    page.get_by_role("button", name="Open the demo").click(timeout=60_000)
    page.get_by_role("button", name="Use the demo's known marks").click()
    page.get_by_role("option", selected=True).first.wait_for()

    sidebar.get_by_role("link", name="Train").click()
    page.get_by_role("button", name="Train with my marks").click()
    done = main.get_by_role("link", name="See what your marks changed")
    done.wait_for(timeout=TRAINING)
    take(page, "train", height=1100)

    done.click()
    page.locator(".rrr-heatmap").nth(1).wait_for(timeout=60_000)
    take(page, "compare", height=1100)

    sidebar.get_by_role("link", name="Annotate").click()
    page.get_by_role("option", selected=True).first.wait_for()
    page.locator(".model").wait_for(timeout=60_000)  # the model has read the sentences
    take(page, "annotate")


def take(page: Page, name: str, height: int = HEIGHT) -> None:
    page.set_viewport_size({"width": WIDTH, "height": height})
    page.mouse.move(0, 0)
    page.wait_for_timeout(2_500)  # charts draw themselves a moment after they are there
    page.screenshot(path=FOLDER / f"{name}.png")
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})


if __name__ == "__main__":
    main()
