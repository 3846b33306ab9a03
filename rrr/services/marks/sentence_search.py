"""Sentences that hold some words, of any split."""

from __future__ import annotations

from rrr.records import Example, Project
from rrr.services.permissions import require
from rrr.services.workspace import Workspace
from rrr.store import example_queries
from rrr.text import word_of


def find_sentences(workspace: Workspace, project: Project, sought: str, most: int) -> list[Example]:
    """The first sentences in file order that hold this text, without regard to upper and lower
    case; `most` at most, none for a blank text."""
    workspace = require(workspace, project, "look")
    wanted = word_of(sought.strip())
    found: list[Example] = []
    if not wanted:
        return found
    for example in example_queries.stream_of(workspace.database, project.id):
        if wanted in word_of(example.text):
            found.append(example)
            if len(found) == most:
                break
    return found
