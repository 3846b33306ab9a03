"""A word is struck everywhere, but for one sentence, and that is undone, as a person does it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from rrr.annotating.rule_matching import rule_pattern
from rrr.records import NewExample
from rrr.services.marks import answers, rules
from rrr.services.workspace import Workspace
from rrr.store import example_queries, importing
from rrr.ui.words import settling
from tests.browser.drawing import wait_until_drawn
from tests.browser.running_app import RunningApp
from tests.browser.tapping import tap_link

pytestmark = pytest.mark.browser


def test_a_sweep_with_an_exception_and_its_undo(
    page: Page, app: RunningApp, workspace: Workspace
) -> None:
    rows = [
        NewExample(f"Number {n} at the {('Odeon', 'Rialto')[n % 2]}.", "ab"[n % 2], split)
        for n, split in enumerate(["train"] * 40 + ["test"] * 4)
    ]
    project = importing.add(workspace.database, "to be swept", ("a", "b"), rows)
    first = next(example_queries.stream_of(workspace.database, project.id))
    odeon = rule_pattern("word", "odeon")
    page.goto(f"{app.url}/words?project={project.id}")
    not_fair = page.locator(".st-key-word-row-odeon").get_by_role("button", name="Not fair…")
    not_fair.wait_for()
    wait_until_drawn(page)
    page.evaluate(_WATCH_ROWS)
    not_fair.click()
    expect(page.get_by_text("It stands in 20 training sentences and 2 to test on.")).to_be_visible()
    assert set(page.evaluate("rowsSeen")) <= {10, 0}  # none moves up under a second click
    page.get_by_role("checkbox", name="Strike in sentence 1", exact=True).press("Space")
    page.get_by_role("button", name="Strike in 21 sentences").click()
    expect(page.get_by_text("is now struck everywhere but in 1 sentence.")).to_be_visible()
    assert rules.spared_by(workspace, project, odeon) == [first.id]
    assert answers.sentence(workspace, first.id, "tester").annotation is None
    page.get_by_role("button", name="Take that back").click()
    expect(page.get_by_text("is now struck everywhere")).to_have_count(0)
    assert rules.spared_by(workspace, project, odeon) is None


_WATCH_ROWS = """() => {
  window.rowsSeen = [];
  const look = () => {
    const rows = [...document.querySelectorAll('[class*="st-key-word-row"]')];
    rowsSeen.push(rows.filter((row) => row.checkVisibility()).length);
    requestAnimationFrame(look);
  };
  look();
}"""


def test_a_page_is_well_though_a_tap_on_its_link_leaves_a_field_in_the_same_moment(
    page: Page, app: RunningApp, workspace: Workspace
) -> None:
    rows = [NewExample(f"Number {n} at the Odeon.", "ab"[n % 2], "train") for n in range(8)]
    project = importing.add(workspace.database, "to be left", ("a", "b"), rows)
    page.goto(f"{app.url}/words?project={project.id}")
    for number in range(3):
        page.get_by_role("textbox", name="Search the words").fill(f"od{number}")
        tap_link(page, "Train")
        expect(page.get_by_role("heading", name="Train", exact=True)).to_be_visible()
        wait_until_drawn(page)
        expect(page.get_by_role("button", name="Train with my marks")).to_be_visible()
        page.get_by_test_id("stSidebarNavLink").filter(has_text="Words").click()


def test_rows_that_have_just_moved_take_no_click_and_then_they_do(page: Page) -> None:
    page.set_content(
        '<div class="st-key-word-row-odeon"><button onclick="this.remove()">Fair</button></div>'
        + settling._STYLE
    )
    button = page.get_by_role("button", name="Fair")
    box = button.bounding_box()
    assert box
    page.mouse.click(box["x"] + 5, box["y"] + 5)
    expect(button).to_be_visible()
    page.wait_for_timeout(settling.SECONDS * 1000)
    page.mouse.click(box["x"] + 5, box["y"] + 5)
    expect(button).to_have_count(0)
