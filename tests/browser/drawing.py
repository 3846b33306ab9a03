"""When a page stands still."""

from __future__ import annotations

from playwright.sync_api import Page


def wait_until_drawn(page: Page) -> None:
    """Wait until the server has said all that is on a page of which something is there.

    Until then what comes in above a button may move it away from under a click, which then goes to
    another one.
    """
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
