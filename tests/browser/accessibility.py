"""What axe-core finds on a page."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

STREAMLITS_OWN = (
    # The header's menu and the sidebar's toggle: Streamlit draws them, we cannot change them.
    "[data-testid=stToolbar]",
    "[data-testid=stSidebarCollapseButton]",
)


def violations_in_light_and_dark(page: Page) -> list[str]:
    """Those of a page of the app in either theme."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        expect(page.get_by_test_id("stApp")).to_have_css("color-scheme", scheme)
        found += violations(page)
    return found


def violations(page: Page) -> list[str]:
    """Serious and critical ones, each with the elements concerned."""
    results = Axe().run(page, context={"exclude": [[each] for each in STREAMLITS_OWN]})
    return [
        f"{found['id']} ({found['impact']}): {node['html'][:200]} — {node['failureSummary']}"
        for found in results.response["violations"]
        if found["impact"] in ("serious", "critical")
        for node in found["nodes"]
    ]
