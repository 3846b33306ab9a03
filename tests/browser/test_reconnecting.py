"""Every page goes on in an open tab after the server was started anew, not Annotate alone."""

from __future__ import annotations

from contextlib import closing, suppress

from playwright.sync_api import Page, expect

from rrr.services.workspace import Workspace
from tests.browser.annotate_page import AnnotatePage, make_project
from tests.browser.running_app import RunningApp


def test_the_words_page_answers_in_a_tab_that_stood_open_while_the_server_restarted(
    page: Page, own_app: RunningApp
) -> None:
    with closing(Workspace(own_app.settings)) as workspace:
        project = make_project(workspace, "A warm film at the Odeon", "Another film")
    tab = AnnotatePage(page, own_app, project)
    page.goto(f"{own_app.url}/words?project={project.id}")
    sought = page.get_by_placeholder("part of a word")
    sought.wait_for()
    own_app.stop()
    tab.is_connected(False).wait_for()
    own_app.start()
    tab.is_connected(True).wait_for(timeout=60_000)
    answer = page.get_by_text("No word matches your search.")
    for number in range(20):  # what is typed while the page is being drawn anew may be missed
        sought.fill(f"xyzzy{number}")
        sought.press("Enter")
        with suppress(AssertionError):
            expect(answer).to_be_visible(timeout=3_000)
            break
    expect(answer).to_be_visible()
