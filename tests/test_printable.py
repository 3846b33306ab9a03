from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from rrr.printable import printable


@given(st.text(st.characters(exclude_categories=())))
def test_nothing_is_left_that_a_terminal_obeys_and_nothing_else_changes(text: str) -> None:
    shown = printable(text)
    assert all(unicodedata.category(c) not in ("Cc", "Cs") or c in "\n\t" for c in shown)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    if all(unicodedata.category(c)[0] != "C" for c in text):
        assert shown == text


def test_what_is_obeyed_is_written_out() -> None:
    assert printable("a\x1b[2J\x9b1A\u202eb\r\n\ud800") == "a\\x1b[2J\\x9b1A\\u202eb\\x0d\n\\ud800"
