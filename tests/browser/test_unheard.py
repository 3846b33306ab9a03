"""A tab that the server does not hear any more, or that another workspace's server hears."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from playwright.sync_api import Page, WebSocketRoute, expect

from rrr.services.workspace import Workspace
from tests.browser.annotate_page import SAVED, AnnotatePage, answer_to, make_project
from tests.browser.running_app import RunningApp

TEXT = "A warm film seen at the Odeon"


def let_time_pass(page: Page) -> None:
    """Long enough for a tab to send three times without an answer. Nobody waits: the page's clock,
    which goes on by itself as ever, is put forward."""
    page.clock.run_for(15_000)


def test_a_tab_that_gets_no_answer_from_a_healthy_server_loads_itself_anew_and_saves(
    page: Page, app: RunningApp, workspace: Workspace
) -> None:
    connections: list[WebSocketRoute] = []
    muted: list[WebSocketRoute] = []

    def connect(tab: WebSocketRoute) -> None:
        connections.append(tab)
        server = tab.connect_to_server()
        tab.on_message(lambda message: None if tab in muted else server.send(message))

    page.route_web_socket("**/_stcore/stream", connect)
    page.clock.install()
    annotate = AnnotatePage(page, app, make_project(workspace, TEXT, "Another film"))
    annotate.open()
    muted.extend(connections)
    annotate.token("warm").click()
    let_time_pass(page)
    expect(annotate.status).to_have_text(SAVED, timeout=60_000)
    annotate.expect_struck("warm")
    answer = answer_to(workspace, annotate.project, 0)
    assert answer is not None
    assert (answer.marked, answer.revision) == ((1,), 1)
    assert len(connections) > len(muted)


def test_a_tab_whose_server_is_ill_does_not_load_itself_anew(
    page: Page, app: RunningApp, workspace: Workspace
) -> None:
    silent: list[bool] = []

    def connect(tab: WebSocketRoute) -> None:
        server = tab.connect_to_server()
        tab.on_message(lambda message: None if silent else server.send(message))

    page.route_web_socket("**/_stcore/stream", connect)
    page.clock.install()
    annotate = AnnotatePage(page, app, make_project(workspace, TEXT, "Another film"))
    annotate.open()
    page.evaluate("window.isTheSame = true")
    page.route("**/_stcore/health", lambda route: route.fulfill(status=503))
    silent.append(True)
    with page.expect_response("**/_stcore/health", timeout=60_000):
        annotate.token("warm").click()
        let_time_pass(page)
        expect(annotate.status).to_contain_text("not saved yet, kept in this browser")
    assert page.evaluate("window.isTheSame")
    annotate.expect_struck("warm")


def test_one_workspaces_unsent_marks_are_not_saved_into_anothers(
    page: Page, tmp_path: Path
) -> None:
    mine, other = RunningApp(tmp_path / "mine"), RunningApp(tmp_path / "other")
    other.move_to(mine.port)
    with (
        closing(Workspace(mine.settings)) as workspace,
        closing(Workspace(other.settings)) as fresh,
    ):
        project = make_project(workspace, TEXT, "Another film")
        same = make_project(fresh, TEXT, "Another film")
        assert same.id == project.id
        annotate = AnnotatePage(page, mine, project)
        try:
            mine.start()
            annotate.open()
            mine.stop()
            annotate.token("warm").click()
            other.start()
            annotate.is_connected(True).wait_for(timeout=60_000)
            annotate.expect_struck()  # loaded anew: this is the other one's sentence
            annotate.token("film").click()
            annotate.wait_until_saved()
            theirs = answer_to(fresh, same, 0)
            assert theirs is not None
            assert theirs.marked == (2,)
            other.stop()
            mine.start()
            annotate.is_connected(True).wait_for(timeout=60_000)
            annotate.expect_struck("warm")
            annotate.wait_until_saved()
            ours = answer_to(workspace, project, 0)
            assert ours is not None
            assert ours.marked == (1,)
        finally:
            mine.stop()
            other.stop()
