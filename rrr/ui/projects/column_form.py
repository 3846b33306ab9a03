"""Say which column of a file is what."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from rrr.errors import DataError
from rrr.formats.column_values import ColumnValues
from rrr.formats.columns import ColumnChoice
from rrr.formats.read_options import Reading
from rrr.records import TEST, TRAIN, VALIDATION
from rrr.services.projects import file_preview
from rrr.services.projects.file_preview import FilePreview
from rrr.ui.plain_text import plain
from rrr.ui.projects import uploaded_file

DIVIDE = "none: divide the rows 70 / 15 / 15"
WHOLE_FILE = {
    TRAIN: "none: all rows are for training",
    VALIDATION: "none: all rows are for validation",
    TEST: "none: all rows are for testing",
}


def choose_columns(
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
        guess = suggestion.split if is_new else suggestion.split_to_add
        suggested = "" if guess is None else columns.index(guess)
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
    if split == "" and (warning := file_preview.split_warning(suggestion, is_new=is_new)):
        chance = "As it stands, chance divides the rows, and rows held back may be trained on."
        st.warning(plain(f"{warning} {chance}"), icon=":material/call_split:")
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
        st.caption(plain(line(uploaded_file.values(filename, content, reading, column))))
    except DataError as error:
        st.caption(plain(str(error)))
