"""What people are told of a press that comes too late, in a real browser.

Only there a part of a page is drawn by itself, and the sentence stands outside it.
"""

from __future__ import annotations

from playwright.sync_api import Page, expect

from rrr.records import Person, TrainingConfig
from rrr.services.people import members
from rrr.services.projects import catalogue
from rrr.services.workspace import Workspace
from rrr.store import run_queries
from tests.browser.annotate_page import make_project
from tests.browser.drawing import unfold, wait_until_drawn
from tests.browser.running_app import RunningApp
from tests.stored_runs import queued


def test_who_may_train_no_more_is_told_so_at_once(
    page: Page, app: RunningApp, workspace: Workspace
) -> None:
    project = make_project(workspace, "A bad film", "A good film")
    page.goto(f"{app.url}/train?project={project.id}")
    unfold(page, "No marks yet? Find suspicious words for me")
    wait_until_drawn(page)
    members.put(workspace, project, Person.named("Ada"), "owner")
    members.put(workspace, project, Person.named("tester"), "reviewer")
    page.get_by_role("button", name="Find suspicious words", exact=True).click()
    expect(page.get_by_text("You are a reviewer of")).to_be_visible()
    expect(page.get_by_text("Only the project’s owners train")).to_be_visible()


def test_a_refusal_comes_into_view_far_down_a_page_also_the_same_one_again(
    page: Page, app: RunningApp, workspace: Workspace
) -> None:
    project = make_project(workspace, "A bad film", "A good film")
    for number in range(4):
        name = f"run {number}"
        run = queued(workspace.database, project.id, name, TrainingConfig(), "marks", 1, None)
        run_queries.set_cancelled(workspace.database, run.id)
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto(f"{app.url}/train?project={project.id}")
    wait_until_drawn(page)
    for _ in range(2):  # runs that nobody kept the marks of cannot be tried again
        page.get_by_role("button", name="Retry").last.click()
        expect(page.get_by_text("did not keep the marks")).to_be_in_viewport(ratio=1)
        wait_until_drawn(page)


def test_who_works_in_a_project_that_is_gone_is_told_so_and_sees_another(
    page: Page, app: RunningApp, workspace: Workspace
) -> None:
    gone = [make_project(workspace, "A bad film", "A good film", name=f"gone {n}") for n in "12"]
    for name in ("left over", "left, too"):  # of two, one is chosen from a list
        left = make_project(workspace, "A bad film", "A good film", name=name)
    notice = page.get_by_text("The project that was open here is gone.")
    chosen = page.get_by_role("combobox", name="Project")
    page.goto(f"{app.url}/words?project={gone[0].id}")
    wait_until_drawn(page)
    catalogue.delete_project(workspace, gone[0].id)
    page.get_by_role("button", name="Fair", exact=True).first.click()
    expect(notice).to_be_visible()
    expect(chosen).to_have_value(left.name)
    page.goto(f"{app.url}/annotate?project={gone[1].id}")
    page.get_by_role("option", name="bad").wait_for()
    catalogue.delete_project(workspace, gone[1].id)
    page.get_by_role("option", name="bad").click()
    expect(notice).to_be_visible()
    expect(chosen).to_have_value(left.name)
