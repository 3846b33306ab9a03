"""What people are told of a press that comes too late, in a real browser.

Only there a part of a page is drawn by itself, and the sentence stands outside it.
"""

from __future__ import annotations

from playwright.sync_api import Page, expect

from rrr.records import Person
from rrr.services.people import members
from rrr.services.workspace import Workspace
from tests.browser.annotate_page import make_project
from tests.browser.drawing import unfold, wait_until_drawn
from tests.browser.running_app import RunningApp


def test_who_may_train_no_more_is_told_so_at_once(
    page: Page, app: RunningApp, workspace: Workspace
) -> None:
    project = make_project(workspace, "A bad film", "A good film")
    page.goto(f"{app.url}/train?project={project.id}")
    unfold(page, "No marks yet? Find suspicious words for me")
    wait_until_drawn(page)
    members.put(workspace, project, Person.named("Ada"), "owner")
    members.put(workspace, project, Person.named("tester"), "reviewer")
    page.get_by_role("button", name="Find suspicious words", exact=True).click()
    expect(page.get_by_text("You are a reviewer of")).to_be_visible()
    expect(page.get_by_text("Only the project’s owners train")).to_be_visible()
