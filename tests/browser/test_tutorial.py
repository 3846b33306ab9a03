"""The browser's tutorial, step by step as its page has them, in a real browser.

What a step presses has the name that the page gives it in bold type: a button that is renamed in
one place only makes this fail.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from rrr.settings import ROOT
from tests.browser.drawing import wait_until_drawn
from tests.browser.running_app import RunningApp

FOLDER = ROOT / "docs" / "tutorials"
LONG = 60_000  # milliseconds; TensorFlow is loaded on the way
TRAINING = 240_000


def steps() -> list[list[str]]:
    """Of each numbered step the names in bold type, without its own title."""
    text = (FOLDER / "in_the_browser.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\d\. (.*?)(?=^\d\. |^## )", text, re.DOTALL | re.MULTILINE)
    return [
        [" ".join(name.split()) for name in re.findall(r"\*\*(.+?)\*\*", step, re.DOTALL)[1:]]
        for step in listed
    ]


class Tutorial:
    """What the page tells a reader to do."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.set_default_timeout(LONG)  # a click waits while a busy machine draws the page anew
        self.main = page.get_by_test_id("stMain")

    def go_to(self, name: str) -> None:
        self.page.get_by_test_id("stSidebar").get_by_role("link", name=name).click()
        expect(self.page.get_by_role("heading", name=name, exact=True)).to_be_visible()

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name)

    def import_messages(self, projects: str, import_: str) -> None:
        expect(self.page.get_by_role("heading", name=projects, exact=True)).to_be_visible()
        self.page.locator("input[type=file]").set_input_files(FOLDER / "messages.csv")
        self.page.get_by_role("button", name=import_, exact=True).click()
        expect(self.page.get_by_text("Imported 600 sentences")).to_be_visible()

    def strike_two_words(self, annotate: str, first: str, enter: str, second: str, _: str) -> None:
        self.main.get_by_role("link", name=annotate).click()
        for number, word in enumerate((first, second), start=1):
            self.page.get_by_role("option", name=word, exact=True).click()
            self.page.keyboard.press(enter)
            expect(self.page.get_by_text(f"reviewed {number} of 240")).to_be_visible()

    def strike_everywhere(self, word: str, not_fair: str, strike: str) -> None:
        expect(self.button(not_fair).first).to_be_visible()
        wait_until_drawn(self.page)
        self.button(not_fair).first.click()
        expect(self.page.get_by_text(f"“{word}” everywhere")).to_be_visible()
        self.button(strike).click()
        expect(self.page.get_by_text(f"“{word}” is now struck everywhere")).to_be_visible()

    def train(self, train: str, press: str, done: str) -> None:
        self.go_to(train)
        self.button(press).click()
        self.main.get_by_role("link", name=done).click(timeout=TRAINING)

    def type_a_sentence(self, section: str) -> None:
        self.page.get_by_role("radio", name=section).click(timeout=LONG)
        typed = self.page.get_by_role("textbox", name="Your own sentence")
        typed.fill("The desk broke. Answered by Mira.")
        expect(self.page.get_by_text("before: praise")).to_be_visible(timeout=LONG)
        expect(self.page.get_by_text("after: complaint")).to_be_visible()


@pytest.mark.slow
def test_the_steps_of_the_tutorial_can_be_followed(
    own_app: RunningApp, context: BrowserContext, page: Page
) -> None:
    first, second, third, fourth, fifth, sixth, seventh, eighth = steps()
    page.goto(own_app.url)
    tutorial = Tutorial(page)
    tutorial.import_messages(*first)
    tutorial.strike_two_words(*second)
    words, *how = third
    tutorial.go_to(words)
    tutorial.strike_everywhere("mira", *how)
    tutorial.strike_everywhere("tobin", *fourth)
    tutorial.train(*fifth)
    (verdict,) = sixth
    expect(page.get_by_text(verdict, exact=False).first).to_be_visible(timeout=LONG)
    tutorial.type_a_sentence(*seventh)
    for name in eighth:
        expect(tutorial.button(name)).to_be_enabled()
