"""A training in a browser: left, reloaded, watched elsewhere, cancelled, killed and resumed."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from rrr.records import NewExample, Project, Run
from rrr.services.marks import rules
from rrr.services.training import runs
from rrr.services.workspace import Workspace
from rrr.store import importing
from tests.browser.drawing import unfold
from tests.browser.running_app import RunningApp

LONG = 150_000  # milliseconds; TensorFlow is loaded on the way, perhaps beside other work
ENDLESS = 100_000  # epochs
SOME = 24


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """An app of its own: it will be killed."""
    running = RunningApp(tmp_path_factory.mktemp("training"))
    running.start()
    yield running
    running.stop()


@pytest.fixture
def project(workspace: Workspace) -> Project:
    """24 short sentences; the words that agree with the label are struck out."""
    examples = [
        NewExample(f"{word} film number{number} {venue}", label, split)
        for number, split in enumerate(["train"] * 8 + ["validation"] * 2 + ["test"] * 2)
        for word, venue, label in (("good", "Odeon", "positive"), ("bad", "Rex", "negative"))
    ]
    project = importing.add(workspace.database, "small", ["negative", "positive"], examples)
    for word in ("Odeon", "Rex"):
        rules.add_rule(workspace, project, word)
    return project


def choose(page: Page, epochs: int) -> None:
    """A given λ, a small classifier and so many epochs."""
    unfold(page, "Settings")
    page.get_by_text("Find λ automatically").click()
    for name, number in (("Embedding size", 4), ("Hidden size", 4), ("Epochs", epochs)):
        field = page.get_by_role("spinbutton", name=name)
        field.fill(str(number))
        field.press("Enter")
    expect(page.get_by_text("Trains twice on the same sentences")).to_be_visible()
    unfold(page, "Settings")
    expect(field).to_be_hidden()


def at_work(page: Page, epochs: int) -> None:
    expect(page.get_by_text(re.compile(rf"epoch \d+ of {epochs}")).first).to_be_visible(
        timeout=LONG
    )


def visit(page: Page, name: str) -> None:
    page.get_by_test_id("stSidebar").get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()


def cancel(page: Page) -> None:
    page.get_by_role("button", name="Cancel", exact=True).click()
    expect(page.get_by_role("button", name="Cancel", exact=True)).to_have_count(0)


def statuses(known: list[Run]) -> list[str]:
    return [run.status for run in known]


def test_a_training_outlives_its_page_and_its_server(
    app: RunningApp, workspace: Workspace, project: Project, context: BrowserContext, page: Page
) -> None:
    def known() -> list[Run]:
        return runs.list_runs(workspace, project.id)

    # A double click starts nothing twice.
    page.goto(f"{app.url}/train?project={project.id}")
    page.get_by_role("button", name="Train with my marks").wait_for(timeout=LONG)
    choose(page, ENDLESS)
    page.get_by_role("button", name="Train with my marks").dblclick()
    at_work(page, ENDLESS)
    assert sorted(statuses(known())) == ["queued", "running"]

    # It goes on while the page is left and reloaded, and another tab shows the same.
    visit(page, "Annotate")
    visit(page, "Train")
    page.reload()
    at_work(page, ENDLESS)
    other = context.new_page()
    other.goto(f"{app.url}/train?project={project.id}")
    at_work(other, ENDLESS)

    # Cancelled there: at rest within a second, and both tabs say so.
    cancel(other)
    other.close()
    expect(page.get_by_text("cancelled").first).to_be_visible()
    deadline = time.monotonic() + 60
    while not (stopped := known()[-1]).seconds and time.monotonic() < deadline:
        time.sleep(0.05)
    assert statuses(known()) == ["cancelled", "cancelled"]
    assert stopped.started_at is not None
    assert stopped.finished_at is not None
    at_rest = stopped.started_at + timedelta(seconds=stopped.seconds)
    assert at_rest - stopped.finished_at < timedelta(seconds=5)  # beside two browsers

    # Retried: the same again, and its baseline before it.
    page.get_by_role("button", name="Retry").first.click()
    at_work(page, ENDLESS)
    assert [run.origin for run in known()] == ["retried", "retried", None, None]
    cancel(page)

    # The server is killed; what it trained is found interrupted, goes on and is finished.
    choose(page, SOME)
    page.get_by_role("button", name="Train with my marks").click()
    at_work(page, SOME)
    app.stop()
    app.start()
    page.reload()
    expect(page.get_by_text(re.compile("stopped .+ when the server ended"))).to_be_visible()
    assert known()[0].status == "interrupted"
    page.get_by_role("button", name="Resume").first.click()
    finished = page.get_by_test_id("stMain").get_by_role("link", name="See what your marks changed")
    expect(finished).to_be_visible(timeout=LONG)
    assert statuses(known())[:2] == ["finished", "finished"]
    assert known()[0].num_resumed == 1
    for run in known()[:2]:
        assert [report.epoch for report in runs.epochs(workspace, run.id)] == [*range(1, SOME + 1)]
