"""Which sentence comes next, and the inbox, as a person uses them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from rrr.records import Evaluation, Project, Run, SentenceReading, TrainingConfig
from rrr.services.guidance import inbox
from rrr.services.workspace import Workspace
from rrr.store import example_queries, reading_queries, run_queries
from tests.browser.annotate_page import AnnotatePage, make_project
from tests.browser.running_app import RunningApp
from tests.stored_runs import queued

TEXTS = [f"Film number {number} at the Odeon" for number in range(5)]


@pytest.fixture
def annotate(page: Page, app: RunningApp, workspace: Workspace) -> AnnotatePage:
    """A project that two models have read. The last sentence is the most useful one; the newer
    model sees the first two differently."""
    project = make_project(workspace, *TEXTS)
    before = read(workspace, project, "odeon")
    inbox.fill(workspace, before, read(workspace, project, "film"))
    return AnnotatePage(page, app, project)


def read(workspace: Workspace, project: Project, top_word: str) -> Run:
    """As if the model of a new run had read all sentences."""
    database = workspace.database
    run = queued(database, project.id, top_word, TrainingConfig(), "marks", 1, None)
    run_queries.set_running(database, run.id)
    run_queries.set_finished(database, run.id, Evaluation({}, None), f"run-{run.id}")
    stored = list(example_queries.stream_of(database, project.id))
    reading_queries.add_sentences(
        database,
        run.id,
        [
            SentenceReading(
                example_id=each.id,
                uncertainty=(1 + each.position) / 10,
                words=((str(each.position), 0.5),),
                label="bad",
                probability=0.6,
                top_word=top_word if each.position < 2 else "at",
                top_share=0.5,
                usefulness=(1 + each.position) / 20,
            )
            for each in stored
        ],
    )
    reading_queries.set_complete(database, run.id, len(stored))
    return run_queries.get(database, run.id)


def choose(annotate: AnnotatePage, order: str) -> None:
    annotate.page.get_by_role("combobox", name="Next sentence").click()
    annotate.page.get_by_role("option", name=order, exact=True).click()


def panel(annotate: AnnotatePage) -> Locator:
    return annotate.page.locator("details").filter(has_text="Changed since the last run")


def test_the_next_sentence_comes_in_the_order_one_chooses(annotate: AnnotatePage) -> None:
    annotate.open()
    annotate.expect_sentence(TEXTS[4])
    annotate.press("n")
    annotate.expect_sentence(TEXTS[3])
    choose(annotate, "in order")
    annotate.expect_sentence(TEXTS[0])
    annotate.open()
    annotate.expect_sentence(TEXTS[0])  # the order is kept
    choose(annotate, "mine")
    annotate.expect_sentence(TEXTS[4])
    choose(annotate, "changed since the last run")
    annotate.expect_sentence(TEXTS[0])
    annotate.token("Film").click()
    annotate.press("f")
    annotate.page.keyboard.type("a title?")
    annotate.press("Enter")
    annotate.expect_sentence(TEXTS[1])
    choose(annotate, "flagged")
    annotate.expect_sentence(TEXTS[0])
    expect(annotate.answer).to_have_text("flagged: a title?")


def test_the_inbox_leads_to_what_changed_and_an_answer_settles_it(annotate: AnnotatePage) -> None:
    annotate.open()
    inbox = panel(annotate)
    expect(inbox).to_contain_text("2 sentences")
    inbox.get_by_text("Changed since the last run").click()
    expect(inbox).to_contain_text("bad as before · leans most on “odeon” → “film”")
    inbox.get_by_role("button", name="Done", exact=True).first.click()
    expect(inbox).to_contain_text("1 sentence is done with.")  # and the panel is still open
    expect(inbox.get_by_role("button", name="Done", exact=True)).to_have_count(1)
    inbox.get_by_role("button", name="Take that back").click()
    expect(inbox.get_by_role("button", name="Done", exact=True)).to_have_count(2)
    inbox.get_by_role("button", name="Open").nth(1).click()
    annotate.expect_sentence(TEXTS[1])
    expect(annotate.tokens.first).to_be_focused()  # so it is in view, and the keys work
    annotate.press("n")
    expect(inbox).to_contain_text("Changed since the last run: 1 sentence")
    expect(inbox.get_by_role("button", name="Open")).to_have_count(1)
