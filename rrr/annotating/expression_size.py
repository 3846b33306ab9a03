"""How large a regular expression becomes when it is compiled.

The compiler writes out what must be repeated: `a{1000}` becomes a thousand nodes, and repetitions
within repetitions multiply. A pattern of a dozen characters can so take minutes and all memory,
and nothing can stop the compiler once it has begun.
"""

from __future__ import annotations

import math

import regex

MAX_SIZE = 100_000
"""Nodes; compiled in a tenth of a second, in less than 100 MB."""

_PART = regex.compile(
    r"""
      \(\?\#[^)]*\)                            # a comment
    | \{(?P<least>\d*)(?:,\d*)?\}              # how often, at least
    | \\.                                      # an escaped character
    | \[\^?\]?(?:\\.|[^\]\\])*\]               # a set of characters
    | (?P<open>\() | (?P<close>\)) | .
    """,
    regex.VERBOSE | regex.DOTALL,
)
_IS_VERBOSE = regex.compile(r"\(\?[a-zA-Z0-9]*x")
_COMMENT = r"\#[^\n]*\n|\s"  # in a verbose expression, also between the digits of a number
_LEAST_VERBOSE = regex.compile(rf"\{{((?:{_COMMENT}|\d)*)")


def compiled_size(pattern: str) -> int:
    """About how many nodes the pattern is compiled to, never too few."""
    if _IS_VERBOSE.search(pattern):  # its comments may hold brackets that divide nothing
        numbers = (regex.sub(_COMMENT, "", least) for least in _LEAST_VERBOSE.findall(pattern))
        return len(pattern) * math.prod(map(_number, numbers))
    within, last_size = [0], 0  # sizes of the groups that are open, and of what stood last
    for part in _PART.finditer(pattern):
        if part["least"] is not None:
            times = _number(part["least"])
            within[-1] += last_size * (times - 1)
            last_size *= times
        elif part["open"]:
            within.append(0)
            last_size = 0
        else:
            # A bracket that closes nothing is taken to close all: rather too many than too few.
            last_size = within.pop() + 1 if part["close"] else 1
            within = within or [0]
            within[-1] += last_size
    return sum(within)


def _number(least: str) -> int:
    digits = least.lstrip("0")  # maybe more of them than Python turns into a number
    return int(digits or "1") if len(digits) < 9 else MAX_SIZE + 1
