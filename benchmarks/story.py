"""How long the story takes, step by step, in a real Chromium from a fresh workspace.

    python -m benchmarks.story
    python -m benchmarks.story --pictures /tmp/pictures --width 390 --dark

Starts the app, which then has TensorFlow still to load, and walks the story as a presenter would
who reads nothing: presses what is to be pressed as soon as it can be. What is printed is what the
computer takes; reading and talking come on top.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM_ARGUMENTS, chromium
from tests.browser.running_app import RunningApp
from tests.browser.story_walk import StoryWalk

OWN_REVIEW = "A dull film with a wonderful score, seen at the Corvane."


def walk(story: StoryWalk, pictures: Path | None) -> dict[str, float]:
    """The whole story; seconds of each part."""
    parts: dict[str, Callable[[], None]] = {
        "0 open the page": story.open,
        "1 begin": story.begin,
        "1 train the first model": story.wait_for_the_first_model,
        "2 what it reads": story.see_what_it_reads,
        "2 change one word": story.change_one_word,
        "3 words to strike": story.go_striking,
        "3 the annotator begins": story.watch_the_annotator,
        "3 the annotator strikes": story.wait_for_the_annotator,
        "4 train again": story.train_again,
        "4 train the second model": story.wait_for_the_second_model,
        "5 the proof": story.see_the_proof,
        "5 swap a word": story.swap_a_word,
        "5 a review of one's own": lambda: story.write(OWN_REVIEW),
    }
    seconds = {}
    for name, part in parts.items():
        began = time.monotonic()
        part()
        seconds[name] = time.monotonic() - began
        if pictures is not None:
            story.page.wait_for_timeout(600)
            story.page.screenshot(path=pictures / f"{name}.png")
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description="How long the story takes, step by step.")
    parser.add_argument("--pictures", type=Path, help="folder for a picture of each step")
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--dark", action="store_true")
    options = parser.parse_args()
    if options.pictures:
        options.pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        app = RunningApp(Path(folder))
        app.start()
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=list(CHROMIUM_ARGUMENTS)
        )
        try:
            page = browser.new_page(
                viewport={"width": options.width, "height": 800},
                color_scheme="dark" if options.dark else "light",
            )
            seconds = walk(StoryWalk(page, app.url), options.pictures)
        finally:
            browser.close()
            app.stop()
    for name, of_part in seconds.items():
        print(f"{of_part:6.1f} s  {name}")
    print(f"{sum(seconds.values()):6.1f} s  in all")


if __name__ == "__main__":
    main()
