"""The app behind nginx with the site that `deploy/` ships: TLS, WebSockets, limits."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser

from rrr.services.workspace import Workspace
from tests.browser.annotate_page import AnnotatePage, answer_to, make_project
from tests.browser.proxy import Proxy, running_nginx
from tests.browser.running_app import RunningApp


@pytest.fixture(scope="module")
def proxy(app: RunningApp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with running_nginx(app, tmp_path_factory.mktemp("nginx")) as proxy:
        yield proxy


def ask(proxy: Proxy, method: str, path: str, size: int = 0) -> http.client.HTTPResponse:
    """Only says how large its body is, without sending one."""
    context = ssl._create_unverified_context()
    connection = http.client.HTTPSConnection(
        "localhost", proxy.encrypted, timeout=30, context=context
    )
    with closing(connection):
        connection.putrequest(method, path)
        if size:
            connection.putheader("Content-Length", str(size))
        connection.endheaders()
        return connection.getresponse()


def test_a_word_is_marked_and_stored_through_the_proxy(
    browser: Browser, proxy: Proxy, app: RunningApp, workspace: Workspace
) -> None:
    project = make_project(workspace, "A warm film", "Another")
    with closing(browser.new_context(ignore_https_errors=True)) as context:
        annotate = AnnotatePage(context.new_page(), app, project)
        annotate.address = annotate.address.replace(app.url, proxy.url)
        annotate.open()
        annotate.token("warm").click()
        annotate.wait_until_saved()
    answer = answer_to(workspace, project, 0)
    assert answer is not None
    assert answer.marked == (1,)


def test_plain_http_leads_to_https(proxy: Proxy) -> None:
    connection = http.client.HTTPConnection("localhost", proxy.plain, timeout=30)
    with closing(connection):
        connection.request("GET", "/annotate?project=1")
        answer = connection.getresponse()
    assert answer.status == 308
    assert answer.getheader("Location") == "https://localhost/annotate?project=1"


def test_the_proxy_limits_uploads_and_keeps_metrics_to_itself(proxy: Proxy) -> None:
    assert ask(proxy, "PUT", "/_stcore/upload_file/x/y", 60_000_000).status == 413
    for path in ("/metrics", "/metrics/", "/_stcore/metrics", "/%6detrics"):
        assert ask(proxy, "GET", path).status == 404
    ready = ask(proxy, "GET", "/readyz")
    assert ready.status == 200
    assert ready.getheader("Strict-Transport-Security")
