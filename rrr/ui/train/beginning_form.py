"""What a training begins with: fresh weights, word vectors, or an earlier run to repair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from rrr.errors import DataError
from rrr.records import Run, TrainingConfig, settings_of_start
from rrr.services.training import word_vector_files
from rrr.services.training.word_vector_files import MAX_MEGABYTES, WordVectorFile
from rrr.ui import tab_state
from rrr.ui.plain_text import plain
from rrr.ui.train import train_state

VECTORS, START = "word_vectors", "start_run"
NO_BEGINNING: dict[str, Any] = {VECTORS: None, START: None}
_FRESH, _NO_VECTORS = "no, fresh weights", "none"


def begin_with(known: Sequence[Run], values: Mapping[str, Any]) -> None:
    """Draw the fields.

    Args:
        known: the project's runs.
        values: the other settings as the form shows them: only runs that fit them are offered.
    """
    st.markdown("**What it begins with**")
    start_column, vectors_column = st.columns(2)
    runs = {run.id: run for run in _fitting(known, values)}
    with start_column:
        _forget_unless_in(START, runs)
        st.selectbox(
            "Repair an earlier run",
            [None, *runs],
            format_func=lambda run_id: _FRESH if run_id is None else _run_name(runs[run_id]),
            placeholder=_FRESH,  # Streamlit takes None, once it is chosen, for no choice
            key=train_state.setting_key(START),
            help="Starts from the weights of a finished run of the same kind and size, to cure "
            "a model you already have. Default: fresh weights.",
            persist_state="session",
        )
    with vectors_column:
        chooser = st.container()
        _manage_files()  # first: it changes what there is to choose from
    with chooser:
        offered = _vectors_offered()
        _forget_unless_in(VECTORS, offered)
        st.selectbox(
            "Word vectors",
            [None, *offered],
            format_func=lambda path: _NO_VECTORS if path is None else offered[path],
            placeholder=_NO_VECTORS,
            key=train_state.setting_key(VECTORS),
            help="The word vectors the model starts from. They decide the size of the "
            "embedding. A repaired run keeps its own, an encoder brings its own. Default: none.",
            disabled=values["classifier"] == "encoder",
            persist_state="session",
        )


def chosen_beginning(known: Sequence[Run], values: Mapping[str, Any]) -> dict[str, Any]:
    """The settings by name: what is chosen, as far as it is still there and fits."""
    start = train_state.kept_setting(START, None)
    if start not in {run.id for run in _fitting(known, values)}:
        start = None
    vectors = train_state.kept_setting(VECTORS, None)
    if vectors not in _vectors_offered():
        vectors = None
    has_own = start is not None or values["classifier"] == "encoder"
    return {START: start, VECTORS: None if has_own else vectors}


def _vectors_offered() -> dict[str, str]:
    """What the setting takes, and how it is called."""
    packaged = word_vector_files.packaged()
    kept = word_vector_files.kept(tab_state.workspace())
    return {
        **({} if packaged is None else {packaged: "English: GloVe, 50 numbers a word"}),
        **{file.path: _file_name(file) for file in kept},
    }


def _fitting(known: Sequence[Run], values: Mapping[str, Any]) -> list[Run]:
    is_bounded = values["classifier"] != "encoder"
    bound = (values["max_embedding_norm"] or None) if is_bounded else None
    wanted = {**TrainingConfig().to_dict(), **values, "max_embedding_norm": bound}
    return [
        run
        for run in known
        if run.status == "finished"
        and all(getattr(run.config, name) == wanted[name] for name in settings_of_start())
    ]


def _forget_unless_in(name: str, options: Mapping[Any, Any]) -> None:
    if train_state.kept_setting(name, None) not in options:
        train_state.set_settings({name: None})


def _manage_files() -> None:
    uploaded = st.file_uploader(
        f"Add a file of word2vec, GloVe or fastText, at most {MAX_MEGABYTES} MB",
        type=list(word_vector_files.FILE_TYPES),
        max_upload_size=MAX_MEGABYTES,
        key=f"vectors, {tab_state.upload_key()}",
        help="A UTF-8 text file with one word and its numbers per line, or the same file "
        "gzipped. It is kept in the workspace.",
    )
    if uploaded is not None and st.button("Keep this file", key="keep vectors"):
        try:
            with st.spinner("Reading every line…"):
                kept = word_vector_files.keep(tab_state.workspace(), uploaded.name, uploaded)
        except DataError as error:
            st.error(plain(str(error)), icon=":material/error:")
            return
        tab_state.empty_upload()
        train_state.set_settings({VECTORS: kept.path})
        st.rerun()
    chosen = train_state.kept_setting(VECTORS, None)
    is_file = chosen is not None and chosen != word_vector_files.packaged()
    if is_file and st.button("Delete this file", key="forget vectors", type="tertiary"):
        word_vector_files.forget(tab_state.workspace(), chosen)
        st.rerun()


def _run_name(run: Run) -> str:
    return f"run {run.id} · {run.name}"


def _file_name(file: WordVectorFile) -> str:
    return f"{file.name} · {file.megabytes:,.0f} MB"
