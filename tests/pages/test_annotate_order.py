"""Which sentence next, the inbox and the control sentences' measure, on the Annotate page."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from rrr.records import Exposure, Project
from rrr.services.guidance import inbox, next_sentence
from rrr.services.marks import rules
from rrr.services.workspace import Workspace
from rrr.settings import ROOT
from rrr.store import example_queries
from rrr.store.schema import reading_tables
from rrr.ui.annotate.marking_state import INBOX_PANEL, QUEUE_ORDER, STEERING_PANEL
from tests.answering import answer


def page() -> AppTest:
    at = AppTest.from_file(str(ROOT / "pages" / "annotate.py"), default_timeout=60).run()
    assert not at.exception
    return at


def opened(at: AppTest, panel: str) -> AppTest:
    at.session_state[panel] = True
    at.run()
    assert not at.exception
    return at


def said(at: AppTest) -> str:
    elements = [*at.markdown, *at.caption, *at.warning, *at.error, *at.text]
    return "\n".join(element.value for element in elements)


def test_before_any_model_the_page_says_that_the_order_is_in_order(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    at = page()
    assert "in order, until a model is trained" in said(at)
    at.selectbox(key=QUEUE_ORDER).select("random").run()
    assert not at.exception
    assert "until a model" not in said(at)
    assert next_sentence.state(fresh_workspace, small_project, "tester").order == "random"
    assert page().selectbox(key=QUEUE_ORDER).value == "random"


def test_with_a_model_the_page_says_what_marking_can_change(
    fresh_workspace: Workspace, read_project: Project
) -> None:
    [line] = [
        caption for caption in page().caption if "decides more than 2 % of the" in caption.value
    ]
    assert line.value.startswith("Nobody has checked ")
    assert "of what the newest model relies on is unchecked" in line.proto.help
    assert "25 more sentences would bring it to" in line.proto.help


def test_the_inbox_says_what_changed_and_leads_there(
    fresh_workspace: Workspace, read_project: Project
) -> None:
    first = inbox.sentences(fresh_workspace, read_project, "tester")[0]
    at = opened(page(), INBOX_PANEL)
    assert first.text in said(at)
    assert f"“{first.entry.before_word}” → “{first.entry.after_word}”" in said(at)
    at.button(key=f"open {first.entry.example_id}").click().run()
    assert not at.exception
    assert at.query_params["example"] == str(first.entry.example_id)


def test_what_is_dismissed_can_be_taken_back(
    fresh_workspace: Workspace, read_project: Project
) -> None:
    number = inbox.count(fresh_workspace, read_project, "tester")
    first = inbox.sentences(fresh_workspace, read_project, "tester")[0]
    at = opened(page(), INBOX_PANEL)
    at.button(key=f"dismiss {first.entry.example_id}").click().run()
    assert inbox.count(fresh_workspace, read_project, "tester") == number - 1
    at.button(key="dismiss all").click().run()
    assert "All looked at" in said(at)
    at.button(key="undo dismissal").click().run()
    assert inbox.count(fresh_workspace, read_project, "tester") == number - 1


def test_without_changes_there_is_no_inbox(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    assert "Changed since the last run" not in [panel.label for panel in page().expander]


@pytest.mark.parametrize(
    ("controls", "finding"), [(3, "Too few to tell"), (30, "The heat steers the marks")]
)
def test_the_measure_of_the_control_sentences(
    fresh_workspace: Workspace, trained_project: Project, controls: int, finding: str
) -> None:
    for number, example in enumerate(
        example_queries.stream_of(fresh_workspace.database, trained_project.id)
    ):
        if number >= 60:
            break
        blind = number < controls
        exposure = Exposure(1, blind, (5,) if blind else (4,))
        answer(fresh_workspace, example.id, "somebody", "marked", [4], exposure=exposure)
    at = opened(page(), STEERING_PANEL)
    assert finding in said(at)
    assert "10\u00a0% of the sentences" in said(at)


def test_a_share_just_below_all_is_not_taken_for_a_quotation(
    fresh_workspace: Workspace, read_project: Project
) -> None:
    with fresh_workspace.database.write() as connection:  # a model that hardly notices one word
        connection.execute(
            reading_tables.word_readings.update()
            .where(reading_tables.word_readings.c.word == "odeon")
            .values(mass=0.01)
        )
    rules.add_rule(fresh_workspace, read_project, "odeon")
    [line] = [caption for caption in page().caption if "Nobody has checked" in caption.value]
    assert line.proto.help.startswith(r"\> 99\.9")
