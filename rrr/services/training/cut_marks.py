"""Struck words that no model will see, because it reads only the beginning of a long text."""

from __future__ import annotations

from rrr.counted import counted
from rrr.records import LabelledTexts


def cut_marks_note(training: LabelledTexts, max_tokens: int) -> str:
    """What is to be told before a training; empty if all struck words are read."""
    number = training.num_marks_beyond(max_tokens)
    if not number:
        return ""
    total = sum(map(len, training.marked))
    which = f"{number:,} of your {total:,} struck words {'comes' if number == 1 else 'come'}"
    if number == total:
        which = f"All your {total:,} struck words come" if total > 1 else "Your struck word comes"
    return (
        f"{which} after the first {counted(max_tokens, 'word')} of their text, where the "
        "model stops reading, and will do nothing. Read further: set a larger “Longest "
        "sentence” under Settings (in the shell, --max-tokens)."
    )
