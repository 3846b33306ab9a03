"""How fast an annotator can be: a scripted one marks the demo's planted words in a real browser.

Usage: .venv/bin/python -m benchmarks.annotator [--words 100]

Once by hand: it looks at each sentence, clicks every planted word in it and goes on, or says that
nothing is irrelevant. Once by sweep: it strikes each planted word everywhere the first time it
meets one. The script thinks for no time at all, so the seconds are what the tool itself costs; a
person adds the reading. An action is a click or a key. Needs a Chromium (RRR_CHROMIUM).
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from playwright.sync_api import Page

from rrr.records import TRAIN, NewExample, Project
from rrr.services.marks import marked_corpus
from rrr.services.projects import catalogue, demo_project
from rrr.services.workspace import Workspace
from rrr.settings import DEMO
from rrr.store import importing
from rrr.text import word_of
from tests.browser.annotate_page import AnnotatePage
from tests.browser.conftest import running_chromium
from tests.browser.running_app import RunningApp

REACTION_WORDS = 500


@dataclass(frozen=True)
class Work:
    """What marking cost. `switches` are milliseconds from the key to the next sentence's paint."""

    marked: int
    actions: int
    seconds: float
    switches: list[float]


def planted_words() -> set[str]:
    lines = (DEMO / "marks.txt").read_text(encoding="utf-8").splitlines()
    return {word_of(line.strip()) for line in lines if line.strip() and not line.startswith("#")}


def by_hand(annotate: AnnotatePage, planted: set[str], num_words: int) -> Work:
    """Click each planted word of each sentence until so many are marked."""
    marked = actions = 0
    switches = []
    began = time.perf_counter()
    while marked < num_words:
        words = annotate.tokens.all_text_contents()
        hits = [index for index, word in enumerate(words) if word_of(word) in planted]
        for index in hits:
            annotate.tokens.nth(index).click()
        switches.append(switch(annotate.page, "Enter" if hits else "n"))
        marked += len(hits)
        actions += len(hits) + 1
    annotate.wait_until_saved()
    return Work(marked, actions, time.perf_counter() - began, switches)


def by_sweep(annotate: AnnotatePage, planted: set[str], marked: Callable[[], int]) -> Work:
    """Strike each planted word everywhere where it is first met, until all are struck."""
    left, actions = set(planted), 0
    switches = []
    began = time.perf_counter()
    while True:
        words = annotate.tokens.all_text_contents()
        for index, word in enumerate(words):
            if word_of(word) in left:
                annotate.tokens.nth(index).click()
                annotate.press("a")
                left.remove(word_of(word))
                actions += 2
        if not left:
            break
        switches.append(switch(annotate.page, "n"))
        actions += 1
    annotate.wait_until_saved()
    return Work(marked(), actions, time.perf_counter() - began, switches)


def switch(page: Page, key: str) -> float:
    """Milliseconds from pressing a key until another sentence has been painted."""
    milliseconds: float = page.evaluate(
        """async key => {
            const box = window.rrrSentence ??= [...document.querySelectorAll("*")]
                .map(each => each.shadowRoot?.querySelector(".sentence")).find(Boolean);
            const before = box.firstElementChild;
            const start = performance.now();
            box.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, composed: true}));
            while (box.firstElementChild === before) await new Promise(requestAnimationFrame);
            box.getBoundingClientRect();
            await new Promise(requestAnimationFrame);
            return performance.now() - start;
        }""",
        key,
    )
    return milliseconds


def reaction(annotate: AnnotatePage) -> list[float]:
    """Milliseconds from Space until the word is struck and laid out, 50 times."""
    milliseconds: list[float] = annotate.tokens.nth(REACTION_WORDS // 2).evaluate(
        """token => Array.from({length: 50}, () => {
            const start = performance.now();
            token.dispatchEvent(new KeyboardEvent("keydown",
                {key: " ", bubbles: true, composed: true}));
            token.getBoundingClientRect();
            return performance.now() - start;
        })"""
    )
    return milliseconds


def print_work(name: str, work: Work) -> None:
    per_hundred = 100 / work.marked
    print(
        f"{name:8}  {work.marked:5} words marked  {work.actions * per_hundred:6.1f} actions and "
        f"{work.seconds * per_hundred:6.2f} s per 100 words  switching to the next sentence: "
        f"median {statistics.median(work.switches):.0f} ms, worst {max(work.switches):.0f} ms"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--words", type=int, default=100, help="how many to mark by hand")
    num_words: int = parser.parse_args().words
    planted = planted_words()
    with tempfile.TemporaryDirectory() as folder, running_chromium() as browser:
        app = RunningApp(Path(folder))
        app.start()
        workspace = Workspace(app.settings)
        try:
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            for name in ("by hand", "by sweep"):
                project = demo_project.open_demo(workspace)
                annotate = AnnotatePage(page, app, project)
                annotate.open()
                if name == "by hand":
                    work = by_hand(annotate, planted, num_words)
                else:
                    work = by_sweep(annotate, planted, partial(struck, workspace, project))
                print_work(name, work)
                page.goto("about:blank")
                catalogue.delete_project(workspace, project.id)
            text = " ".join(f"word{number}" for number in range(REACTION_WORDS))
            long = importing.add(
                workspace.database, "long", ("a", "b"), [NewExample(text, "a", "train")]
            )
            annotate = AnnotatePage(page, app, long)
            annotate.open()
            times = reaction(annotate)
            print(
                f"reaction at {REACTION_WORDS} words: median {statistics.median(times):.1f} ms, "
                f"worst {max(times):.1f} ms (a frame has 16.7 ms)"
            )
        finally:
            workspace.close()
            app.stop()


def struck(workspace: Workspace, project: Project) -> int:
    """How many words of the training sentences are struck."""
    return sum(map(len, marked_corpus.labelled_texts(workspace, project)[TRAIN].marked))


if __name__ == "__main__":
    main()
