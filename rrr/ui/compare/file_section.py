"""Section of the Compare page: a whole file is labelled by one of the two models."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import streamlit as st

from rrr.counted import counted
from rrr.formats.percent import percent
from rrr.services.comparison.pairs import RunPair
from rrr.services.projects import file_labels
from rrr.services.projects.file_labels import FileToLabel
from rrr.services.training import runs
from rrr.ui import tab_state
from rrr.ui.compare import compare_state
from rrr.ui.page_part import page_part
from rrr.ui.plain_text import plain

MOST_ROWS = 20_000
"""What a person waits for in a page; the shell takes more."""
_NUM_PREVIEWED = 5


@page_part()
def file_section(pair: RunPair) -> None:
    """Upload, see the first rows labelled, label all, download."""
    st.caption(
        "Choose a file with one text a row. You get it back with each text’s label, the "
        "probabilities and the words that decided. Nothing of it is stored here."
    )
    uploaded = st.file_uploader(
        "File to label", type=[suffix[1:] for suffix in file_labels.WRITTEN], key=compare_state.FILE
    )
    if uploaded is None:
        st.session_state.pop(compare_state.LABELLED, None)
        return
    content = uploaded.getvalue()
    for_model, for_text = st.columns(2)
    names = {pair.after.id: "after", pair.before.id: "before"}
    run_id = for_model.selectbox(
        "Model",
        list(names),
        format_func=lambda number: f"{names[number]}: run {number}",
        key=compare_state.FILE_MODEL,
    )
    guess = FileToLabel(uploaded.name, content)
    columns = list(guess.columns)
    column = for_text.selectbox(
        "Text column",
        columns,
        index=columns.index(guess.text_column),
        key=f"{compare_state.FILE_COLUMN} {uploaded.file_id}",
    )
    file = FileToLabel(uploaded.name, content, column)
    number = _num_rows(uploaded.name, content)
    st.dataframe(_preview(uploaded.name, content, column, run_id), hide_index=True)
    if number > _NUM_PREVIEWED:
        st.caption(f"The first {_NUM_PREVIEWED} of {counted(number, 'row')}.")
    if number > MOST_ROWS:
        st.warning(
            f"That is more than the {MOST_ROWS:,} rows that this page labels. Label the file from "
            f"the shell: rrr predict {run_id} FILE",
            icon=":material/info:",
        )
        return
    request = uploaded.file_id, column, run_id
    if st.button(
        f"Label {counted(number, 'row')}", type="primary", icon=":material/label:", key="label file"
    ):
        st.session_state[compare_state.LABELLED] = request, *_labelled(file, run_id, number)
    done = st.session_state.get(compare_state.LABELLED)
    if done is not None and done[0] == request:
        _offer(file, done[1], done[2])


def _labelled(file: FileToLabel, run_id: int, number: int) -> tuple[bytes, Counter[str | None]]:
    """The file's bytes, and how many rows got which label."""
    counts: Counter[str | None] = Counter()
    bar = st.progress(0.0, text="Reading the first texts…")

    def report(done: int) -> None:
        bar.progress(
            min(done / number, 1.0), text=f"Labelled {done:,} of {counted(number, 'row')}."
        )

    workspace = tab_state.workspace()
    run = runs.get_run(workspace, run_id)
    content = b"".join(file.written(workspace, run, file.ending_written, counts, report))
    bar.empty()
    return content, counts


def _offer(file: FileToLabel, content: bytes, counts: Counter[str | None]) -> None:
    with_label = {label: number for label, number in counts.items() if label is not None}
    parts = [f"{plain(label)} {number:,}" for label, number in Counter(with_label).most_common()]
    if counts[None]:
        parts.append(f"{counted(counts[None], 'row')} without text")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            "Download the labelled file",
            data=content,
            file_name=file.name_written,
            icon=":material/download:",
            on_click="ignore",
            key="labelled file",
        )
        st.markdown(" · ".join(parts), width="content")


@st.cache_data(max_entries=4, show_spinner="Reading the file…")
def _num_rows(filename: str, content: bytes) -> int:
    return FileToLabel(filename, content).num_rows()


@st.cache_data(max_entries=8, show_spinner="Labelling the first rows…")
def _preview(filename: str, content: bytes, column: str, run_id: int) -> pd.DataFrame:
    """The first rows: their text, and what the model says."""
    workspace = tab_state.workspace()
    file = FileToLabel(filename, content, column)
    place = file.table.column(column)
    labelled_rows = file.labelled(workspace, runs.get_run(workspace, run_id), _NUM_PREVIEWED)
    rows = [
        (
            labelled.row.cells[place],
            labelled.predicted or "–",
            percent(labelled.probabilities[labelled.predicted]) if labelled.predicted else "–",
            ", ".join(labelled.words),
        )
        for labelled in labelled_rows
    ]
    return pd.DataFrame(rows, columns=["text", "label", "probability", "words that decided"])
