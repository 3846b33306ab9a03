"""How texts are divided into words, as one pattern of Python's own `re`.

`rrr.text.tokenize` needs a library that knows Unicode's scripts and graphemes. What is taken along
with a model must do without, so the classes of characters are written out here.
"""

from __future__ import annotations

import sys
from functools import cache

import regex

_IDEOGRAPH = r"\p{Han}\p{Hiragana}\p{Katakana}"
_CLASSES = {
    "letter": rf"[[\p{{L}}\p{{M}}\p{{N}}]--[{_IDEOGRAPH}]]",
    "ideograph": f"[{_IDEOGRAPH}]",
    "space": r"\p{White_Space}",
    "emoji": r"\p{Extended_Pictographic}",
    "flag": r"\p{Grapheme_Cluster_Break=Regional_Indicator}",
    "control": r"[\p{Grapheme_Cluster_Break=Control}\p{Grapheme_Cluster_Break=CR}"
    r"\p{Grapheme_Cluster_Break=LF}]",
    "extension": r"\p{Grapheme_Cluster_Break=Extend}",
    "behind": r"[\p{Grapheme_Cluster_Break=Extend}\p{Grapheme_Cluster_Break=ZWJ}"
    r"\p{Grapheme_Cluster_Break=SpacingMark}]",
}
_ZERO_WIDTH_JOINER = r"\u200d"
_SURROGATES = range(0xD800, 0xE000)
_ALL = "".join(chr(code) for code in range(sys.maxunicode + 1) if code not in _SURROGATES)
"""Every character in order."""


@cache
def word_pattern() -> str:
    """A pattern whose matches are the tokens of a text, in ASCII characters only."""
    sets = {name: _ranges(pattern) for name, pattern in _CLASSES.items()}
    word = f"[{sets['letter']}]+"
    character = f"[^{sets['space']}{sets['control']}]"
    emoji = f"[{sets['emoji']}]"
    joined = f"(?:[{sets['extension']}]*{_ZERO_WIDTH_JOINER}{emoji})*"
    behind = f"[{sets['behind']}]*"
    return "|".join(
        (
            f"[{sets['ideograph']}]",
            rf"{word}(?:['\u2019_\-]{word})*",
            f"[{sets['flag']}]{{2}}{behind}",
            f"{emoji}{joined}{behind}",
            f"{character}{behind}",
            f"[^{sets['space']}]",
        )
    )


def _ranges(pattern: str) -> str:
    """The characters of a class, as they are written between brackets."""
    runs = (match.span() for match in regex.finditer(rf"(?V1){pattern}+", _ALL))
    ends = ((_ALL[start], _ALL[end - 1]) for start, end in runs)
    return "".join(
        _escaped(first) if first == last else f"{_escaped(first)}-{_escaped(last)}"
        for first, last in ends
    )


def _escaped(character: str) -> str:
    code = ord(character)
    return rf"\u{code:04x}" if code < 0x10000 else rf"\U{code:08x}"
