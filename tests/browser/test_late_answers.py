"""A tab whose server answers late: it goes on from where it is, and the server with it."""

from __future__ import annotations

from playwright.sync_api import Page, WebSocketRoute, expect

from rrr.services.workspace import Workspace
from rrr.store import example_queries
from tests.browser.annotate_page import AnnotatePage, answer_to, make_project
from tests.browser.drawing import unfold, wait_until_drawn
from tests.browser.running_app import RunningApp

TEXTS = ("One warm film", "Another cold film", "A third long film", "The last film")


class Late:
    """Holds back what the server says to a tab, until it is let through."""

    def __init__(self, page: Page) -> None:
        self._tab: WebSocketRoute | None = None
        self._kept: list[str | bytes] = []
        self._is_held = False
        page.route_web_socket("**/_stcore/stream", self._connect)

    def _connect(self, tab: WebSocketRoute) -> None:
        self._tab = tab
        server = tab.connect_to_server()
        server.on_message(self._hear)

    def _hear(self, message: str | bytes) -> None:
        self._kept.append(message)
        if not self._is_held:
            self.let_through()

    def hold(self) -> None:
        self._is_held = True

    def let_through(self) -> None:
        self._is_held = False
        assert self._tab is not None
        kept, self._kept = self._kept, []
        for message in kept:
            self._tab.send(message)


def test_a_press_that_comes_with_the_address_of_the_sentence_before_leads_nobody_back(
    page: Page, app: RunningApp, workspace: Workspace
) -> None:
    late = Late(page)
    annotate = AnnotatePage(page, app, make_project(workspace, *TEXTS))
    annotate.open()
    unfold(page, "Find a sentence")
    late.hold()
    annotate.token("One").click()
    annotate.press("Enter")
    while answer_to(workspace, annotate.project, 0) is None:
        page.wait_for_timeout(50)
    page.get_by_role("textbox", name="Words in it").fill("third")
    annotate.press("Enter")
    page.wait_for_timeout(500)  # the press has gone out; the server's answers are still held back
    late.let_through()
    expect(page.locator("[class*=st-key-open-found]")).to_be_visible()
    wait_until_drawn(page)
    annotate.expect_sentence(TEXTS[1])
    ids = [e.id for e in example_queries.stream_of(workspace.database, annotate.project.id)]
    expect(page).to_have_url(f"{annotate.address}&example={ids[1]}")


def test_the_browsers_way_back_leads_to_the_sentence_before(
    page: Page, app: RunningApp, workspace: Workspace
) -> None:
    annotate = AnnotatePage(page, app, make_project(workspace, *TEXTS))
    annotate.open()
    for text in TEXTS[1:3]:
        before = page.url
        annotate.press("Enter")
        annotate.expect_sentence(text)
        expect(page).not_to_have_url(before)
    page.go_back()
    annotate.expect_sentence(TEXTS[1])
    expect(page).to_have_url(before)
