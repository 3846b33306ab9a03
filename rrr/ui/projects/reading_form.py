"""Say how a file is read, and what becomes of what cannot be read as it is."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from rrr.counted import counted
from rrr.errors import DataError
from rrr.formats.encoding import ENCODINGS
from rrr.formats.names import rows_listed
from rrr.formats.read_options import BrokenRows, LongTexts, Reading, Unmarked
from rrr.formats.table import MAX_TEXT_LENGTH
from rrr.services.projects.file_preview import FilePreview
from rrr.ui.plain_text import plain
from rrr.ui.projects import uploaded_file

_LONG_TEXTS: dict[LongTexts, str] = {"skip": "Leave these rows out", "cut": "Cut these texts"}


def choose_reading(filename: str, content: bytes, file_id: str) -> Reading:
    """The format where it is open, the sheet of a workbook, the encoding, and whether row 1 is a
    header: at first as the file looks."""
    guess = uploaded_file.guess(filename, content, None)
    chosen = next(iter(guess.formats))
    if len(guess.formats) > 1:
        chosen = st.selectbox(
            "Format",
            list(guess.formats),
            format_func=guess.formats.__getitem__,
            key=f"format {file_id}",
            help="The file looks like each of these. The first reads most of it.",
        )
        guess = uploaded_file.guess(filename, content, chosen)
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
        looks = uploaded_file.preview(filename, content, reading).reading.header is not False
    except DataError:  # said when it is read as chosen
        looks = True
    header = for_header.checkbox(
        "Row 1 holds the names of the columns",
        value=looks,
        key=f"header {file_id} {encoding} {sheet}",
    )
    # As it looks it has been read already.
    return replace(reading, header=None if header == looks else header)


def choose_unmarked(preview: FilePreview, file_id: str) -> Unmarked | None:
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


def choose_broken_rows(preview: FilePreview, file_id: str) -> BrokenRows:
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


def choose_long_texts(
    filename: str, content: bytes, reading: Reading, column: str, file_id: str
) -> LongTexts:
    """What becomes of texts that are too long, where there are any; "refuse" until it is said."""
    rows = uploaded_file.long_rows(filename, content, reading, column)
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
    for number, beginning in uploaded_file.long_beginnings(filename, content, reading, column):
        st.caption(plain(f"{rows_listed([number])}: {beginning}…"))
    return chosen or "refuse"
