"""What a press on a download button made, as a browser on a slow line fetches it."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from rrr.services.workspace import Workspace
from tests.browser.annotate_page import make_project
from tests.browser.drawing import wait_until_drawn
from tests.browser.running_app import RunningApp

pytestmark = pytest.mark.browser


def test_a_file_can_be_fetched_after_pages_were_drawn_anew(
    page: Page, app: RunningApp, workspace: Workspace
) -> None:
    project = make_project(workspace, "A bad film", "A good film")
    page.goto(f"{app.url}/projects?project={project.id}")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export marks").first.click()
    path = urlsplit(download.value.url).path
    for _ in range(2):
        page.reload()
        expect(page.get_by_role("button", name="Export marks").first).to_be_visible()
        wait_until_drawn(page)
    answer = app.ask(path, Host=f"127.0.0.1:{app.port}")
    assert answer.status == 200
    assert answer.body == download.value.path().read_bytes()
