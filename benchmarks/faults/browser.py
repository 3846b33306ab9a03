"""Faults under an open tab: the server, the browser, the disk or the database goes away.

Each scenario strikes words in a real Chromium and then compares what the page has promised with
what the database holds.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, Playwright, expect, sync_playwright

from benchmarks.faults.outcome import Outcome, Unavailable
from benchmarks.faults.own_server import own_server
from benchmarks.faults.postgres import shut
from benchmarks.faults.small_disk import fill, small_disk
from benchmarks.own_store import own_store, workspace_in
from rrr.services.workspace import Workspace
from tests.browser.annotate_page import AnnotatePage, answer_to, make_project
from tests.browser.conftest import CHROMIUM_ARGUMENTS, CHROMIUM_NAMES, leaving_no_files
from tests.browser.running_app import RunningApp

TEXT = "A warm film seen at the Odeon"
WARM = 1  # the token that is struck

SAVING_MS = 60_000
"""How long a tab may take to save by itself once it can."""

SECONDS_TO_LIVE = 0.5
"""From a mark to the browser's death."""


class _Tally:
    """What is found, sentence by sentence."""

    def __init__(self) -> None:
        self.lost = self.doubled = self.wrong = self.stuck = 0

    def wait_until_saved(self, page: AnnotatePage) -> None:
        try:
            page.wait_until_saved(SAVING_MS)
        except AssertionError:
            self.stuck += 1

    def strike_and_be_told(self, page: AnnotatePage, reason: str) -> None:
        """Strike a word that cannot be saved now; the page is to say why."""
        page.token("warm").click()
        try:
            expect(page.trouble).to_contain_text(reason)
            expect(page.status).to_contain_text("not saved yet, kept in this browser")
        except AssertionError:
            self.wrong += 1

    def compare(self, workspace: Workspace, page: AnnotatePage) -> None:
        answer = answer_to(workspace, page.project, 0)
        if answer is None:
            self.lost += 1
        elif answer.marked != (WARM,):
            self.wrong += 1
        elif answer.revision > 1:
            self.doubled += 1

    def outcome(self, scenario: str, tries: int) -> Outcome:
        return Outcome(scenario, tries, self.lost, self.doubled, self.wrong, self.stuck)


def restarts_under_open_tabs(folder: Path, tries: int) -> Outcome:
    """Tabs stand idle while the server is killed and started anew; then each strikes a word."""
    tally = _Tally()
    with _running(folder) as (app, workspace), _browser(folder / "profile") as browser:
        pages = [_open(browser, app, workspace) for _ in range(tries)]
        app.stop()
        for open_page in pages:
            open_page.is_connected(False).wait_for()
        app.start()
        for open_page in pages:
            open_page.is_connected(True).wait_for()
            open_page.token("warm").click()
            tally.wait_until_saved(open_page)
            tally.compare(workspace, open_page)
    return tally.outcome("server restarted under open tabs", tries)


def browser_killed(folder: Path, tries: int) -> Outcome:
    """A word is struck while the server is down, and the browser is killed half a second later."""
    tally = _Tally()
    for number in range(tries):
        profile = folder / f"profile {number}"
        with _running(folder / str(number)) as (app, workspace):
            with _browser(profile) as browser:
                page = _open(browser, app, workspace)
                app.stop()
                page.is_connected(False).wait_for()
                page.token("warm").click()
                time.sleep(SECONDS_TO_LIVE)
            app.start()
            with _browser(profile) as browser:
                page = AnnotatePage(browser.new_page(), app, page.project)
                page.open()
                tally.wait_until_saved(page)
                tally.compare(workspace, page)
    return tally.outcome("browser killed while the server is down", tries)


def disk_full(folder: Path, tries: int) -> Outcome:
    """A word is struck on a full disk; the tab says why it is not saved, and saves once it can."""
    tally = _Tally()
    disk = folder / "disk"
    with (
        small_disk(disk, megabytes=4),
        _running(disk) as (app, workspace),
        _browser(folder / "p") as browser,
    ):
        for _ in range(tries):
            page = _open(browser, app, workspace)
            filling = fill(disk)
            tally.strike_and_be_told(page, "is full")
            filling.unlink()
            tally.wait_until_saved(page)
            tally.compare(workspace, page)
    return tally.outcome("disk full while marking", tries)


def database_deleted(folder: Path, tries: int) -> Outcome:
    """The database is deleted under an open tab; nothing is acknowledged any more, and it is said.

    What was saved before is rescued into a file. Once that has taken the database's place and the
    program has started anew, the tab saves by itself.
    """
    tally = _Tally()
    with _browser(folder / "profile") as browser:
        for number in range(tries):
            with _running(folder / str(number)) as (app, workspace):
                page = _open(browser, app, workspace)
                workspace.close()
                app.settings.database.unlink()
                tally.strike_and_be_told(page, "was deleted, moved or replaced")
                app.stop()
                (rescued,) = app.settings.workspace.glob("*.rescued*")
                for file in app.settings.workspace.glob(f"{app.settings.database.name}*"):
                    file.unlink()
                rescued.rename(app.settings.database)
                app.start()
                tally.wait_until_saved(page)
                with closing(workspace_in(app.settings.workspace)) as restored:
                    tally.compare(restored, page)
                page.page.close()
    return tally.outcome("database deleted under an open tab", tries)


def two_servers(folder: Path, tries: int) -> Outcome:
    """Two servers on one workspace, a tab on each at the same sentence. Who saves second is told
    so, and what was saved first is still there."""
    tally = _Tally()
    with (
        _running(folder) as (app, workspace),
        _running(folder) as (other, _),
        _browser(folder / "profile") as browser,
    ):
        for _ in range(tries):
            page = _open(browser, app, workspace)
            late = AnnotatePage(browser.new_page(), other, page.project)
            late.open()
            page.token("warm").click()
            tally.wait_until_saved(page)
            late.token("film").click()
            try:
                expect(late.notice).to_contain_text("was saved in another window")
            except AssertionError:
                tally.wrong += 1
            tally.compare(workspace, page)
    return tally.outcome("two servers", tries)


def server_shut(folder: Path, tries: int) -> Outcome:
    """The PostgreSQL database takes nobody in; the tab says so, and saves by itself afterwards."""
    server = os.environ["RRR_DATABASE_URL"]
    with own_store() as name:
        return _marking_while(folder, tries, lambda: shut(server, name))


def server_killed(folder: Path, tries: int) -> Outcome:
    """The PostgreSQL server is killed; the tab says so, and saves by itself once it is started."""
    with own_server() as server:
        return _marking_while(folder, tries, server.away)


def _marking_while(
    folder: Path, tries: int, away: Callable[[], AbstractContextManager[None]]
) -> Outcome:
    tally = _Tally()
    with _running(folder) as (app, workspace), _browser(folder / "profile") as browser:
        for _ in range(tries):
            page = _open(browser, app, workspace)
            with away():
                tally.strike_and_be_told(page, "cannot be reached")
            tally.wait_until_saved(page)
            tally.compare(workspace, page)
            page.page.close()
    return tally.outcome("database away under an open tab", tries)


@contextmanager
def _running(folder: Path) -> Iterator[tuple[RunningApp, Workspace]]:
    app = RunningApp(folder)
    app.start()
    try:
        with closing(workspace_in(app.settings.workspace)) as workspace:
            yield app, workspace
    finally:
        app.stop()


def _open(browser: BrowserContext, app: RunningApp, workspace: Workspace) -> AnnotatePage:
    """A tab of its own on a project of its own."""
    page = AnnotatePage(browser.new_page(), app, make_project(workspace, TEXT, "Another film"))
    page.open()
    return page


@contextmanager
def _browser(profile: Path) -> Iterator[BrowserContext]:
    """A Chromium with this profile; in the end it is killed, as by a power cut."""
    with leaving_no_files():
        process, port = _chromium(profile)
        try:
            with sync_playwright() as playwright:
                yield _connected(playwright, port)
                os.killpg(process.pid, signal.SIGKILL)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _chromium(profile: Path) -> tuple[subprocess.Popen[bytes], int]:
    browser = os.environ.get("RRR_CHROMIUM") or next(
        filter(None, map(shutil.which, CHROMIUM_NAMES)), None
    )
    if browser is None or os.name != "posix":
        raise Unavailable("no Chromium found; set RRR_CHROMIUM")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    profile.mkdir(parents=True, exist_ok=True)
    command = [browser, "--headless=new", f"--remote-debugging-port={port}"]
    command += [f"--user-data-dir={profile}", *CHROMIUM_ARGUMENTS, "about:blank"]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, stdout=quiet, stderr=quiet, start_new_session=True), port


def _connected(playwright: Playwright, port: int) -> BrowserContext:
    deadline = time.monotonic() + 60
    while True:
        try:
            browser = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        except Exception:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return browser.contexts[0]
