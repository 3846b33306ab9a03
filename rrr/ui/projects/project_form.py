"""A project's file that was uploaded: what is in it, and the button that brings it in."""

from __future__ import annotations

import streamlit as st

from rrr.counted import counted
from rrr.records import Project
from rrr.services.projects import catalogue, project_files
from rrr.services.projects.project_files import ProjectArchive
from rrr.ui import tab_state
from rrr.ui.plain_text import plain
from rrr.ui.projects.import_progress import IMPORT_PROJECT, import_progress


def project_form(filename: str, content: bytes, file_id: str) -> Project | None:
    """Draw it; the project once, in the run in which it was brought in.

    Raises:
        DataError: if the file cannot be used; nothing was stored then.
    """
    described = ProjectArchive(filename, content).description
    sizes = [counted(described.num_sentences, "sentence"), counted(described.num_runs, "run")]
    day = described.written_at[: len("2026-11-27")]
    st.caption(plain(f"A whole project: “{described.name}”, {', '.join(sizes)}, written {day}."))
    names = {project.name for project in catalogue.list_projects(tab_state.workspace())}
    name = st.text_input(
        "Name of the project",
        value=described.name[: catalogue.MAX_NAME_LENGTH],
        max_chars=catalogue.MAX_NAME_LENGTH,
        key=f"project name {file_id}",
    )
    is_taken = name.strip() in names
    if is_taken:
        st.warning(
            plain(f"There is already a project named “{name}”. Choose another name."),
            icon=":material/help:",
        )
    pressed = st.button(
        "Import the project", icon=":material/upload_file:", key=IMPORT_PROJECT, disabled=is_taken
    )
    if not pressed:
        return None
    with import_progress(filename) as report:
        return project_files.read_project(tab_state.workspace(), filename, content, name, report)
