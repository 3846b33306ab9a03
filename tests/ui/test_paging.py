"""Long lists a page at a time, each from an AppTest with a list of its own."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest


def _list_of(num_rows: int) -> None:
    import streamlit as st

    from rrr.ui.paging import on_page, start_chosen

    st.caption(str(start_chosen(4, "page")))
    st.text(" ".join(on_page([str(number) for number in range(num_rows)], 4, "page")))


def shown(num_rows: int, page: int | None) -> tuple[str, str]:
    at = AppTest.from_function(_list_of, args=(num_rows,))
    if page is not None:
        at.session_state["page"] = page
    at.run()
    assert not at.exception
    return at.caption[0].value, at.text[0].value


@pytest.mark.parametrize(
    ("num_rows", "page", "start", "rows"),
    [
        (0, None, "0", ""),
        (4, None, "0", "0 1 2 3"),
        (9, None, "0", "0 1 2 3"),
        (9, 2, "4", "4 5 6 7"),
        (9, 3, "8", "8"),
        (9, 7, "24", "0 1 2 3"),  # a page that is no longer there
    ],
)
def test_of_a_long_list_the_chosen_page_is_shown(
    num_rows: int, page: int | None, start: str, rows: str
) -> None:
    assert shown(num_rows, page) == (start, rows)


def test_one_page_offers_no_choice() -> None:
    for num_rows, has_choice in ((4, False), (5, True)):
        at = AppTest.from_function(_list_of, args=(num_rows,)).run()
        assert ("page" in at.session_state) == has_choice
