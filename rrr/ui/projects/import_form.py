"""Upload a file, see what is made of it, say how it is read and which column is what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath

import pandas as pd
import streamlit as st

from rrr.counted import counted
from rrr.formats.registry import FILE_TYPES
from rrr.records import Project
from rrr.services.projects import catalogue, file_import, project_files
from rrr.services.projects.file_import import ImportResult
from rrr.services.projects.file_preview import FilePreview
from rrr.ui import tab_state
from rrr.ui.plain_text import plain
from rrr.ui.projects import uploaded_file
from rrr.ui.projects.column_form import choose_columns
from rrr.ui.projects.import_progress import IMPORT, import_progress
from rrr.ui.projects.project_form import project_form
from rrr.ui.projects.reading_form import (
    choose_broken_rows,
    choose_long_texts,
    choose_reading,
    choose_unmarked,
)


def import_form(is_named: Callable[[str], bool]) -> ImportResult | Project | None:
    """Draw the form; the result once, in the run in which a file was imported: a project where the
    file was a whole one.

    Args:
        is_named: whether the person here has a name; asks for it, where it is called, if not.

    Raises:
        DataError: if the file cannot be read or imported; nothing was stored then.
    """
    uploaded = st.file_uploader(
        "A table with a text and a label in each row, or the export of an annotation tool",
        type=list(FILE_TYPES),
        key=tab_state.upload_key(),
    )
    if uploaded is None:
        return None
    content = uploaded.getvalue()
    if project_files.is_project_archive(uploaded.name, content):
        if not is_named("import"):
            return None
        return project_form(uploaded.name, content, uploaded.file_id)
    reading = choose_reading(uploaded.name, content, uploaded.file_id)
    preview = uploaded_file.preview(uploaded.name, content, reading)
    _show(preview)
    into = _into()
    choice, split = choose_columns(preview, uploaded.name, content, is_new=into is None)
    text = choice.text if choice else preview.suggestion.text
    broken_rows = choose_broken_rows(preview, uploaded.file_id)
    long_texts = choose_long_texts(uploaded.name, content, preview.reading, text, uploaded.file_id)
    unmarked = choose_unmarked(preview, uploaded.file_id)
    name = ""
    if into is None:
        name = st.text_input(
            "Name of the project",
            value=PurePath(uploaded.name).stem[: catalogue.MAX_NAME_LENGTH],
            max_chars=catalogue.MAX_NAME_LENGTH,
        )
    if not is_named("import"):
        return None
    pressed = st.button(
        "Import", icon=":material/upload_file:", key=IMPORT, disabled=choice is None
    )
    if not pressed or choice is None:
        return None
    chosen = replace(
        preview.reading,
        broken_rows=broken_rows,
        long_texts=long_texts,
        unmarked=unmarked,
        split=split,
    )
    workspace = tab_state.workspace()
    with import_progress(uploaded.name) as report:
        of_file = uploaded.name, content, choice, report, chosen
        if into is not None:
            return file_import.add_sentences(workspace, into, *of_file)
        return file_import.import_file(workspace, name, *of_file)


_NEW = 0
"""Stands for no project's id. None would let the field be emptied."""


def _into() -> Project | None:
    """The project to add the sentences to; None for a new one."""
    projects = {project.id: project for project in catalogue.list_projects(tab_state.workspace())}
    if not projects:
        return None
    chosen = st.selectbox(
        "Into",
        [_NEW, *projects],
        format_func=lambda project_id: (
            "a new project" if project_id == _NEW else projects[project_id].name
        ),
        key="import into",
        help="Rules strike in added sentences, too. Nobody has reviewed them yet.",
    )
    return None if chosen == _NEW else projects[chosen]


def _show(preview: FilePreview) -> None:
    num_shown = len(preview.rows)
    st.caption(
        counted(preview.num_rows, "row")
        + (f", the first {num_shown}:" if num_shown < preview.num_rows else ":")
    )
    if preview.words:
        words = ", ".join(f"“{plain(word)}”" for word in preview.words)
        st.caption(f"Words to check the encoding by: {words}")
    frame = pd.DataFrame(preview.rows, columns=list(preview.columns))
    st.dataframe(frame, hide_index=True, height=220)
