"""The app's entry: which pages there are, what stands around each of them, and how it is served.

Streamlit runs this file anew at every rerun, so it stays cheap; everything shared lives in `rrr`.
"""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st
from streamlit.errors import FragmentHandledException
from streamlit.navigation.page import StreamlitPage

from rrr.errors import RightReasonsError
from rrr.records import Project
from rrr.services.metrics import count_error
from rrr.services.permissions import require, require_present
from rrr.services.review.review_queue import is_worth_reviewing
from rrr.services.warmup import warm_tensorflow
from rrr.settings import ICON
from rrr.ui import session_person, tab_state
from rrr.ui.after_rerun import leave_keras_alone
from rrr.ui.chosen import show_what_is_chosen
from rrr.ui.glossary import glossary
from rrr.ui.guided_path import guided_path
from rrr.ui.lasting_downloads import let_downloads_last
from rrr.ui.name_question import name_question
from rrr.ui.patient_links import have_links_wait
from rrr.ui.person_line import person_line
from rrr.ui.plain_text import plain
from rrr.ui.project_switcher import project_switcher
from rrr.ui.projects.import_progress import note_left_import
from rrr.ui.reach import refuse_to_serve_openly
from rrr.ui.reconnecting import draw_anew_after_reconnecting
from rrr.ui.refusals import notices_shown
from rrr.ui.server_log import begin_log
from rrr.ui.serving import begin_and_end, guards
from rrr.ui.sign_in import sign_in_page
from rrr.ui.status_routes import status_routes
from rrr.ui.unexpected_error import show_unexpected

# A section of the navigation could say it, but Streamlit's sections are no proper lists.
PRODUCT_NAME = """
<style>
[data-testid=stSidebarHeader]::before { content: "Right Reasons"; font-weight: 600;
  font-size: 1.1rem; flex: 1; }
</style>
"""


OF_REVIEWERS = (
    ("words", ":material/format_strikethrough:"),
    ("review", ":material/how_to_vote:"),
    ("train", ":material/model_training:"),
    ("compare", ":material/compare:"),
    ("history", ":material/history:"),
)
"""Pages that show everybody's marks, and their icons."""


def unseen_pages(project: Project | None) -> set[str]:
    """Names of the pages that the navigation does not offer to the person in this tab."""
    if project is not None and not tab_state.may(project, "review"):
        return {name for name, _ in OF_REVIEWERS}
    is_shared = project is not None and is_worth_reviewing(tab_state.workspace(), project)
    return set() if is_shared else {"review"}


def pages_of_reviewers(unseen: Collection[str] = ()) -> list[StreamlitPage]:
    """These pages; the `unseen` ones can be opened, but do not stand in the navigation."""
    return [
        st.Page(
            f"pages/{name}.py",
            title=name.capitalize(),
            icon=icon,
            visibility="hidden" if name in unseen else "visible",
        )
        for name, icon in OF_REVIEWERS
    ]


def draw() -> None:
    """One rerun of one tab."""
    st.set_page_config(page_title="Right Reasons", page_icon=str(ICON), layout="wide")
    leave_keras_alone()
    show_what_is_chosen()
    draw_anew_after_reconnecting()

    story = st.Page("pages/story.py", title="Story", icon=":material/auto_stories:")
    projects = st.Page("pages/projects.py", title="Projects", icon=":material/folder_open:")
    annotate = st.Page("pages/annotate.py", title="Annotate", icon=":material/ink_eraser:")

    def start() -> None:
        """Where the bare address leads: to work if there is some, else to the projects."""
        st.switch_page(annotate if project else projects)

    home = st.Page(start, title="Right Reasons", default=True, visibility="hidden")

    try:
        opened = tab_state.opened_workspace()
        if opened.settings.warm_up:
            warm_tensorflow()
        if session_person.is_signed_out(opened):
            # With all pages, or a link to one of them would be told to lead nowhere.
            pages = [home, story, projects, annotate, *pages_of_reviewers()]
            st.navigation(pages, position="hidden")
            sign_in_page()
            return
        require_present(tab_state.workspace())
        project = tab_state.current_project()
        others = pages_of_reviewers(unseen_pages(project))
        page = st.navigation([home, story, projects, annotate, *others])
        st.html(PRODUCT_NAME)
        with st.sidebar:
            project_switcher(project)
            glossary()
            person_line(opened)
            have_links_wait()
        asks = session_person.wants_change() or (
            page not in (story, projects) and session_person.is_asked(opened)
        )
        if page != story and not asks:
            guided_path()
        note_left_import()
        notices_shown()
        if asks:
            name_question(opened)
        else:
            if page in others and project is not None:
                require(tab_state.workspace(), project, "review")
            page.run()
    except RightReasonsError as error:
        count_error(error)
        st.error(plain(str(error)), icon=":material/error:")
    except FragmentHandledException:  # Streamlit has shown it already
        raise
    except Exception as error:  # the last line of defence
        show_unexpected(error)


if __name__ == "__main__":
    draw()
else:  # Streamlit's server asks for what it is to serve
    begin_log()
    let_downloads_last()
    refuse_to_serve_openly()
    app = st.App("app.py", routes=status_routes(), middleware=guards(), lifespan=begin_and_end)
