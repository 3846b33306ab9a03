"""In the sidebar: which project is open, and the way to another."""

from __future__ import annotations

import streamlit as st

from rrr.records import Project
from rrr.services.projects import catalogue
from rrr.ui import tab_state


def project_switcher(current: Project | None) -> None:
    """Draw the open project's name, or a choice where there are several."""
    projects = {project.id: project for project in catalogue.list_projects(tab_state.workspace())}
    if current is None or len(projects) < 2:
        st.caption("Project")
        st.text(current.name if current else "none open yet")
        return
    # The project in the key: opened elsewhere, it is the one that is chosen.
    key = f"open project, now {current.id}"
    st.selectbox(
        "Project",
        [*projects],
        index=[*projects].index(current.id),
        format_func=lambda number: projects[number].name,
        key=key,
        on_change=_open,
        args=(key, projects),
    )


def _open(key: str, projects: dict[int, Project]) -> None:
    tab_state.open_project(projects[st.session_state[key]])
