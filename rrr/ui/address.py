"""What the address of a tab says, such as `?project=3&example=17`; it can be shared."""

from __future__ import annotations

import streamlit as st

PROJECT_PARAM, EXAMPLE_PARAM = "project", "example"


def number(name: str) -> int | None:
    """A whole number that the address gives; None if there is none, or something else."""
    value = st.query_params.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else None


def write(name: str, number: int) -> None:
    """Say a number in the address, so that it can be shared and outlives a reload."""
    if st.query_params.get(name) != str(number):
        st.query_params[name] = str(number)


def forget(*names: str) -> None:
    """Leave these out."""
    for name in names:
        if name in st.query_params:
            del st.query_params[name]
