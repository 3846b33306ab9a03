"""Who may do what, where people sign in: a real provider, a real server, a real browser."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from streamlit.web.server.starlette import starlette_app_utils

from rrr.records import Person, Project, Role
from rrr.services.people import members
from rrr.services.workspace import Workspace
from rrr.store import annotation_queries, example_queries
from tests.browser.annotate_page import AnnotatePage, make_project
from tests.browser.openid_provider import COOKIE, COOKIE_SECRET, OpenIdProvider, sign_in
from tests.browser.running_app import RunningApp

ADA, BOB = "ada@example.org", "bob@example.org"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """One server, and one provider at which its people sign in; Ada is its administrator."""
    folder = tmp_path_factory.mktemp("sign-in")
    secrets = folder / "secrets.toml"
    provider = OpenIdProvider()
    running = RunningApp(
        folder,
        environment={"RRR_ADMINS": ADA},
        options=["--secrets.files", str(secrets)],
    )
    provider.write_secrets(secrets, running.url)
    try:
        running.start()
        provider.wait()
        yield running
    finally:
        running.stop()
        provider.stop()


@contextmanager
def someone(browser: Browser) -> Iterator[Page]:
    """A tab in a browser profile of its own."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def project_of(workspace: Workspace, **roles: Role) -> Project:
    """A project with Ada as its owner, and others."""
    project = make_project(workspace, "A warm film", "A dull film", "A cold film")
    for name, role in {"ada": "owner", **roles}.items():
        members.put(workspace, project, Person.named(f"{name}@example.org"), role)  # type: ignore[arg-type]
    return project


def answers_of(workspace: Workspace, project: Project, person: str) -> list[tuple[int, ...]]:
    ids = [each.id for each in example_queries.stream_of(workspace.database, project.id)]
    found = [annotation_queries.get(workspace.database, each, person) for each in ids]
    return [each.marked for each in found if each is not None]


def cookie_with(context: BrowserContext, app: RunningApp, value: str) -> None:
    context.add_cookies([{"name": COOKIE, "value": value, "url": app.url}])


def signed_cookie(app: RunningApp, secret: str, age: float, **claims: object) -> str:
    """A cookie as Streamlit signs it, `age` seconds after the provider confirmed Ada."""
    issued = time.time() - age
    content = {
        "is_logged_in": True,
        "origin": app.url,
        "provider": "default",
        "iss": "x",
        "sub": "ada",
        "email": ADA,
        "email_verified": True,
        "name": "Ada",
        "iat": int(issued),
        **claims,
    }
    signed = starlette_app_utils.create_signed_value(secret, COOKIE, json.dumps(content))
    return signed.decode()


def test_whoever_signs_in_marks_in_their_own_name_until_they_sign_out(
    browser: Browser, app: RunningApp, workspace: Workspace
) -> None:
    project = project_of(workspace)
    with someone(browser) as page:
        page.goto(f"{app.url}/annotate?project={project.id}")
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()
        expect(page.get_by_text("warm")).to_have_count(0)
        expect(page.get_by_role("dialog")).to_have_count(0)  # such as “Page not found”
        sign_in(page, "ada")
        annotate = AnnotatePage(page, app, project)
        annotate.token("warm").click()  # one is led to the page whose link one followed
        annotate.wait_until_saved()
        assert answers_of(workspace, project, ADA) == [(1,)]
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url("**/end_session**")  # the provider asks whether to end its own, too
        page.goto(annotate.address)
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()


@pytest.mark.parametrize(
    ("kept", "place"), [("/words?project=1", "/words?project=1"), ("//evil.example/words", "/")]
)
def test_a_sign_in_leads_to_our_pages_only_whatever_is_kept_in_the_browser(
    browser: Browser, app: RunningApp, kept: str, place: str
) -> None:
    with someone(browser) as page:
        page.goto(app.url)
        page.get_by_role("button", name="Sign in").click()
        chosen = page.get_by_role("button", name="ada", exact=True).first
        expect(chosen).to_be_visible()
        end = f"{app.url}/oauth2callback"
        page.context.add_cookies([{"name": "rrr-return-to", "value": kept, "url": end}])
        with page.expect_response(lambda response: response.url.startswith(end)) as answer:
            chosen.click()
        assert answer.value.headers["location"] == place
        expect(page.get_by_text("You are Ada")).to_be_visible()


def test_without_a_role_a_project_can_neither_be_seen_nor_opened_by_its_address(
    browser: Browser, app: RunningApp, workspace: Workspace
) -> None:
    project, open_to_admins = project_of(workspace), make_project(workspace, "Nobody's film")
    with someone(browser) as page:
        page.goto(app.url)
        sign_in(page, "cy")
        for address in ("annotate", "words", "compare"):
            page.goto(f"{app.url}/{address}?project={project.id}")
            expect(page.get_by_text("The project in this link is not here.")).to_be_visible()
            expect(page.get_by_text("warm")).to_have_count(0)
        page.goto(f"{app.url}/projects")
        expect(page.get_by_role("button", name="Open the demo")).to_be_visible()
        for name in (project.name, open_to_admins.name):
            expect(page.get_by_text(name, exact=True)).to_have_count(0)


def test_a_page_for_reviewers_refuses_an_annotator_who_types_its_address(
    browser: Browser, app: RunningApp, workspace: Workspace
) -> None:
    project = project_of(workspace, bob="annotator")
    with someone(browser) as page:
        page.goto(app.url)
        sign_in(page, "bob")
        AnnotatePage(page, app, project).open()
        expect(page.get_by_role("link", name="Train")).to_have_count(0)
        page.goto(f"{app.url}/train?project={project.id}")
        refused = page.get_by_text(f"You are an annotator of “{project.name}”.")
        expect(refused).to_contain_text("Ask ada@")
        expect(page.get_by_role("button", name="Train with my marks")).to_have_count(0)


def test_somebody_who_is_removed_while_signed_in_is_refused_and_keeps_what_they_saved(
    browser: Browser, app: RunningApp, workspace: Workspace
) -> None:
    project = project_of(workspace, bob="annotator")
    with someone(browser) as page:
        page.goto(app.url)
        sign_in(page, "bob")
        annotate = AnnotatePage(page, app, project)
        annotate.open()
        annotate.token("warm").click()
        annotate.wait_until_saved()
        members.remove(workspace, project, BOB)
        annotate.token("film").click()
        expect(page.get_by_text("or you take no part in it")).to_be_visible()
        assert answers_of(workspace, project, BOB) == [(1,)]


@pytest.mark.parametrize(
    "kind", ["forged", "expired", "signed long ago", "address not verified", "not a cookie"]
)
def test_a_cookie_that_proves_nothing_signs_nobody_in(
    browser: Browser, app: RunningApp, workspace: Workspace, kind: str
) -> None:
    project = project_of(workspace)
    days = 24 * 3600.0
    value = {
        "forged": lambda: signed_cookie(app, "another secret, long enough to sign", 0),
        "expired": lambda: signed_cookie(app, COOKIE_SECRET, 31 * days),
        "signed long ago": lambda: _signed_at(app, time.time() - 40 * days),
        "address not verified": lambda: signed_cookie(
            app, COOKIE_SECRET, 0, email_verified=False, sub="mallory", name="Mallory"
        ),
        "not a cookie": lambda: "x",
    }[kind]()
    with someone(browser) as page:
        cookie_with(page.context, app, value)
        page.goto(f"{app.url}/annotate?project={project.id}")
        if kind == "address not verified":  # signed in, but not as Ada
            expect(page.get_by_text("You are Mallory")).to_be_visible()
        else:
            expect(page.get_by_role("button", name="Sign in")).to_be_visible()
        expect(page.get_by_text("warm")).to_have_count(0)


def _signed_at(app: RunningApp, moment: float) -> str:
    """A cookie that Streamlit signed at a moment, though the claims in it are fresh."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("itsdangerous.TimestampSigner.get_timestamp", lambda self: int(moment))
        return signed_cookie(app, COOKIE_SECRET, 0)


def test_a_good_cookie_outlives_the_server_and_a_new_token(
    browser: Browser, app: RunningApp, workspace: Workspace
) -> None:
    project = project_of(workspace)
    with someone(browser) as page:
        cookie_with(page.context, app, signed_cookie(app, COOKIE_SECRET, 3600))
        annotate = AnnotatePage(page, app, project)
        annotate.open()
        expect(page.get_by_text("You are Ada")).to_be_visible()
        cookie_with(page.context, app, signed_cookie(app, COOKIE_SECRET, 0))  # signed in anew
        app.stop()
        annotate.token("warm").click()
        app.start()
        annotate.wait_until_saved(60_000)
        assert answers_of(workspace, project, ADA) == [(1,)]
