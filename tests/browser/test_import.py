"""A large file is brought in by hand."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from rrr.services.workspace import Workspace
from rrr.store import project_queries
from tests.browser.drawing import wait_until_drawn
from tests.browser.running_app import RunningApp

pytestmark = pytest.mark.browser


def test_who_leaves_an_import_is_told_that_nothing_of_it_was_stored(
    page: Page, app: RunningApp, workspace: Workspace
) -> None:
    rows = "\n".join(f"Number {n} at the Odeon,{'ab'[n % 2]}" for n in range(60_000))
    page.goto(f"{app.url}/projects")
    page.locator("input[type=file]").set_input_files(
        {"name": "left.csv", "mimeType": "text/csv", "buffer": f"text,label\n{rows}".encode()}
    )
    expect(page.get_by_text("60,000 texts")).to_be_visible()
    wait_until_drawn(page)
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("leaving this page stops the import")).to_be_visible()
    page.get_by_test_id("stSidebarNavLink").filter(has_text="Words").click()
    expect(page.get_by_text("The import of “left.csv” was stopped")).to_be_visible()
    names = [project.name for project in project_queries.list_all(workspace.database)]
    assert "left" not in names
