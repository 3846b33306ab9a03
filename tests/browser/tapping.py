"""A finger's tap, which leaves a field and presses what lies under it in one moment."""

from __future__ import annotations

from playwright.sync_api import Page


def tap_link(page: Page, name: str) -> None:
    """Go to another page by its link at the side."""
    link = page.get_by_test_id("stSidebarNavLink").filter(has_text=name).bounding_box()
    assert link
    page.mouse.click(link["x"] + link["width"] / 2, link["y"] + link["height"] / 2)
