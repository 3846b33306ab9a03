"""Roles, and what each may do: the one table. Services, pages and docs/security.md go by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal["annotator", "reviewer", "owner"]

ROLES: tuple[Role, ...] = get_args(Role)
"""Each may do what those before it may do."""

DeedName = Literal[
    "look",
    "answer",
    "call fair",
    "review",
    "adjudicate",
    "label",
    "make rules",
    "train",
    "add data",
    "change the project",
    "export",
    "manage members",
    "read the audit trail",
    "delete",
]


@dataclass(frozen=True)
class Deed:
    """Something that people do in a project."""

    least: Role
    words: str  # after “may”
    why: str = ""  # where the role is not plain


DEEDS: dict[DeedName, Deed] = {
    "look": Deed("annotator", "see the project, its sentences, its labels and its rules"),
    "answer": Deed("annotator", "strike words and answer sentences, in their own name"),
    "call fair": Deed("annotator", "say that a word or phrase is fair"),
    "review": Deed(
        "reviewer",
        "see everybody’s marks, and the pages Words, Review, Train, Compare and History",
        "Annotators work blind to each other, so that their agreement means something.",
    ),
    "adjudicate": Deed("reviewer", "decide which marks count where people differ"),
    "label": Deed("reviewer", "change the label of sentences"),
    "make rules": Deed(
        "reviewer",
        "strike a word everywhere, and take that back",
        "A rule strikes in sentences that others answer: it decides for all of them.",
    ),
    "train": Deed(
        "owner",
        "train, stop, name and delete runs, and look for suspicious words",
        "A training takes the server’s processor from everybody.",
    ),
    "add data": Deed("owner", "add sentences"),
    "change the project": Deed(
        "owner", "rename the project, rename and merge labels, and bring earlier marks back"
    ),
    "export": Deed("owner", "export marks and models"),
    "manage members": Deed("owner", "add and remove members, and change their roles"),
    "read the audit trail": Deed("owner", "read who did what, and when"),
    "delete": Deed("owner", "delete the project"),
}


def is_enough(role: Role, least: Role) -> bool:
    """Whether a role may do what asks for at least another one."""
    return ROLES.index(role) >= ROLES.index(least)
