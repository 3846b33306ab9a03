"""Which project, which sentence, which annotator, and what all pages share of a tab's state.

The database is the truth. Session state only remembers what a tab is looking at, so that losing it
loses nothing. What belongs to one task stands in `marking_state`, `rule_state` and their like.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from rrr.errors import RightReasonsError
from rrr.records import DeedName, Project
from rrr.services import permissions
from rrr.services.projects import catalogue
from rrr.services.workspace import Workspace, is_at_hand, open_workspace
from rrr.settings import Settings
from rrr.ui import address, session_person
from rrr.ui.address import EXAMPLE_PARAM, PROJECT_PARAM
from rrr.ui.remembered import taken
from rrr.ui.script_run import draws_only_a_part

OF_PROJECT = "of this project: "
"""Keys that begin so are forgotten when the tab opens another project."""

_PROJECT = "current project id"
_EXAMPLE = "current example id"
_OPEN = "whether it was open: "
_NOTICES = "notices to show once"
_IMPORTS = "number of files imported"


def workspace() -> Workspace:
    """The folder and database this process works on, acting for the person in this tab."""
    return session_person.view_of(opened_workspace())


def opened_workspace() -> Workspace:
    """The same, acting for whoever runs the program."""
    settings = Settings.from_environment()
    if is_at_hand(settings):
        return open_workspace(settings)
    with st.spinner("Opening your workspace. After an update this can take a minute."):
        return open_workspace(settings)


def annotator() -> str:
    """Key of the person in this tab; stored with all they do."""
    return workspace().person.key


def may(project: Project | int, deed: DeedName) -> bool:
    """Whether the person in this tab may do something; what they may not is not offered."""
    return permissions.may(workspace(), project, deed)


def current_project() -> Project | None:
    """The project named in the address, else the one this tab had open, else the newest.

    The address is corrected to what was found; a link to a project that is gone leaves a notice.
    """
    let_the_app_stand_around_the_page()
    projects = {project.id: project for project in catalogue.list_projects(workspace())}
    linked, remembered = address.number(PROJECT_PARAM), st.session_state.get(_PROJECT)
    is_gone = remembered is not None and not {remembered, linked} & projects.keys()
    if is_gone and _is_known():
        close_project()
        add_notice(
            "The project that was open here is gone. It may have been deleted, or you no longer "
            "take part in it."
        )
        st.rerun()  # what was pressed was meant for that one
    if PROJECT_PARAM in st.query_params and linked not in projects:
        if not _is_known():
            return None  # once they have said who they are, it may be theirs
        address.forget(PROJECT_PARAM, EXAMPLE_PARAM)
        add_notice(
            "The project in this link is not here. It may have been deleted, or you take no part "
            "in it."
        )
    for candidate in (linked, remembered, max(projects, default=None)):
        if candidate in projects:
            open_project(projects[candidate])
            return projects[candidate]
    return None


def _is_known() -> bool:
    """Whether the person in this tab has said who they are."""
    return session_person.present_person(opened_workspace())[0] is not None


def open_project(project: Project) -> None:
    """Make `project` the current one, in this tab and in its address."""
    if st.session_state.get(_PROJECT) not in (None, project.id):
        st.session_state.pop(_EXAMPLE, None)
        forget_what_belongs_to_the_project()
        if address.number(PROJECT_PARAM) != project.id:
            address.forget(EXAMPLE_PARAM)
    st.session_state[_PROJECT] = project.id
    address.write(PROJECT_PARAM, project.id)


def forget_what_belongs_to_the_project() -> None:
    """Let go of what a person has begun in the current project: another is opened, or another
    person goes on."""
    for key in [key for key in st.session_state if str(key).startswith(OF_PROJECT)]:
        del st.session_state[key]


def close_project() -> None:
    """Forget the current project, and what was begun in it, because it is gone."""
    forget_what_belongs_to_the_project()
    st.session_state.pop(_PROJECT, None)
    st.session_state.pop(_EXAMPLE, None)
    address.forget(PROJECT_PARAM, EXAMPLE_PARAM)


def current_example_id() -> int | None:
    """The sentence named in the address, else the one this tab had open; it may not exist.

    What is pressed in a part of a page may come with the address of the sentence before: the tab
    had not heard yet where it stands. Who follows a link or goes back gets a whole page.
    """
    opened: int | None = st.session_state.get(_EXAMPLE)
    if opened is not None and draws_only_a_part():
        return opened
    linked = address.number(EXAMPLE_PARAM)
    return opened if linked is None else linked


def open_example(example_id: int | None) -> None:
    """Make a sentence the current one, in this tab and in its address; None for none."""
    if example_id is None:
        st.session_state.pop(_EXAMPLE, None)
        address.forget(EXAMPLE_PARAM)
    else:
        st.session_state[_EXAMPLE] = example_id
        address.write(EXAMPLE_PARAM, example_id)


def is_open(panel: str) -> bool:
    """Whether a panel was open when it was last drawn."""
    return bool(st.session_state.get(_OPEN + panel, False))


def keep_open(panel: str, is_open: bool) -> None:
    st.session_state[_OPEN + panel] = is_open


@dataclass(frozen=True)
class Notice:
    """What is said once, in plain text."""

    text: str
    is_refusal: bool = False


def add_notice(text: str) -> None:
    """Say something once, at the top of the next page drawn."""
    _add(Notice(text))


def add_refusal(error: RightReasonsError) -> None:
    """The same of what was asked for and not done; it is brought into view."""
    _add(Notice(str(error), is_refusal=True))


def _add(notice: Notice) -> None:
    st.session_state.setdefault(_NOTICES, []).append(notice)


def take_notices() -> list[Notice]:
    """The notices not shown yet; they are forgotten by this."""
    return taken(_NOTICES, [])


def upload_key() -> str:
    """Key of the upload field; a new one after each import empties the field."""
    return f"upload {st.session_state.get(_IMPORTS, 0)}"


def empty_upload() -> None:
    """Let go of the uploaded file, because it was imported."""
    st.session_state[_IMPORTS] = st.session_state.get(_IMPORTS, 0) + 1


def chart(name: str) -> str:
    """Key of a chart; what is chosen in it lies in the session state under this key."""
    return f"chart: {name}"


def let_the_app_stand_around_the_page() -> None:
    """Start again with app.py if Streamlit runs a file of `pages/` on its own.

    It does so for a `pages` folder until the process has seen `st.navigation` for the first time:
    a tab that is open while the server starts anew, or a link, would get the bare page.
    """
    # Streamlit 1.67 has no setting for it. `st.navigation` takes the flag away, but called when the
    # server starts, outside of a session, it logs two warnings; and in an AppTest, which sets the
    # flag anew at each run, no call at the start helps.
    if PagesManager.uses_pages_directory:
        PagesManager.uses_pages_directory = False
        st.rerun()
