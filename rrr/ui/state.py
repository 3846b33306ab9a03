"""Which project, which sentence, which annotator: all session-state keys live here.

The database is the truth. Session state only remembers what a tab is looking at, so that losing it
loses nothing. The address (`?project=3&example=17`) says the same and can be shared.
"""

from __future__ import annotations

import streamlit as st

from rrr.records import Project
from rrr.services import projects
from rrr.services.workspace import Workspace, open_workspace

PROJECT_PARAM = "project"
EXAMPLE_PARAM = "example"

_PROJECT = "current project id"
_EXAMPLE = "current example id"
_NOTICES = "notices to show once"


def workspace() -> Workspace:
    """The folder and database this process works on."""
    return open_workspace()


def annotator() -> str:
    """The name stored with hand marks."""
    return workspace().settings.annotator


def current_project() -> Project | None:
    """The project named in the address, else the one this tab had open, else the newest.

    The address is corrected to what was found; a link to a project that is gone leaves a notice.
    """
    known = {project.id: project for project in projects.list_projects(workspace())}
    linked = _number_in_address(PROJECT_PARAM)
    if PROJECT_PARAM in st.query_params and linked not in known:
        _forget_address(PROJECT_PARAM, EXAMPLE_PARAM)
        add_notice("The project in this link does not exist here (any more).")
    remembered = st.session_state.get(_PROJECT)
    for candidate in (linked, remembered, max(known, default=None)):
        if candidate in known:
            open_project(known[candidate])
            return known[candidate]
    return None


def open_project(project: Project) -> None:
    """Make `project` the current one, in this tab and in its address."""
    if st.session_state.get(_PROJECT) not in (None, project.id):
        st.session_state.pop(_EXAMPLE, None)
        if _number_in_address(PROJECT_PARAM) != project.id:
            _forget_address(EXAMPLE_PARAM)
    st.session_state[_PROJECT] = project.id
    _write_address(PROJECT_PARAM, project.id)


def close_project() -> None:
    """Forget the current project, because it is gone."""
    st.session_state.pop(_PROJECT, None)
    st.session_state.pop(_EXAMPLE, None)
    _forget_address(PROJECT_PARAM, EXAMPLE_PARAM)


def current_example_id() -> int | None:
    """The sentence named in the address, else the one this tab had open; it may not exist."""
    linked = _number_in_address(EXAMPLE_PARAM)
    return linked if linked is not None else st.session_state.get(_EXAMPLE)


def open_example(example_id: int | None) -> None:
    """Make a sentence the current one, in this tab and in its address; None for none."""
    if example_id is None:
        st.session_state.pop(_EXAMPLE, None)
        _forget_address(EXAMPLE_PARAM)
    else:
        st.session_state[_EXAMPLE] = example_id
        _write_address(EXAMPLE_PARAM, example_id)


def add_notice(text: str) -> None:
    """Say something once, at the top of the next page drawn. Plain text."""
    st.session_state.setdefault(_NOTICES, []).append(text)


def take_notices() -> list[str]:
    """The notices not shown yet; they are forgotten by this."""
    notices: list[str] = st.session_state.pop(_NOTICES, [])
    return notices


def _number_in_address(name: str) -> int | None:
    value = st.query_params.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else None


def _write_address(name: str, number: int) -> None:
    if st.query_params.get(name) != str(number):
        st.query_params[name] = str(number)


def _forget_address(*names: str) -> None:
    for name in names:
        if name in st.query_params:
            del st.query_params[name]
