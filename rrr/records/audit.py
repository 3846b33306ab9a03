"""Who did what, and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, get_args

Action = Literal[
    "answer",
    "fair word",
    "rule",
    "label",
    "adjudicate",
    "train",
    "stop",
    "run",
    "import",
    "export",
    "roll back",
    "project",
    "member",
    "delete",
]

ACTIONS: tuple[Action, ...] = get_args(Action)


@dataclass(frozen=True)
class AuditEntry:
    """One deed. `detail` has numbers and names, never a sentence or a word of one."""

    id: int
    at: datetime
    person: str  # key
    action: Action
    project_id: int | None
    project: str  # its name at that time
    detail: dict[str, Any] = field(default_factory=dict)
