"""Where a tool divides texts into words otherwise than this program does.

Texts have one division here, on which vocabulary, rules, marks and models rest. The tokens of a
file are not kept. What they are good for is to say how much of the file they make different.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rrr.formats.highlights import Highlights, Span, tokens_in
from rrr.text import texts_and_starts


class GivenTokens(NamedTuple):
    """What came of the tokens of a file.

    `num_tokens` were given in `num_texts`; `num_other_texts` of these have a token that is not
    exactly one word here, `num_other_tokens` such tokens in all. `num_widened` highlights, of all
    texts, ended within a word, and mean the whole word now.
    """

    num_texts: int = 0
    num_other_texts: int = 0
    num_tokens: int = 0
    num_other_tokens: int = 0
    num_widened: int = 0

    def with_text(self, text: str, highlights: Highlights) -> GivenTokens:
        """Counted with one text more."""
        if not highlights.tokens and not highlights.rationales and not highlights.answers:
            return self
        tokens, starts = texts_and_starts(text)
        words = {(start, start + len(word)) for start, word in zip(starts, tokens, strict=True)}
        given = [token for token in highlights.tokens if text[slice(*token)].strip()]
        other = sum(token not in words for token in given)
        widened = sum(_is_widened(text, tokens, starts, span) for span in _spans(highlights))
        return GivenTokens(
            self.num_texts + bool(given),
            self.num_other_texts + bool(other),
            self.num_tokens + len(given),
            self.num_other_tokens + other,
            self.num_widened + widened,
        )


def _spans(highlights: Highlights) -> Iterator[Span]:
    for rationale in highlights.rationales:
        yield from rationale
    for answer in highlights.answers:
        yield from answer.struck


def _is_widened(text: str, tokens: list[str], starts: list[int], span: Span) -> bool:
    struck = tokens_in(text, [span])
    if not struck:
        return False
    first, last = struck[0], struck[-1]
    return starts[first] < span.start or starts[last] + len(tokens[last]) > span.end
