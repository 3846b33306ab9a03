from __future__ import annotations

from playwright.sync_api import Browser

from benchmarks.many_tabs import GIVEN_UP_MS, measured
from tests.browser.running_app import RunningApp


def test_people_who_mark_at_the_same_time_are_all_acknowledged_and_stored(
    app: RunningApp, browser: Browser
) -> None:
    outcome = measured(app, browser, people=2, seconds=3)
    assert outcome.wrong == 0
    assert len(outcome.waits) == 6
    assert max(outcome.waits) < GIVEN_UP_MS - 1000
