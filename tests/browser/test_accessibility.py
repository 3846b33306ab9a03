"""No page keeps anybody out: axe-core finds nothing serious, in light and in dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from rrr.services.marks import rules
from rrr.services.workspace import Workspace
from tests.browser.accessibility import violations_in_light_and_dark
from tests.browser.annotate_page import AnnotatePage, make_project
from tests.browser.running_app import RunningApp


def test_annotating_is_open_to_everybody(page: Page, app: RunningApp, workspace: Workspace) -> None:
    project = make_project(workspace, "A warm film seen at the Odeon", "A cold film")
    rules.add_rule(workspace, project, "odeon")
    annotate = AnnotatePage(page, app, project)
    annotate.open()
    annotate.token("warm").click()
    annotate.press("?", "f")
    annotate.wait_until_saved()
    expect(page.get_by_role("textbox")).to_be_focused()
    assert violations_in_light_and_dark(page) == []


@pytest.mark.parametrize(
    "name", ["story", "projects", "words", "review", "train", "compare", "history"]
)
def test_every_other_page_is_open_to_everybody(
    page: Page, app: RunningApp, workspace: Workspace, name: str
) -> None:
    project = make_project(workspace, "A warm film", "A cold film")
    page.goto(f"{app.url}/{name}?project={project.id}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    assert violations_in_light_and_dark(page) == []
