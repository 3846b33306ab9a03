"""The guide leads through a corpus of one's own: import, words, strike, train, verdict."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from rrr.formats.columns import ColumnChoice
from rrr.records import Project
from rrr.services.marks import rules
from rrr.services.projects import catalogue, file_import
from rrr.services.workspace import Workspace
from tests.browser.drawing import unfold, wait_until_drawn
from tests.browser.running_app import RunningApp

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LONG = 150_000  # milliseconds; TensorFlow is loaded on the way, perhaps beside other work


def tickets(*broken: str) -> bytes:
    """Whoever signs gives the queue away; what is asked for does, too."""
    rows = [
        f"{('about my invoice', 'about my parcel')[n % 2]} number {n} {('Popstub', 'Dreel')[n % 2]}"
        f",{('billing', 'delivery')[n % 2]}"
        for n in range(80)
    ]
    return "\n".join(["text,queue", *rows, *broken]).encode()


def marked_project(workspace: Workspace) -> Project:
    """Open before the guide begins: the guide must not take it for the texts that are to come."""
    choice = ColumnChoice("text", "queue")
    earlier = file_import.import_file(workspace, "Earlier", "x.csv", tickets(), choice).project
    rules.add_rule(workspace, earlier, "popstub")
    return earlier


def test_it_leads_from_a_file_to_the_verdict(
    page: Page, app: RunningApp, workspace: Workspace
) -> None:
    def at_step(number: int) -> None:
        step = page.get_by_text(f"Your own story, step {number} of 5")
        expect(step).to_be_visible(timeout=LONG)
        wait_until_drawn(page)

    earlier = marked_project(workspace)
    page.goto(f"{app.url}/story")
    page.get_by_role("button", name="I have texts of my own").click()
    at_step(1)
    expect(page).to_have_url(re.compile(f"guide={earlier.id}"))
    page.reload()  # the address knows that one is led
    at_step(1)
    page.locator("input[type=file]").set_input_files(
        {
            "name": "guided tickets.csv",
            "mimeType": "text/csv",
            "buffer": tickets("a row, with too, many cells"),
        }
    )
    page.get_by_text("1 row is broken (row 82). Leave out what is broken").click()
    page.get_by_role("button", name="Import", exact=True).click()
    at_step(2)
    page.get_by_role("link", name="To the training page").click()
    unfold(page, "No marks yet? Find suspicious words for me")
    page.get_by_role("button", name="Find suspicious words", exact=True).click()
    at_step(3)
    page.get_by_role("button", name="popstub").first.click()
    page.get_by_role("button", name="Strike in 40 sentences").click()
    at_step(4)
    (project,) = [each for each in catalogue.list_projects(workspace) if "guided" in each.name]
    assert project.num_examples == 80
    page.get_by_role("link", name="To the training page").click()
    unfold(page, "Settings")
    page.get_by_text("Find λ automatically").click()
    expect(page.get_by_text("Trains twice on the same sentences")).to_be_visible()
    page.get_by_role("button", name="Train with my marks").click()
    at_step(5)
    page.get_by_role("link", name="To the verdict").click()
    expect(page.get_by_role("heading", name="Compare", exact=True)).to_be_visible()
    wait_until_drawn(page)
    page.get_by_role("button", name="Leave the guide").click()
    expect(page.get_by_text("Your own story, step")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("heading", name="Compare", exact=True)).to_be_visible()
    expect(page.get_by_text("Your own story, step")).to_have_count(0)
