"""Where the browser tests find their browser, and what they do without one."""

from __future__ import annotations

import pytest

from tests.browser.conftest import chromium


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.delenv("RRR_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", "")
    return monkeypatch


def test_a_missing_browser_fails_the_tests_under_ci(no_browser: pytest.MonkeyPatch) -> None:
    no_browser.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="No Chromium found"):
        chromium()


def test_without_ci_the_browser_tests_are_skipped(no_browser: pytest.MonkeyPatch) -> None:
    no_browser.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="No Chromium found"):
        chromium()
