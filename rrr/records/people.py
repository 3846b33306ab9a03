"""Who works, in which project, and as what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rrr.records.team import Role

MAX_PERSON_LENGTH = 100
"""Characters of a person's name or key."""

Authority = Literal["program", "named", "confirmed"]
"""On what somebody's rights rest.

"program": whoever runs the program, from the shell or from Python, could read its files anyway, so
there is nothing to refuse. "named": somebody at this computer gave this name; it is believed.
"confirmed": a provider or a proxy has signed them in.
"""


@dataclass(frozen=True)
class Person:
    """`key` is stored with all they do; `name` is shown.

    With sign-in the key is the confirmed address, else it is the name.
    """

    key: str
    name: str

    @classmethod
    def named(cls, name: str) -> Person:
        return cls(name, name)


@dataclass(frozen=True)
class Member:
    """Somebody who takes part in a project."""

    person: Person
    role: Role
    added_by: str  # key of a person
    added_at: datetime
