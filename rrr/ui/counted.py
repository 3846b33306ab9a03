"""Numbers of things, in words."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """“1 word”, “1,716 words”; for nouns that take an s."""
    return f"1 {noun}" if number == 1 else f"{number:,} {noun}s"
