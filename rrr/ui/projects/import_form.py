"""Upload a file, see what is made of it, say how it is read and which column is what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath

import pandas as pd
import streamlit as st

from rrr.counted import counted
from rrr.errors import DataError
from rrr.formats.column_values import ColumnValues
from rrr.formats.columns import ColumnChoice
from rrr.formats.encoding import ENCODINGS
from rrr.formats.names import rows_listed
from rrr.formats.read_options import BrokenRows, LongTexts, Reading, Unmarked
from rrr.formats.registry import FILE_TYPES
from rrr.formats.table import MAX_TEXT_LENGTH
from rrr.records import TEST, TRAIN, VALIDATION, Project
from rrr.services.projects import catalogue, file_preview, project_files
from rrr.services.projects.catalogue import ImportResult
from rrr.services.projects.file_preview import FilePreview, Guess
from rrr.ui import tab_state
from rrr.ui.plain_text import plain
from rrr.ui.projects.project_form import project_form

DIVIDE = "none: divide the rows 70 / 15 / 15"
WHOLE_FILE = {
    TRAIN: "none: all rows are for training",
    VALIDATION: "none: all rows are for validation",
    TEST: "none: all rows are for testing",
}
_LONG_TEXTS: dict[LongTexts, str] = {"skip": "Leave these rows out", "cut": "Cut these texts"}


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
    reading = _choose_reading(uploaded.name, content, uploaded.file_id)
    preview = _preview(uploaded.name, content, reading)
    _show(preview)
    into = _into()
    choice, split = _choose(preview, uploaded.name, content, is_new=into is None)
    text = choice.text if choice else preview.suggestion.text
    broken_rows = _choose_broken_rows(preview, uploaded.file_id)
    long_texts = _choose_long_texts(uploaded.name, content, preview.reading, text, uploaded.file_id)
    unmarked = _choose_unmarked(preview, uploaded.file_id)
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
        "Import", icon=":material/upload_file:", key="import", disabled=choice is None
    )
    if not pressed or choice is None:
        return None
    bar = st.progress(0.0, text="Looking through the file…")

    def report(done: int, total: int) -> None:
        bar.progress(done / total, text=f"Stored {done:,} of {counted(total, 'sentence')}.")

    of_file = uploaded.name, content, choice, report
    chosen = replace(
        preview.reading,
        broken_rows=broken_rows,
        long_texts=long_texts,
        unmarked=unmarked,
        split=split,
    )
    if into is not None:
        return catalogue.add_sentences(tab_state.workspace(), into, *of_file, chosen)
    return catalogue.import_file(tab_state.workspace(), name, *of_file, chosen)


def _into() -> Project | None:
    """The project to add the sentences to; None for a new one."""
    projects = {project.id: project for project in catalogue.list_projects(tab_state.workspace())}
    if not projects:
        return None
    chosen = st.selectbox(
        "Into",
        [None, *projects],
        format_func=lambda project_id: (
            "a new project" if project_id is None else projects[project_id].name
        ),
        key="import into",
        help="Rules strike in added sentences, too. Nobody has reviewed them yet.",
    )
    return None if chosen is None else projects[chosen]


@st.cache_data(max_entries=4, show_spinner="Reading the file…")
def _preview(filename: str, content: bytes, reading: Reading) -> FilePreview:
    return file_preview.preview_without_broken_rows(filename, content, reading)


@st.cache_data(max_entries=16, show_spinner=False)
def _values(filename: str, content: bytes, reading: Reading, column: str) -> ColumnValues:
    return file_preview.values_of(filename, content, reading, column)


@st.cache_data(max_entries=4, show_spinner="Reading the texts…")
def _long_rows(filename: str, content: bytes, reading: Reading, column: str) -> tuple[int, ...]:
    return file_preview.long_rows(filename, content, reading, column)


@st.cache_data(max_entries=4, show_spinner=False)
def _long_beginnings(
    filename: str, content: bytes, reading: Reading, column: str
) -> list[tuple[int, str]]:
    return file_preview.long_beginnings(filename, content, reading, column)


@st.cache_data(max_entries=4, show_spinner=False)
def _guess(filename: str, content: bytes, chosen: str | None) -> Guess:
    return file_preview.guess(filename, content, chosen)


def _choose_reading(filename: str, content: bytes, file_id: str) -> Reading:
    """The format where it is open, the sheet of a workbook, the encoding, and whether row 1 is a
    header: at first as the file looks."""
    guess = _guess(filename, content, None)
    chosen = next(iter(guess.formats))
    if len(guess.formats) > 1:
        chosen = st.selectbox(
            "Format",
            list(guess.formats),
            format_func=guess.formats.__getitem__,
            key=f"format {file_id}",
            help="The file looks like each of these. The first reads most of it.",
        )
        guess = _guess(filename, content, chosen)
    sheet = None
    if len(guess.sheets) > 1:
        sheet = st.selectbox("Sheet", guess.sheets, key=f"sheet {file_id}")
    for_encoding, for_header = st.columns(2, vertical_alignment="bottom")
    encoding = guess.encoding
    if encoding is not None:
        names = list(ENCODINGS)
        encoding = for_encoding.selectbox(
            "Encoding",
            names,
            index=names.index(encoding),
            format_func=ENCODINGS.__getitem__,
            key=f"encoding {file_id}",
            help="Choose another if letters look wrong.",
        )
    reading = Reading(encoding, format=chosen, sheet=sheet)
    if chosen not in ("csv", "tsv", "excel"):
        return reading
    try:
        looks = _preview(filename, content, reading).reading.header is not False
    except DataError:  # said when it is read as chosen
        looks = True
    header = for_header.checkbox(
        "Row 1 holds the names of the columns",
        value=looks,
        key=f"header {file_id} {encoding} {sheet}",
    )
    # As it looks it has been read already.
    return replace(reading, header=None if header == looks else header)


def _choose_unmarked(preview: FilePreview, file_id: str) -> Unmarked | None:
    """What words without a highlight mean, where there are highlights; None until it is said."""
    if not preview.num_highlighted:
        return None
    options: dict[Unmarked, str] = {
        "nothing": "Nothing: nobody looked at them",
        "irrelevant": "They are irrelevant: strike them",
    }
    count = counted(preview.num_highlighted, "text has", "texts have")
    return st.radio(
        f"{count} evidence for the label highlighted. What do the other words of these texts mean?",
        list(options),
        index=None,
        format_func=options.__getitem__,
        key=f"unmarked {file_id}",
    )


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


def _choose(
    preview: FilePreview, filename: str, content: bytes, *, is_new: bool
) -> tuple[ColumnChoice | None, str | None]:
    """The columns, None while it is not said which one is the label; and what the whole file is,
    None where each row says it or the rows are divided.

    Args:
        is_new: whether the file makes a project, which needs rows to train on and to test on.
    """
    # No keys: with another file these are other fields, and its suggestions apply.
    columns, suggestion = list(preview.columns), preview.suggestion
    if question := file_preview.label_question(suggestion):
        st.warning(plain(question), icon=":material/help:")
    for_text, for_label, for_split = st.columns(3)
    with for_text:
        text = st.selectbox("Text column", columns, index=columns.index(suggestion.text))
        _caption(filename, content, preview.reading, text, lambda values: values.as_texts)
    with for_label:
        label: str | None = st.selectbox(
            "Label column",
            columns,
            index=None if suggestion.label is None else columns.index(suggestion.label),
            placeholder="Choose the column with the label",
        )
        if label is not None:
            _caption(filename, content, preview.reading, label, lambda values: values.as_labels)
    with for_split:
        # A column may have any name, that of an option without a column included: go by number.
        options: dict[str | int, str] = {"": DIVIDE}
        if not is_new:
            options.update(WHOLE_FILE)
        options.update(enumerate(columns))
        suggested = "" if suggestion.split is None else columns.index(suggestion.split)
        split = st.selectbox(
            "Split column (optional)",
            list(options),
            index=list(options).index(suggested),
            format_func=options.__getitem__,
            help="Names each row train, validation or test; any other name is one more test split. "
            "Into a project that is there, a whole file can be one of these.",
        )
        column = columns[split] if isinstance(split, int) else None
        if column is not None:
            _caption(filename, content, preview.reading, column, lambda values: values.listed)
    split_of_file = split if isinstance(split, str) and split else None
    return (None if label is None else ColumnChoice(text, label, column)), split_of_file


def _caption(
    filename: str,
    content: bytes,
    reading: Reading,
    column: str,
    line: Callable[[ColumnValues], str],
) -> None:
    """What a chosen column holds, below its choice."""
    try:
        st.caption(plain(line(_values(filename, content, reading, column))))
    except DataError as error:
        st.caption(plain(str(error)))


def _choose_broken_rows(preview: FilePreview, file_id: str) -> BrokenRows:
    """What becomes of rows that are broken, where there are any; "refuse" until it is said."""
    if not preview.broken_rows:
        return "refuse"
    count = counted(len(preview.broken_rows), "row is", "rows are")
    st.warning(plain(preview.fault), icon=":material/warning:")
    leave_out = st.checkbox(
        f"{count} broken ({rows_listed(preview.broken_rows, 10)}). Leave out what is broken",
        key=f"broken rows {file_id}",
    )
    return "skip" if leave_out else "refuse"


def _choose_long_texts(
    filename: str, content: bytes, reading: Reading, column: str, file_id: str
) -> LongTexts:
    """What becomes of texts that are too long, where there are any; "refuse" until it is said."""
    rows = _long_rows(filename, content, reading, column)
    if not rows:
        return "refuse"
    chosen: LongTexts | None = st.radio(
        f"{counted(len(rows), 'text is', 'texts are')} longer than {MAX_TEXT_LENGTH:,} characters "
        f"({rows_listed(rows, 10)})",
        list(_LONG_TEXTS),
        index=None,
        format_func=_LONG_TEXTS.__getitem__,
        horizontal=True,
        key=f"long texts {file_id}",
    )
    for number, beginning in _long_beginnings(filename, content, reading, column):
        st.caption(plain(f"{rows_listed([number])}: {beginning}…"))
    return chosen or "refuse"
