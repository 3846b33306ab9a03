"""What several people make of the same sentences, and how that becomes one mask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Literal, get_args

from rrr.errors import ConfigError

MergePolicy = Literal["any", "majority", "weighted", "adjudicated", "graded"]

USUAL_MERGE: MergePolicy = "majority"

LAST_ANSWER = "last"
"""What snapshots of older versions are recorded with: there the last answer on a sentence
counted."""

MERGE_SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "any": "A word is struck if anybody struck it.",
        "majority": "A word is struck if more than half of the people who reviewed its sentence "
        "struck it.",
        "weighted": "A word is struck if the people who struck it have more than half of the "
        "weight. People weigh more the better they agree with the reviewers' decisions and with "
        "the others.",
        "adjudicated": "A word is struck if a reviewer decided so. Where no reviewer decided, it "
        "is struck if everybody struck it.",
        "graded": "A word counts less the more people struck it. In measurements it is struck "
        "from one half of the people on.",
        LAST_ANSWER: "The last answer on a sentence counted alone.",
    }
)
"""Each way of putting marks together, in a sentence for a page or a report."""


@dataclass(frozen=True)
class Merge:
    """How the marks of several people become one mask.

    `weights` are those of "weighted", above 0 up to 1 by person; whoever has none weighs 1.
    """

    policy: MergePolicy = USUAL_MERGE
    weights: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        checked_policy(self.policy)


def checked_policy(policy: str) -> MergePolicy:
    """The policy of this name.

    Raises:
        ConfigError: if there is none.
    """
    if policy not in get_args(MergePolicy):
        raise ConfigError(
            f"Marks are put together by one of {', '.join(get_args(MergePolicy))}. "
            f"Received: {policy!r}."
        )
    return policy  # type: ignore[return-value]  # it was looked up


@dataclass(frozen=True)
class Adjudication:
    """What a reviewer decided about a sentence; it counts before all answers and rules.

    `marked` are all tokens that are struck, sorted, from 0. No two adjudications of a project have
    the same `revision`, not even after one was withdrawn.
    """

    example_id: int
    person: str
    marked: tuple[int, ...]
    revision: int
    updated_at: datetime
    note: str = ""
