"""What came of trying one fault many times, and how a scenario is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Outcome:
    """What came of one scenario.

    Attributes:
        scenario: what was done, in a few words.
        tries: how often (kills, saves, restarts: whatever the scenario counts).
        lost: acknowledged work that is not there afterwards.
        doubled: work that is there more than once.
        wrong: work that is there with another content, or a message that names the wrong cause.
        stuck: what neither goes on nor says why it does not.
    """

    scenario: str
    tries: int
    lost: int = 0
    doubled: int = 0
    wrong: int = 0
    stuck: int = 0

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.doubled or self.wrong or self.stuck)


Scenario = Callable[[Path, int], Outcome]
"""A fault to try: called with an empty folder of its own and how often to try it.

A scenario raises Unavailable if this machine cannot try it (no browser, no administrator).
"""


class Unavailable(Exception):
    """This machine cannot try the scenario; says what is missing."""
