"""Two people in two browsers go through a whole round: mark, disagree, decide, train, compare."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from rrr.records import NewExample, Person, Project
from rrr.services.marks import marked_corpus, snapshots
from rrr.services.people import members
from rrr.services.sharing import settings
from rrr.services.training import runs
from rrr.services.workspace import Workspace
from rrr.store import adjudication_queries, importing
from tests.browser.accessibility import violations
from tests.browser.annotate_page import AnnotatePage
from tests.browser.running_app import RunningApp
from tests.browser.test_training import choose

LONG = 150_000  # milliseconds; TensorFlow is loaded on the way, perhaps beside other work


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """An app of its own, which asks who works there."""
    running = RunningApp(tmp_path_factory.mktemp("people"), asks_names=True, warm_up=True)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def project(workspace: Workspace) -> Project:
    """24 short sentences, each for two people: Ann, an annotator, and Rea, the owner."""
    examples = [
        NewExample(f"{word} film number{number} {venue}", label, split)
        for number, split in enumerate(["train"] * 8 + ["validation"] * 2 + ["test"] * 2)
        for word, venue, label in (("good", "Odeon", "positive"), ("bad", "Rex", "negative"))
    ]
    project = importing.add(workspace.database, "shared", ["negative", "positive"], examples)
    for name, role in (("Rea", "owner"), ("Ann", "annotator")):
        members.put(workspace, project, Person.named(name), role)  # type: ignore[arg-type]
    settings.set_people_per_sentence(workspace, project, 2)
    settings.set_overlap(workspace, project, 1.0)
    return project


@pytest.fixture
def tabs(browser: Browser, app: RunningApp) -> Iterator[dict[str, Page]]:
    """A browser profile for each of them, as on two computers."""
    contexts = [browser.new_context(viewport={"width": 1280, "height": 900}) for _ in range(2)]
    yield {name: each.new_page() for name, each in zip(("Ann", "Rea"), contexts, strict=True)}
    for each in contexts:
        each.close()


def enter(page: Page, app: RunningApp, project: Project, name: str) -> AnnotatePage:
    """Give a name where it is asked for; the first sentence is open then."""
    annotate = AnnotatePage(page, app, project)
    page.goto(annotate.address)
    page.get_by_role("button", name=name, exact=True).click()
    annotate.tokens.first.wait_for()
    return annotate


@pytest.mark.slow
def test_a_whole_round_of_two_people(
    app: RunningApp, workspace: Workspace, project: Project, tabs: dict[str, Page]
) -> None:
    ann, rea = (enter(tabs[name], app, project, name) for name in ("Ann", "Rea"))

    # Both mark the same two sentences, each without seeing the other's marks, and differ on one.
    ann.press("Home")
    for annotate, words in ((ann, ("Odeon", "number0")), (rea, ("Odeon",))):
        annotate.page.goto(f"{annotate.address}&example=1")
        annotate.expect_sentence("good film number0 Odeon")
        annotate.expect_struck()
        for word in words:
            annotate.token(word).click()
        annotate.wait_until_saved()
        annotate.page.goto(f"{annotate.address}&example=2")
        annotate.expect_sentence("bad film number0 Rex")
        annotate.token("Rex").click()
        annotate.wait_until_saved()
    assert tabs["Ann"].get_by_role("link", name="Review").count() == 0
    # Only Rea may strike a word everywhere, and only she is offered to.
    expect(tabs["Rea"].get_by_role("button", name="Strike it everywhere")).to_be_visible()
    assert not tabs["Ann"].get_by_role("button", name="Strike it everywhere").is_visible()

    # The owner reviews by keyboard: the word on which they differ is not struck.
    page = tabs["Rea"]
    page.goto(f"{app.url}/review?project={project.id}")
    board = page.locator(".board")
    first = board.locator("li").first
    disputed = first.get_by_role("button", name="number0, struck by 1 of 2: Ann")
    expect(disputed).to_have_attribute("aria-pressed", "false")
    expect(first.get_by_role("button", name="Odeon, struck by 2 of 2")).to_have_attribute(
        "aria-pressed", "true"
    )
    assert violations(page) == []
    page.keyboard.press("1")
    expect(board.locator(".saved")).to_have_text("Everything is saved.")
    expect(first.locator(".state")).to_have_text("decided by Rea")
    page.keyboard.press("u")
    expect(first.locator(".state")).to_have_text("not decided")
    page.keyboard.press("1")
    expect(first.locator(".state")).to_have_text("decided by Rea")
    (decision,) = adjudication_queries.of_project(workspace.database, project.id).values()
    assert (decision.example_id, decision.marked, decision.person) == (1, (2, 3), "Rea")
    assert marked_corpus.labelled_texts(workspace, project)["train"].marked[:2] == ((2, 3), (3,))

    # Train with what was decided, and compare.
    page.goto(f"{app.url}/train?project={project.id}")
    choose(page, epochs=3)
    page.get_by_role("button", name="Train with my marks").click()
    done = page.get_by_test_id("stMain").get_by_role("link", name="See what your marks changed")
    done.click(timeout=LONG)
    expect(page.get_by_text("What it cost")).to_be_visible(timeout=LONG)
    after = runs.list_runs(workspace, project.id)[0]
    assert snapshots.merge_used(workspace, after.snapshot_id) == "majority"

    # The annotator still sees only her own marks, and the page of reviewers says why.
    tabs["Ann"].goto(f"{app.url}/review?project={project.id}")
    expect(tabs["Ann"].get_by_text("You are an annotator of")).to_be_visible()
    assert tabs["Ann"].locator(".board").count() == 0
