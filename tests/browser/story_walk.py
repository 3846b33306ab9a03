"""One visitor's walk through the story, step by step."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

TRAINING = 120_000  # milliseconds
LOADING = 60_000


class StoryWalk:
    """Presses what a presenter would press, as soon as it can be pressed."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self._url = page, url

    def open(self) -> None:
        self.page.goto(f"{self._url}/story")
        expect(self.button("Show me")).to_be_visible(timeout=LOADING)

    def begin(self) -> None:
        """Have the first model trained; ends when it is."""
        self.button("Show me").click()
        expect(self.page.get_by_role("progressbar")).to_be_visible()

    def wait_for_the_first_model(self) -> None:
        expect(self.button("What does it read?")).to_be_enabled(timeout=TRAINING)

    def see_what_it_reads(self) -> None:
        self.page.keyboard.press("ArrowRight")
        expect(self.page.locator(".rrr-heatmap")).to_be_visible()

    def change_one_word(self) -> None:
        self.button("Change one word").click()
        expect(self.page.get_by_text("Only this word has changed")).to_be_visible()

    def go_striking(self) -> None:
        self.button("What can be done?").click()
        expect(self.button("Watch the annotator")).to_be_visible()

    def watch_the_annotator(self) -> None:
        self.button("Watch the annotator").click()
        expect(self.page.locator(".story-being-struck .marked")).to_be_visible()

    def wait_for_the_annotator(self) -> None:
        expect(self.page.locator(".story-struck li")).to_have_count(8)
        expect(self.button("What does that change?")).to_be_enabled()

    def train_again(self) -> None:
        self.button("What does that change?").click()
        self.button("Hardly any").click()
        self.button("Train again").click()

    def wait_for_the_second_model(self) -> None:
        expect(self.button("The proof")).to_be_enabled(timeout=TRAINING)

    def see_the_proof(self) -> None:
        self.page.keyboard.press("ArrowRight")
        expect(self.page.locator(".rrr-heatmap")).to_have_count(2)

    def swap_a_word(self) -> None:
        """Another struck word in the place of the review's own; the model from before falls."""
        self.page.locator("[class*='st-key-story-swap-'] button").nth(1).click()
        expect(self.page.locator(".story-verdict").first).to_contain_text("wrong")

    def write(self, review: str) -> None:
        box = self.page.get_by_label("Your own review")
        box.fill(review)
        box.press("Enter")
        expect(self.page.locator(".rrr-heatmap")).to_have_count(4)

    def button(self, name: str) -> Locator:
        named = re.compile(re.escape(name))
        return self.page.get_by_test_id("stMain").get_by_role("button", name=named).first
