"""When a page stands still."""

from __future__ import annotations

from playwright.sync_api import Page


def wait_until_drawn(page: Page) -> None:
    """Wait until the server has said all that is on a page of which something is there.

    Until then what comes in above a button may move it away from under a click, which then goes to
    another one.
    """
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


def unfold(page: Page, title: str) -> None:
    """Open or fold a section, and wait the half second until it has stopped moving.

    To reach a button below the edge of a section that still unfolds, Playwright scrolls within it.
    The button moves back as the section grows, perhaps between press and release, and was not
    pressed then.
    """
    page.get_by_text(title, exact=True).click()
    wait_until_drawn(page)
    page.wait_for_function(_NOTHING_MOVES)


_NOTHING_MOVES = """() => document.getAnimations().every((each) =>
  each.playState !== "running" || each.effect.getComputedTiming().iterations === Infinity)"""
