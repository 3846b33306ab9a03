"""The story from its cover to the proof, with real trainings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from rrr.formats.percent import percent
from rrr.records import Project
from rrr.services.marks import rules
from rrr.services.story import visit
from rrr.services.training import runs
from rrr.services.workspace import Workspace
from tests.browser.accessibility import violations_in_light_and_dark
from tests.browser.running_app import RunningApp
from tests.browser.story_walk import StoryWalk


@pytest.fixture
def visitors(workspace: Workspace) -> Iterator[Workspace]:
    """The workspace of the app's visitors, to look into it."""
    of_visitors = visit.workspace_of_visitors(workspace)
    yield of_visitors
    of_visitors.close()


def test_a_visitor_sees_the_whole_story_live(
    page: Page, app: RunningApp, visitors: Workspace, context: BrowserContext
) -> None:
    walk = StoryWalk(page, app.url)
    walk.open()
    walk.begin()
    walk.wait_for_the_first_model()
    project = project_of(page, visitors)
    first = runs.list_runs(visitors, project.id)[-1]
    assert first.evaluation
    assert first.evaluation.accuracy["test"] > 0.95
    shown = percent(first.evaluation.accuracy["test"]).replace("\u00a0", " ")
    expect(page.locator(".story-number strong")).to_have_text(shown)
    assert violations_in_light_and_dark(page) == []

    walk.see_what_it_reads()
    says = page.locator(".story-verdict strong")
    was = says.inner_text()
    walk.change_one_word()
    expect(says).not_to_have_text(was)
    assert violations_in_light_and_dark(page) == []

    walk.go_striking()
    page.get_by_role("button", name="Popstub").click()  # the visitor's own mark
    expect(page.locator(".story-struck li")).to_have_text("Popstub in 244 reviews")
    page.reload()  # and it is still there
    expect(page.locator(".story-struck li")).to_have_count(1)
    assert violations_in_light_and_dark(page) == []
    another_visitor_begins_at_the_cover(context, app)
    walk.button("Let the annotator do the rest").click()
    walk.wait_for_the_annotator()
    struck = {each.rule.pattern for each in rules.list_rules(visitors, project)}
    assert struck == set(rules.demo_words())

    walk.train_again()
    walk.wait_for_the_second_model()
    assert violations_in_light_and_dark(page) == []
    walk.see_the_proof()
    before, after = visit.retrained(visitors, project) or (None, None)
    assert before
    assert after
    assert before.evaluation
    assert after.evaluation
    assert before.evaluation.reliance
    assert after.evaluation.reliance
    assert before.evaluation.reliance.swap_flip_rate > 0.9
    assert after.evaluation.reliance.swap_flip_rate < 0.05
    walk.swap_a_word()
    expect(page.locator(".story-verdict").nth(1)).to_contain_text("right")
    walk.write("A dull film <b>with</b> a wonderful score, seen at the Corvane.")
    expect(page.locator(".rrr-heatmap").nth(3)).to_contain_text("<b>with</b>")
    assert violations_in_light_and_dark(page) == []

    page.set_viewport_size({"width": 390, "height": 800})
    expect(page.locator(".rrr-heatmap").first).to_be_visible()
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    walk.button("Start again").click()
    walk.wait_for_the_first_model()  # which was kept
    assert rules.list_rules(visitors, project) == []
    assert [run.id for run in runs.list_runs(visitors, project.id)] == [first.id]


def project_of(page: Page, visitors: Workspace) -> Project:
    number = page.evaluate("new URLSearchParams(location.search).get('story')")
    found = visit.find(visitors, int(number))
    assert found is not None
    return found


def another_visitor_begins_at_the_cover(context: BrowserContext, app: RunningApp) -> None:
    page = context.new_page()
    StoryWalk(page, app.url).open()
    page.close()
