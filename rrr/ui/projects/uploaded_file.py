"""What is in an uploaded file; each is kept for the next drawing of the page."""

from __future__ import annotations

import streamlit as st

from rrr.formats.column_values import ColumnValues
from rrr.formats.read_options import Reading
from rrr.services.projects import file_preview
from rrr.services.projects.file_preview import FilePreview, Guess


@st.cache_data(max_entries=4, show_spinner="Reading the file…")
def preview(filename: str, content: bytes, reading: Reading) -> FilePreview:
    """Its columns and first rows, read as chosen."""
    return file_preview.preview_without_broken_rows(filename, content, reading)


@st.cache_data(max_entries=16, show_spinner=False)
def values(filename: str, content: bytes, reading: Reading, column: str) -> ColumnValues:
    """What one of its columns holds."""
    return file_preview.values_of(filename, content, reading, column)


@st.cache_data(max_entries=4, show_spinner="Reading the texts…")
def long_rows(filename: str, content: bytes, reading: Reading, column: str) -> tuple[int, ...]:
    """Numbers of the rows whose text is too long."""
    return file_preview.long_rows(filename, content, reading, column)


@st.cache_data(max_entries=4, show_spinner=False)
def long_beginnings(
    filename: str, content: bytes, reading: Reading, column: str
) -> list[tuple[int, str]]:
    """How the first of the long texts begin, with the numbers of their rows."""
    return file_preview.long_beginnings(filename, content, reading, column)


@st.cache_data(max_entries=4, show_spinner=False)
def guess(filename: str, content: bytes, chosen: str | None) -> Guess:
    """As what it can be read: format, sheets, encoding."""
    return file_preview.guess(filename, content, chosen)
