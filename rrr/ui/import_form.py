"""Upload a file, see what it holds, say which column is what."""

from __future__ import annotations

from pathlib import PurePath

import pandas as pd
import streamlit as st

from rrr.formats.columns import ColumnChoice
from rrr.records import Project
from rrr.services import projects
from rrr.services.projects import FilePreview, ImportResult
from rrr.ui import state

DIVIDE = "none: divide the rows 70 / 15 / 15"


def import_form() -> ImportResult | None:
    """Draw the form; the result once, in the run in which a file was imported.

    Raises:
        DataError: if the file cannot be read or imported; nothing was stored then.
    """
    uploaded = st.file_uploader(
        "A CSV or JSON Lines file (UTF-8) with a text and a label in each row",
        type=list(projects.FILE_TYPES),
        key=state.upload_key(),
    )
    if uploaded is None:
        return None
    content = uploaded.getvalue()
    preview = _preview(uploaded.name, content)
    _show(preview)
    choice = _choose(preview)
    into = _into()
    name = ""
    if into is None:
        name = st.text_input(
            "Name of the project",
            value=PurePath(uploaded.name).stem[: projects.MAX_NAME_LENGTH],
            max_chars=projects.MAX_NAME_LENGTH,
        )
    if not st.button("Import", icon=":material/upload_file:", key="import"):
        return None
    bar = st.progress(0.0, text="Looking through the file…")

    def report(done: int, total: int) -> None:
        bar.progress(done / total, text=f"Stored {done:,} of {total:,} sentences.")

    workspace = state.workspace()
    if into is not None:
        return projects.add_sentences(workspace, into, uploaded.name, content, choice, report)
    return projects.import_file(workspace, name, uploaded.name, content, choice, report)


def _into() -> Project | None:
    """The project to add the sentences to; None for a new one."""
    known = {project.id: project for project in projects.list_projects(state.workspace())}
    if not known:
        return None
    chosen = st.selectbox(
        "Into",
        [None, *known],
        format_func=lambda each: "a new project" if each is None else known[each].name,
        key="import into",
        help="Rules strike in added sentences, too. Nobody has reviewed them yet.",
    )
    return None if chosen is None else known[chosen]


@st.cache_data(max_entries=4, show_spinner="Reading the file…")
def _preview(filename: str, content: bytes) -> FilePreview:
    return projects.preview_file(filename, content)


def _show(preview: FilePreview) -> None:
    shown = len(preview.rows)
    st.caption(
        f"{preview.num_rows:,} rows"
        + (f", the first {shown}:" if shown < preview.num_rows else ":")
    )
    frame = pd.DataFrame(preview.rows, columns=list(preview.columns))
    st.dataframe(frame, hide_index=True, height=220)


def _choose(preview: FilePreview) -> ColumnChoice:
    # No keys: with another file these are other fields, and its suggestions apply.
    columns, suggestion = list(preview.columns), preview.suggestion
    for_text, for_label, for_split = st.columns(3)
    text = for_text.selectbox("Text column", columns, index=columns.index(suggestion.text))
    label = for_label.selectbox("Label column", columns, index=columns.index(suggestion.label))
    # A column may have any name, that of the option without a column included: go by number.
    split = for_split.selectbox(
        "Split column (optional)",
        range(-1, len(columns)),
        index=0 if suggestion.split is None else columns.index(suggestion.split) + 1,
        format_func=lambda number: DIVIDE if number < 0 else columns[number],
        help="Names each row train, validation or test; any other name is one more test split.",
    )
    return ColumnChoice(text, label, None if split < 0 else columns[split])
