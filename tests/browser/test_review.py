"""A reviewer decides in a hurry, and nothing of it is lost."""

from __future__ import annotations

import uuid
from contextlib import closing

import pytest
from playwright.sync_api import Dialog, Page, expect

from rrr.records import NewExample, Project
from rrr.services.workspace import Workspace
from rrr.store import adjudication_queries, example_queries, importing
from tests.answering import answer
from tests.browser.drawing import wait_until_drawn
from tests.browser.running_app import RunningApp
from tests.browser.tapping import tap_link

pytestmark = pytest.mark.browser


def disagreed(workspace: Workspace) -> Project:
    """Four sentences of which two people have struck different words."""
    rows = [NewExample(f"Number {n} at the Odeon today", "ab"[n % 2], "train") for n in range(4)]
    project = importing.add(workspace.database, uuid.uuid4().hex, ("a", "b"), rows)
    for example in example_queries.stream_of(workspace.database, project.id):
        answer(workspace, example.id, "amy", "marked", [3])
        answer(workspace, example.id, "bob", "marked", [3, 4])
    return project


@pytest.fixture
def project(workspace: Workspace) -> Project:
    return disagreed(workspace)


@pytest.fixture
def opened(page: Page, app: RunningApp, project: Project) -> Page:
    page.goto(f"{app.url}/review?project={project.id}")
    expect(page.locator(".board li")).to_have_count(4)
    wait_until_drawn(page)
    return page


def decisions(workspace: Workspace, project: Project) -> list[tuple[tuple[int, ...], str]]:
    decided = adjudication_queries.of_project(workspace.database, project.id)
    return [(decision.marked, decision.note) for _, decision in sorted(decided.items())]


def test_decisions_made_faster_than_they_are_stored_outlast_their_page(
    opened: Page, workspace: Workspace, project: Project
) -> None:
    for key in "1j1j1j1":
        opened.keyboard.press(key)
    opened.get_by_test_id("stSidebarNavLink").filter(has_text="Train").click()
    expect(opened.get_by_role("button", name="Train with my marks")).to_be_visible()
    assert decisions(workspace, project) == [((3, 4), "")] * 4


def test_a_page_is_well_though_a_tap_on_its_link_leaves_a_note_in_the_same_moment(
    opened: Page, workspace: Workspace, project: Project
) -> None:
    for number in range(3):
        opened.get_by_role("textbox", name="Note on sentence 1").fill(f"reason {number}")
        tap_link(opened, "Train")
        expect(opened.get_by_role("button", name="Train with my marks")).to_be_visible()
        assert decisions(workspace, project) == [((3,), f"reason {number}")]
        opened.get_by_test_id("stSidebarNavLink").filter(has_text="Review").click()


def test_what_is_decided_while_the_server_is_down_is_stored_once_it_is_back(
    page: Page, own_app: RunningApp
) -> None:
    with closing(Workspace(own_app.settings)) as workspace:
        project = disagreed(workspace)
        page.goto(f"{own_app.url}/review?project={project.id}")
        expect(page.locator(".board li")).to_have_count(4)
        wait_until_drawn(page)
        page.keyboard.press("1")
        expect(page.locator(".board .saved")).to_have_text("Everything is saved.")
        own_app.stop()
        for key in "j1j1":
            page.keyboard.press(key)
        own_app.start()
        expect(page.locator(".board .saved")).to_have_text("Everything is saved.", timeout=60_000)
        assert decisions(workspace, project) == [((3, 4), "")] * 3


def test_the_browser_asks_before_what_is_not_stored_is_left_and_keeps_it(
    page: Page, own_app: RunningApp
) -> None:
    with closing(Workspace(own_app.settings)) as workspace:
        project, other = disagreed(workspace), disagreed(workspace)
        asked: list[str] = []

        def leave(dialog: Dialog) -> None:
            asked.append(dialog.type)
            dialog.accept()

        def open_review(of: Project) -> None:
            page.goto(f"{own_app.url}/review?project={of.id}")
            expect(page.locator(".board li")).to_have_count(4)
            wait_until_drawn(page)

        page.on("dialog", leave)
        open_review(project)
        own_app.stop()
        for key in "1j1":
            page.keyboard.press(key)
        saved = page.locator(".board .saved")
        expect(saved).to_have_text("Not saved yet, kept in this browser, trying again…")
        page.goto("about:blank")
        assert asked == ["beforeunload"]
        own_app.start()
        open_review(other)
        assert decisions(workspace, other) == decisions(workspace, project) == []
        open_review(project)
        decided = page.locator(".board .state", has_text="decided by tester")
        expect(decided).to_have_count(2)
        assert decisions(workspace, project) == [((3, 4), "")] * 2
        page.keyboard.press("u")
        expect(decided).to_have_count(1)
        expect(saved).to_have_text("Everything is saved.")
        page.goto("about:blank")
        assert len(asked) == 1
