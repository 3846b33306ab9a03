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
    word = word_of(sought.strip())
    examples: list[Example] = []
    if not word:
        return examples
    for example in example_queries.stream_of(workspace.database, project.id):
        if word in word_of(example.text):
            examples.append(example)
            if len(examples) == most:
                break
    return examples
