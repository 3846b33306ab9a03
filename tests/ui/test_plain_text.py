from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from rrr.ui.plain_text import plain

HOSTILE = [
    "**bold** _it_ `code` ~~x~~",
    "[link](http://example.org) ![img](x) <b>html</b> <http://a.b>",
    "# heading",
    "- item",
    "1. item",
    "> quote",
    "---",
    "a | b",
    "&lt; \\ $x$",
    "{x} ^ = \"q\" 'q'",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_draws_the_text_itself(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(plain(text))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    children = tokens[1].children or []
    assert {child.type for child in children} <= {"text", "text_special"}
    drawn = "".join(child.content for child in children)
    assert drawn.replace("\u2060", "") == text


@pytest.mark.parametrize(
    "text", [":material/home:", ":red[x]", "https://a.b", "www.a.b", "me@a.b", ":smile:"]
)
def test_what_streamlit_looks_for_in_finished_text_is_broken_up(text: str) -> None:
    drawn = plain(text).replace("\\", "")
    assert text not in drawn
    assert drawn.replace("\u2060", "") == text


def test_line_breaks_cannot_start_a_new_block() -> None:
    assert plain("one\n\n# two\r\n\tthree") == "one \\# two three"
