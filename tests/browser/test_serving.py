"""Who may reach the app and who may not; how it ends."""

from __future__ import annotations

import signal
from contextlib import closing
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from rrr.records import Person
from rrr.services.people import members
from rrr.services.workspace import Workspace
from tests.browser.annotate_page import AnnotatePage, make_project
from tests.browser.running_app import RunningApp

OWN_NAMES = ("localhost", "127.0.0.1", "[::1]")
FOREIGN_NAMES = ("evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "0.0.0.0", "")


def begin_session(app: RunningApp, host: str, origin: str) -> int:
    """The status of a WebSocket's handshake; 101 if a session begins."""
    return app.ask(
        "/_stcore/stream",
        Host=host,
        Origin=origin,
        Connection="Upgrade",
        Upgrade="websocket",
        Sec_WebSocket_Version="13",
        Sec_WebSocket_Key="dGhlIHNhbXBsZSBub25jZQ==",
    ).status


@pytest.mark.parametrize("name", OWN_NAMES)
def test_the_app_answers_to_this_machines_own_names(app: RunningApp, name: str) -> None:
    host = f"{name}:{app.port}"
    assert app.ask("/", Host=host).status == 200
    assert begin_session(app, host, f"http://{host}") == 101


@pytest.mark.parametrize("name", FOREIGN_NAMES)
@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/_stcore/host-config"])
def test_another_host_name_that_leads_here_gets_nothing(
    app: RunningApp, name: str, path: str
) -> None:
    host = f"{name}:{app.port}" if name else ""
    assert app.ask(path, Host=host).status == 400
    assert begin_session(app, host, f"http://{host}") in (400, 403)


@pytest.mark.parametrize("origin", ["http://evil.example", "https://127.0.0.1", "null"])
def test_a_page_of_another_origin_begins_no_session(app: RunningApp, origin: str) -> None:
    assert begin_session(app, f"127.0.0.1:{app.port}", origin) == 403


def test_a_page_of_another_origin_cannot_show_the_app_in_a_frame(
    page: Page, app: RunningApp, tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text(f'<iframe src="{app.url}/annotate"></iframe>')
    foreign = ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=tmp_path)
    )
    Thread(target=foreign.serve_forever, daemon=True).start()
    try:
        page.goto(f"http://127.0.0.1:{foreign.server_port}")
        page.wait_for_load_state("networkidle")
        assert page.frames[1].url.startswith("chrome-error:")
    finally:
        foreign.shutdown()
        foreign.server_close()
    for path in ("/", "/annotate", "/_stcore/health"):
        answer = app.ask(path, Host=f"127.0.0.1:{app.port}")
        assert answer.headers["Content-Security-Policy"] == "frame-ancestors 'self'"
        assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_the_app_ends_tidily_under_an_open_tab(
    page: Page, tmp_path: Path, number: signal.Signals
) -> None:
    app = RunningApp(tmp_path)
    try:
        app.start()
        with closing(Workspace(app.settings)) as workspace:
            annotate = AnnotatePage(page, app, make_project(workspace, "A warm film", "Another"))
            annotate.open()
            annotate.token("warm").click()
            annotate.wait_until_saved()
        log = app.settings.database.with_name(f"{app.settings.database.name}-wal")
        assert log.exists()
        assert app.end(number) == 0
        assert not log.exists()  # the one file holds everything
        assert "Traceback" not in app.log
    finally:
        app.stop()
    expect(annotate.is_connected(False)).to_be_visible()


def test_the_app_refuses_to_be_reached_by_others_who_need_not_sign_in(tmp_path: Path) -> None:
    app = RunningApp(tmp_path, options=["--server.address", "0.0.0.0"])
    with pytest.raises(RuntimeError, match="did not start") as refused:
        app.start()
    assert "nobody would have to sign in" in str(refused.value)
    assert "RRR_TRUSTED_HEADER" in str(refused.value)
    assert "Traceback" not in app.log


def test_behind_a_proxy_only_requests_that_name_somebody_are_answered(
    browser: Browser, tmp_path: Path
) -> None:
    header = "X-Forwarded-Email"
    app = RunningApp(tmp_path, environment={"RRR_TRUSTED_HEADER": header})
    try:
        app.start()
        with closing(Workspace(app.settings)) as workspace:
            project = make_project(workspace, "A warm film", "Another")
            members.put(workspace, project, Person.named("ada@example.org"), "owner")
        host = f"127.0.0.1:{app.port}"
        for path in ("/", "/_stcore/host-config", "/_stcore/stream"):
            assert app.ask(path, Host=host).status == 403
        assert begin_session(app, host, f"http://{host}") == 403
        assert app.ask("/healthz", Host=host).status == 200
        context = browser.new_context(extra_http_headers={header: "Ada@Example.org"})
        AnnotatePage(context.new_page(), app, project).open()
        expect(context.pages[0].get_by_text("You are ada@")).to_be_visible()
        context.close()
    finally:
        app.stop()
