"""The Annotate page as a person sees it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from rrr.records import Annotation, NewExample, Project
from rrr.services.workspace import Workspace
from rrr.store import annotation_queries, example_queries, importing, project_queries
from tests.browser.running_app import RunningApp

SAVED = re.compile(r"saved \d\d:\d\d:\d\d")


class AnnotatePage:
    def __init__(self, page: Page, app: RunningApp, project: Project) -> None:
        self.page = page
        self.project = project
        self.address = f"{app.url}/annotate?project={project.id}"

    def open(self) -> None:
        """Open it, or load it anew, at the first unreviewed sentence."""
        self.page.goto(self.address)
        self.tokens.first.wait_for()

    def reload(self) -> None:
        """Load the sentence on show anew."""
        self.page.reload()
        self.tokens.first.wait_for()

    @property
    def tokens(self) -> Locator:
        return self.page.get_by_role("option")

    def token(self, word: str, number: int = 0) -> Locator:
        return self.page.get_by_role("option", name=word, exact=True).nth(number)

    @property
    def struck(self) -> list[str]:
        return self.page.get_by_role("option", selected=True).all_text_contents()

    @property
    def sentence(self) -> Locator:
        return self.page.get_by_role("listbox")

    @property
    def status(self) -> Locator:
        return self.page.locator(".saving")

    @property
    def answer(self) -> Locator:
        """Which of the five states the sentence is in."""
        return self.page.locator(".answer")

    @property
    def notice(self) -> Locator:
        return self.page.locator(".marker .told")

    @property
    def trouble(self) -> Locator:
        """Why the server cannot save now."""
        return self.page.locator(".marker .trouble")

    def is_connected(self, yes: bool) -> Locator:
        """Is there while the tab reaches the server, or does not."""
        connected = "[data-test-connection-state=CONNECTED]"
        return self.page.locator(connected if yes else f"[data-testid=stApp]:not({connected})")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name)

    def expect_struck(self, *words: str) -> None:
        """Wait until exactly these words are struck."""
        expect(self.page.get_by_role("option", selected=True)).to_have_text(list(words))

    def expect_sentence(self, text: str) -> None:
        expect(self.sentence).to_have_text(text)

    def wait_until_saved(self, milliseconds: float | None = None) -> None:
        # A list of one: there are two, for a moment, while the page is drawn anew.
        expect(self.status).to_have_text([SAVED], timeout=milliseconds)

    def drag(self, from_word: str, to_word: str) -> None:
        self.token(from_word).hover()
        self.page.mouse.down()
        self.token(to_word).hover()
        self.page.mouse.up()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)


def make_project(workspace: Workspace, *texts: str, name: str = "") -> Project:
    """A project of training sentences, labelled bad and good in turn."""
    labels = ("bad", "good")
    rows = [NewExample(text, labels[i % 2], "train") for i, text in enumerate(texts)]
    count = len(project_queries.list_all(workspace.database))
    return importing.add(workspace.database, name or f"project {count}", labels, rows)


def answer_to(workspace: Workspace, project: Project, number: int) -> Annotation | None:
    """What is stored for the project's sentence of this number, from 0; None if unreviewed."""
    example = list(example_queries.stream_of(workspace.database, project.id))[number]
    answer = annotation_queries.get(workspace.database, example.id, workspace.settings.annotator)
    return None if answer is None or answer.status == "unreviewed" else answer
