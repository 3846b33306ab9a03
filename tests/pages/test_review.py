from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from rrr.records import NewExample, Person, Project
from rrr.services.people import members
from rrr.services.review import adjudicating
from rrr.services.workspace import Workspace
from rrr.settings import ROOT
from rrr.store import importing
from rrr.ui.review import review_state
from tests.answering import answer

HOSTILE = "<b>x</b> **bold** :red[y] odeon"


@pytest.fixture
def project(fresh_workspace: Workspace) -> Project:
    texts = ("A warm film at the Odeon", HOSTILE, "Nobody here")
    rows = [NewExample(text, "ab"[n % 2], "train") for n, text in enumerate(texts)]
    return importing.add(fresh_workspace.database, "Small", ("a", "b"), rows)


def disagree(workspace: Workspace) -> None:
    answer(workspace, 1, "amy", "marked", [1, 5])
    answer(workspace, 1, "**bob**", "marked", [1])
    answer(workspace, 2, "amy", "marked", [0])
    answer(workspace, 2, "**bob**", "marked", [0])


def page() -> AppTest:
    at = AppTest.from_file(str(ROOT / "pages" / "review.py"), default_timeout=60).run()
    assert not at.exception
    return at


def said(at: AppTest) -> str:
    elements = [*at.markdown, *at.caption, *at.warning, *at.error, *at.info]
    return "\n".join(element.value for element in elements)


def test_without_a_project_the_page_says_where_to_get_one(fresh_workspace: Workspace) -> None:
    assert "There is no project yet" in said(page())


def test_before_two_people_have_met_the_page_says_what_to_do(
    fresh_workspace: Workspace, project: Project
) -> None:
    answer(fresh_workspace, 1, "amy", "marked", [5])
    assert "No two people have reviewed the same sentence yet" in said(page())


def test_agreement_stands_in_words_with_its_numbers(
    fresh_workspace: Workspace, project: Project
) -> None:
    disagree(fresh_workspace)
    at = page()
    assert "People mostly strike the same words" in said(at)
    assert [(metric.label, metric.value) for metric in at.metric] == [
        ("Agreement on words, α", "0.78"),
        ("Agreement on sentences, α", "–"),
    ]
    (pairs, words) = (frame.value for frame in at.dataframe)
    assert pairs.loc[0, "people"] == "**bob** and amy"
    assert pairs.loc[0, "both struck"] == 2
    assert words.loc[0, "word"] == "odeon"
    assert r"\*\*bob\*\*" in said(at)
    assert "– for sentences: Everybody struck each of them" in said(at)


def test_an_annotator_is_told_why_there_is_nothing_to_see(
    fresh_workspace: Workspace, project: Project
) -> None:
    disagree(fresh_workspace)
    members.put(fresh_workspace, project, Person.named("own"), "owner")
    members.put(fresh_workspace, project, Person.named("tester"), "annotator")
    at = page()
    assert "Annotators work without seeing each other" in said(at)
    assert not at.metric


def test_under_a_filter_that_leaves_nothing_the_page_says_so(
    fresh_workspace: Workspace, project: Project
) -> None:
    disagree(fresh_workspace)
    for example_id in (1, 2):
        adjudicating.decide(fresh_workspace, example_id, [0], base_revision=0)
    at = page()
    at.checkbox(key=review_state.UNDECIDED).check().run()
    assert not at.exception
    assert "No sentence is left" in said(at)
