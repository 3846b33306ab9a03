"""How a project shares its sentences out, and who has which."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from rrr.errors import ConfigError

MAX_PEOPLE_PER_SENTENCE = 20


@dataclass(frozen=True)
class Sharing:
    """How many people answer a training sentence.

    A share of the sentences, the *overlap*, goes to several people each, so that one sees how far
    they agree. All other sentences go to one person. The usual values give every sentence to one.
    """

    people_per_sentence: int = 2  # of the overlap
    overlap: float = 0.0  # share of the training sentences, from 0 to 1

    def __post_init__(self) -> None:
        if not 1 <= self.people_per_sentence <= MAX_PEOPLE_PER_SENTENCE:
            raise ConfigError(
                f"From 1 to {MAX_PEOPLE_PER_SENTENCE} people can answer a sentence. "
                f"Received: {self.people_per_sentence}."
            )
        if not 0 <= self.overlap <= 1:  # NaN, too
            raise ConfigError(
                "The overlap is a share of the training sentences, from 0 to 1. "
                f"Received: {self.overlap}."
            )


@dataclass(frozen=True)
class Lease:
    """A sentence is kept for a person until a moment."""

    example_id: int
    person: str
    expires_at: datetime


@dataclass
class Claims:
    """Who has answered one sentence, and who has it before them.

    `own` tells that the person asking has answered it, in whatever way; `answered` and `leased`
    are of others, and name nobody twice.
    """

    asked: int
    own: bool = False
    answered: list[str] = field(default_factory=list)
    leased: list[Lease] = field(default_factory=list)

    @property
    def is_closed(self) -> bool:
        """Whether the sentence is not handed to this person: others have answered it, or have it
        before them."""
        return not self.own and len(self.answered) + len(self.leased) >= self.asked

    @property
    def is_answered(self) -> bool:
        """Whether others have given all the answers it needs."""
        return len(self.answered) >= self.asked
