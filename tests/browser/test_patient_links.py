"""Who presses something and goes on at once has not pressed in vain."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from rrr.services.marks import rules, snapshots
from rrr.services.workspace import Workspace
from tests.browser.annotate_page import make_project
from tests.browser.drawing import wait_until_drawn
from tests.browser.running_app import RunningApp

pytestmark = pytest.mark.browser

IS_WAITING = "document.documentElement.style.cursor === 'progress'"
PRESS_BOTH = "([button, link]) => { button.click(); setTimeout(() => link.click()); }"
"""As fast as can be: what matters is which of them the server comes to first."""


def test_a_button_pressed_just_before_a_link_does_its_work(
    page: Page, app: RunningApp, workspace: Workspace
) -> None:
    project = make_project(workspace, "A bad film", "A good film")
    rules.add_rule(workspace, project, "film")
    page.goto(f"{app.url}/history?project={project.id}")
    button = page.get_by_role("button", name="Keep them now")
    link = page.get_by_test_id("stSidebarNavLink").filter(has_text="Words")
    expect(button).to_be_visible()
    wait_until_drawn(page)
    page.evaluate(PRESS_BOTH, [button.element_handle(), link.element_handle()])
    expect(page.get_by_role("heading", name="Words", exact=True)).to_be_visible()
    assert len(snapshots.list_snapshots(workspace, project.id)) == 1


def test_a_link_does_not_wait_where_nothing_was_pressed(page: Page, app: RunningApp) -> None:
    page.goto(f"{app.url}/story")
    link = page.get_by_test_id("stSidebarNavLink").filter(has_text="Projects")
    expect(link).to_be_visible()
    wait_until_drawn(page)
    assert link.evaluate(f"(link) => {{ link.click(); return {IS_WAITING}; }}") is False
    expect(page.get_by_role("heading", name="Projects", exact=True)).to_be_visible()


def test_a_link_that_leads_elsewhere_by_then_leads_where_it_led(
    page: Page, app: RunningApp
) -> None:
    page.goto(f"{app.url}/story")
    expect(page.get_by_test_id("stSidebarNavLink").filter(has_text="Projects")).to_be_visible()
    wait_until_drawn(page)
    page.evaluate("""() => {
        const link = document.createElement("a");
        link.href = "/projects";
        document.body.append(link);
        document.body.click();
        link.click();
        link.href = "/history";
    }""")
    expect(page.get_by_role("heading", name="Projects", exact=True)).to_be_visible()
