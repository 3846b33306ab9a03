"""Who works here is asked once, and only where something is about to be stored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from rrr.records import Person
from rrr.services.people import members, naming
from rrr.services.projects import demo_project
from rrr.services.workspace import Workspace, open_workspace
from rrr.settings import ROOT


@pytest.fixture
def workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_workspace: Path
) -> Iterator[Workspace]:
    """A workspace for which the environment names nobody."""
    monkeypatch.setenv("RRR_WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.delenv("RRR_ANNOTATOR", raising=False)
    monkeypatch.setenv("RRR_WARM_UP", "0")
    workspace = open_workspace()
    yield workspace
    workspace.close()


def app(page: str, **address: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.switch_page(str(ROOT / "pages" / f"{page}.py"))
    at.query_params.update(address)
    return at.run()


def test_projects_and_story_ask_for_nothing(workspace: Workspace) -> None:
    assert not [field for field in app("projects").text_input if "name" in field.label]
    assert not app("story").text_input


def test_a_name_is_asked_for_before_the_first_sentence_and_then_kept(workspace: Workspace) -> None:
    demo_project.open_demo(workspace)
    at = app("annotate")
    assert [subheader.value for subheader in at.subheader] == ["Who are you?"]
    at.text_input(key="name page").input("  Ada ")
    at.button(key="name given page").click().run()
    assert "Who are you?" not in [subheader.value for subheader in at.subheader]
    assert "You are **Ada**" in [caption.value for caption in at.sidebar.caption]
    assert naming.known_people(workspace) == [Person.named("Ada")]


def test_a_blank_name_is_asked_for_again(workspace: Workspace) -> None:
    demo_project.open_demo(workspace)
    at = app("annotate")
    at.button(key="name given page").click().run()
    assert [error.value for error in at.error] == ["Type your name first."]


def test_who_is_known_is_offered_and_one_click_is_enough(workspace: Workspace) -> None:
    demo_project.open_demo(workspace)
    naming.remember(workspace, Person.named("Bob"))
    at = app("annotate")
    at.button(key="be Bob page").click().run()
    assert "You are **Bob**" in [caption.value for caption in at.sidebar.caption]
    at.button(key="change name").click().run()
    assert "Who are you?" in [subheader.value for subheader in at.subheader]
    at.button(key="stay page").click().run()
    assert "You are **Bob**" in [caption.value for caption in at.sidebar.caption]


def test_a_name_in_the_environment_is_asked_of_nobody(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo_project.open_demo(workspace)
    monkeypatch.setenv("RRR_ANNOTATOR", "Eve")
    at = app("annotate")
    assert "Who are you?" not in [subheader.value for subheader in at.subheader]
    assert "You are **Eve**" in [caption.value for caption in at.sidebar.caption]
    assert not [button for button in at.button if button.key == "change name"]


def test_a_link_to_a_project_of_members_waits_until_it_is_known_who_follows_it(
    workspace: Workspace,
) -> None:
    project = demo_project.open_demo(workspace)
    members.put(workspace, project, Person.named("Ada"), "owner")
    at = app("annotate", project=str(project.id))
    assert not at.info
    assert [text.value for text in at.sidebar.text] == ["none open yet"]
    at.text_input(key="name page").input("Ada")
    at.button(key="name given page").click().run()
    assert not at.info
    assert [text.value for text in at.sidebar.text] == [project.name]
