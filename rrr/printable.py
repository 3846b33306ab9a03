"""Text that a terminal only shows, whatever is in it."""

from __future__ import annotations

import re

# Control characters, also those of eight bits; what turns the direction of writing; lone halves of
# surrogate pairs, as file names that are not UTF-8 have them.
_OBEYED = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    """The text with all that a terminal would obey written out (\\x1b); line ends and tabs stay."""
    return _OBEYED.sub(_written_out, text)


def _written_out(match: re.Match[str]) -> str:
    code = ord(match.group())
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
