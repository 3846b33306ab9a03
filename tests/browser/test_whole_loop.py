"""The whole loop as a new user walks it, in a real browser, on the demo, with nothing prepared."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from rrr.services.projects import catalogue
from rrr.services.training import runs
from rrr.services.workspace import Workspace
from tests.browser.annotate_page import AnnotatePage
from tests.browser.drawing import unfold
from tests.browser.running_app import RunningApp

TYPED = (
    "I came out yawning, whatever Thornquill wrote. We saw it at the Corvane cinema, after the "
    "Marrowby festival."
)
"""A bad review with words that went with good ones in training."""
LONG = 60_000  # milliseconds; TensorFlow is loaded on the way
TRAINING = 240_000


def visit(page: Page, name: str) -> None:
    page.get_by_test_id("stSidebar").get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()


@pytest.mark.slow
def test_open_mark_reload_train_compare(
    own_app: RunningApp, context: BrowserContext, page: Page
) -> None:
    # Open the demo.
    page.goto(own_app.url)
    page.get_by_role("button", name="Open the demo").click(timeout=LONG)
    expect(page.get_by_role("option").first).to_be_visible(timeout=LONG)

    # Mark by click, by drag and by keyboard.
    workspace = Workspace(own_app.settings)
    (project,) = catalogue.list_projects(workspace)
    annotate = AnnotatePage(page, own_app, project)
    annotate.tokens.first.wait_for()
    words = annotate.tokens.all_text_contents()
    annotate.tokens.nth(1).click()
    annotate.tokens.nth(3).hover()
    page.mouse.down()
    annotate.tokens.nth(5).hover()
    page.mouse.up()
    annotate.press("ArrowRight", "ArrowRight", "Space")
    expected = [words[index] for index in (1, 3, 4, 5, 7)]
    annotate.expect_struck(*expected)
    annotate.wait_until_saved()

    # They are still there after a reload, and in the database.
    annotate.reload()
    annotate.expect_struck(*expected)
    annotate.press("Enter")
    expect(page.get_by_text("reviewed 1 of 1,800")).to_be_visible()
    page.get_by_role("button", name="Use the demo's known marks").click()
    expect(page.get_by_text("8 words struck everywhere")).to_be_visible()

    # Train, with the λ that the search begins with: what it finds is proved by `rrr demo`. The
    # weights kept are among those of the first epochs anyhow.
    visit(page, "Train")
    unfold(page, "Settings")
    page.get_by_text("Find λ automatically").click()
    epochs = page.get_by_role("spinbutton", name="Epochs")
    epochs.fill("4")
    epochs.press("Enter")
    expect(page.get_by_text("Trains twice on the same sentences")).to_be_visible()
    page.get_by_role("button", name="Train with my marks").click()
    done = page.get_by_test_id("stMain").get_by_role("link", name="See what your marks changed")
    done.click(timeout=TRAINING)

    # Compare: what the marks changed, measured and seen.
    expect(page.get_by_text("Cured")).to_be_visible(timeout=LONG)
    expect(page.locator(".rrr-heatmap")).to_have_count(2, timeout=LONG)
    page.get_by_role("radio", name="Type your own").click()
    typed = page.get_by_role("textbox", name="Your own sentence")
    typed.fill(TYPED)
    expect(page.locator(".rrr-heatmap").first).to_contain_text("Corvane", timeout=LONG)
    expect(page.get_by_text("before: positive")).to_be_visible()
    expect(page.get_by_text("after: negative")).to_be_visible()

    statuses = sorted(run.status for run in runs.list_runs(workspace, project.id))
    assert statuses == ["finished", "finished"]
    workspace.close()
