from __future__ import annotations

from streamlit.testing.v1 import AppTest

from rrr.settings import ROOT


def page_with_a_part() -> None:
    import streamlit as st

    from rrr.errors import DataError
    from rrr.ui.page_part import page_part

    @page_part()
    def part(name: str) -> None:
        st.text(f"in {name}")
        raise DataError("That run is gone. Choose *another*.")

    part("the part")
    st.text("below")


def test_what_goes_wrong_in_a_part_is_said_in_it_and_the_rest_of_the_page_stands() -> None:
    at = AppTest.from_function(page_with_a_part).run()
    assert not at.exception
    assert [text.value for text in at.text] == ["in the part", "below"]
    assert [error.value for error in at.error] == [r"That run is gone\. Choose \*another\*\."]


def test_all_parts_of_pages_say_what_goes_wrong_in_them() -> None:
    sources = [*(ROOT / "rrr").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py"]
    bare = [
        path.name
        for path in sources
        if "st.fragment(" in path.read_text() or "@st.fragment" in path.read_text()
    ]
    assert bare == ["page_part.py"]
