"""Where a tool divides texts into words otherwise than this program does.

Texts have one division here, on which vocabulary, rules, marks and models rest. The tokens of a
file are kept beside it, to be given back (`marked_text`). What they make different is counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rrr.formats.highlights import Highlights, Span, touched
from rrr.text import texts_and_starts

_MOST_ROWS = 100


class GivenTokens(NamedTuple):
    """What came of the tokens of a file.

    `num_tokens` were given in `num_texts`; `num_other_texts` of these have a token that is not
    exactly one word here, `num_other_tokens` such tokens in all. `num_widened` highlights, of all
    texts, ended within a word, and mean the whole word now. `num_partial` highlights, on whole
    words, cover only part of a given token; `partial_rows` are the first rows with one.
    """

    num_texts: int = 0
    num_other_texts: int = 0
    num_tokens: int = 0
    num_other_tokens: int = 0
    num_widened: int = 0
    num_partial: int = 0
    partial_rows: tuple[int, ...] = ()

    def with_text(self, number: int, text: str, highlights: Highlights) -> GivenTokens:
        """Counted with one text more, of the row of this number."""
        if not highlights.tokens and not highlights.rationales and not highlights.answers:
            return self
        tokens, starts = texts_and_starts(text)
        words = [(start, start + len(word)) for start, word in zip(starts, tokens, strict=True)]
        tool_tokens = [token for token in highlights.tokens if text[slice(*token)].strip()]
        num_other = len(set(tool_tokens).difference(words))
        widened = partial = 0
        for span in _spans(highlights):
            if struck := touched(words, span.start, span.end):
                start, end = words[struck[0]][0], words[struck[-1]][1]
                widened += start < span.start or end > span.end
                cut = touched(tool_tokens, start, end)
                partial += bool(cut) and (
                    tool_tokens[cut[0]][0] < start or tool_tokens[cut[-1]][1] > end
                )
        is_shown = partial and len(self.partial_rows) < _MOST_ROWS
        return GivenTokens(
            self.num_texts + bool(tool_tokens),
            self.num_other_texts + bool(num_other),
            self.num_tokens + len(tool_tokens),
            self.num_other_tokens + num_other,
            self.num_widened + widened,
            self.num_partial + partial,
            (*self.partial_rows, number) if is_shown else self.partial_rows,
        )


def _spans(highlights: Highlights) -> Iterator[Span]:
    for rationale in highlights.rationales:
        yield from rationale
    for answer in highlights.answers:
        yield from answer.struck
