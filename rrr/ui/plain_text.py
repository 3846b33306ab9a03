"""Texts of users and files made harmless for Streamlit's Markdown.

Labels, captions, toasts and messages are Markdown in Streamlit: a project called
`:red[**x**](http://…)` would be drawn as such. Whatever comes from a file, from a person or from
an error message passes through `plain` on its way there.
"""

from __future__ import annotations

import re

_PUNCTUATION = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|$~:&=^\"'])")
# Streamlit looks for `:icon:`, links and addresses once more in the finished text, where a
# backslash no longer protects; an invisible word joiner does.
_SEARCHED_LATER = re.compile(r"([:@]|\bwww)(?=\S)", re.IGNORECASE)
_WORD_JOINER = "\u2060"


def plain(text: str) -> str:
    """Markdown that is drawn as exactly `text`, on one line."""
    one_line = " ".join(text.split())
    return _PUNCTUATION.sub(r"\\\1", _SEARCHED_LATER.sub(rf"\1{_WORD_JOINER}", one_line))
