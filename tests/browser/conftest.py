"""A running app and a real Chromium."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from rrr.services.workspace import Workspace
from tests.browser.running_app import RunningApp
from tests.missing import skip_or_fail

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",  # a container's root has none to offer
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ONE_PROCESS_OF_PAGES = "--renderer-process-limit=1"
"""A process for each tab would compile Streamlit's scripts anew, half of the work of a tab."""

# Two browsers, two servers and a training share two cores; a tab sends again after five seconds.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """One app for all browser tests; each makes a project of its own in it."""
    running = RunningApp(tmp_path_factory.mktemp("app"))
    running.start()
    yield running
    running.stop()


@pytest.fixture
def own_app(tmp_path: Path) -> Iterator[RunningApp]:
    """An app for one test, which may stop it and start it again."""
    running = RunningApp(tmp_path)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def workspace(app: RunningApp) -> Iterator[Workspace]:
    """The app's own workspace, to prepare it and to look into it."""
    workspace = Workspace(app.settings)
    yield workspace
    workspace.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_chromium() as browser:
        yield browser


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """A browser that leaves nothing behind."""
    with leaving_no_files(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=[*CHROMIUM_ARGUMENTS, ONE_PROCESS_OF_PAGES]
        )
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def leaving_no_files() -> Iterator[None]:
    """The processes started meanwhile have a folder for temporary files that goes in the end.

    A browser's sockets need a short path.
    """
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("TMPDIR", folder)
        yield


def chromium() -> str:
    found = os.environ.get("RRR_CHROMIUM") or next(
        filter(None, map(shutil.which, CHROMIUM_NAMES)), None
    )
    if found:
        return found
    skip_or_fail("No Chromium found. `make test` installs one where it can; or set RRR_CHROMIUM.")


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One browser profile and one process of pages for a file's tests: Streamlit's own scripts are
    fetched and compiled once."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    stays_open = context.new_page()  # and with it the process that has compiled the scripts
    stays_open.route("**/*", lambda route: route.fulfill(body=""))
    stays_open.goto("http://127.0.0.1/")
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A new tab. An error in the page's scripts fails the test."""
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    page.close()
    assert not errors


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Show the app's log beside a failure."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    given = getattr(item, "funcargs", {})
    running = given.get("own_app") or given.get("app")
    if report.failed and running is not None:
        report.sections.append(("log of the app", running.log))
