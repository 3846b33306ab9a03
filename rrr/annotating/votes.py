"""What each person who reviewed a sentence struck in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from rrr.annotating.masks import HandMarks, struck_tokens
from rrr.errors import AnnotationError
from rrr.records import MarkSource
from rrr.text import words_of

_STRENGTH: tuple[MarkSource, ...] = ("hand", "suggestion", "rule")


class Answer(HandMarks, Protocol):
    """One person's reviewed answer on a sentence."""

    @property
    def annotator(self) -> str: ...


@dataclass(frozen=True)
class SentenceVotes:
    """A sentence, its words in the vocabulary's form, with everybody's marks.

    `struck` has, for each person who reviewed the sentence, the tokens that are struck for them and
    what struck each. `by_rule` are the tokens that rules strike, `decided` those that a reviewer
    struck; None if no reviewer has decided.
    """

    example_id: int
    words: tuple[str, ...]
    struck: Mapping[str, Mapping[int, MarkSource]]
    by_rule: frozenset[int] = frozenset()
    decided: frozenset[int] | None = None

    @property
    def not_by_hand(self) -> frozenset[int]:
        """Tokens that a rule strikes, or that somebody struck because a model suggested them."""
        suggested = (
            token
            for struck in self.struck.values()
            for token, source in struck.items()
            if source == "suggestion"
        )
        return self.by_rule.union(suggested)

    def shares(self) -> dict[int, float]:
        """Share of the people who struck each token, above 0 to 1; the others are left out."""
        tokens = sorted({token for struck in self.struck.values() for token in struck})
        return {
            token: sum(token in struck for struck in self.struck.values()) / len(self.struck)
            for token in tokens
        }

    def made_by(self, tokens: Collection[int]) -> dict[int, MarkSource]:
        """What struck each of these tokens, sorted: hands before suggestions before rules.

        A token that only a reviewer struck was struck by hand.
        """
        sources: dict[int, MarkSource] = {}
        for token in sorted(tokens):
            votes = {struck[token] for struck in self.struck.values() if token in struck}
            if not votes:
                votes = {"rule" if token in self.by_rule else "hand"}
            sources[token] = min(votes, key=_STRENGTH.index)
        return sources


def votes_on(
    example_id: int,
    text: str,
    by_rule: Iterable[int],
    answers: Iterable[Answer],
    decided: Collection[int] | None = None,
) -> SentenceVotes:
    """Everybody's marks in one sentence.

    Args:
        example_id: the sentence's.
        text: the sentence.
        by_rule: tokens that rules strike.
        answers: the reviewed ones, one of each person.
        decided: what a reviewer decided, if one did.

    Raises:
        AnnotationError: if somebody struck tokens that the text does not have.
    """
    hits, words = frozenset(by_rule), tuple(words_of(text))
    if decided and max(decided) >= len(words):
        raise AnnotationError(
            f"A reviewer's decision strikes word {max(decided) + 1} of a sentence that has "
            f"{len(words)}. Decide about the sentence again on the Review page."
        )
    return SentenceVotes(
        example_id,
        words,
        {answer.annotator: struck_tokens(text, sorted(hits), answer) for answer in answers},
        hits,
        None if decided is None else frozenset(decided),
    )
