"""Two people at one project, each in a browser of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from rrr.records import Project
from rrr.services.workspace import Workspace
from rrr.store import answers_of_projects
from tests.browser.annotate_page import AnnotatePage, make_project
from tests.browser.running_app import RunningApp

TEXTS = [f"Film number {number} at the Odeon" for number in range(12)]


@pytest.fixture(scope="module")
def asking_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    running = RunningApp(tmp_path_factory.mktemp("asking"), asks_names=True)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def shared(asking_app: RunningApp) -> Iterator[tuple[Workspace, Project]]:
    workspace = Workspace(asking_app.settings)
    yield workspace, make_project(workspace, *TEXTS)
    workspace.close()


def at_work(browser: Browser, app: RunningApp, project: Project, name: str) -> AnnotatePage:
    """A browser in which somebody has said who they are."""
    annotate = AnnotatePage(browser.new_context().new_page(), app, project)
    annotate.page.goto(annotate.address)
    annotate.page.get_by_role("textbox", name="name").first.fill(name)
    annotate.page.get_by_role("button", name="Go on").click()
    annotate.tokens.first.wait_for()
    return annotate


def test_two_people_share_the_sentences_and_neither_is_stuck(
    browser: Browser, asking_app: RunningApp, shared: tuple[Workspace, Project]
) -> None:
    workspace, project = shared
    ann = at_work(browser, asking_app, project, "Ann")
    ann.expect_sentence(TEXTS[0])
    bob = at_work(browser, asking_app, project, "Bob")
    people = (ann, bob)
    assert ann.sentence.text_content() != bob.sentence.text_content()
    # Both go on as fast as they can, also where one waits for what the other has before them.
    done = "All 12 training sentences are answered"
    for _ in range(3 * len(TEXTS)):
        for each in people:
            if each.sentence.count():
                each.press("n")
        ann.page.wait_for_timeout(100)
    for each in people:
        expect(each.page.get_by_text(done)).to_be_visible()
    given = answers_of_projects.all_of(workspace.database, project.id)
    assert [len(answers) for answers in given.values()] == [1] * len(TEXTS)
    assert {answers[0].annotator for answers in given.values()} == {"Ann", "Bob"}
    for each in people:
        each.page.context.close()
