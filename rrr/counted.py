"""Numbers of things, in words."""

from __future__ import annotations


def counted(number: int, one: str, many: str | None = None) -> str:
    """“1 word”, “1,716 words”; “2 texts stand” of `counted(2, "text stands", "texts stand")`.

    Args:
        number: how many there are.
        one: what stands behind a 1.
        many: what stands behind every other number; without it, `one` with an s.
    """
    return f"1 {one}" if number == 1 else f"{number:,} {many or f'{one}s'}"
