"""Which sentence comes first, and answers given as the page gives them: on what is shown now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rrr.records import TRAIN, Annotation, AnnotationStatus, NewAnswer, Project
from rrr.services.marks import answers
from rrr.services.workspace import Workspace
from rrr.store import example_queries


def first_example(workspace: Workspace, project: Project) -> int:
    """Id of the first training sentence."""
    (first,) = example_queries.chunk(workspace.database, project.id, TRAIN, -1, 1)
    return first.id


def answer(
    workspace: Workspace,
    example_id: int,
    annotator: str,
    status: AnnotationStatus,
    struck: Iterable[int] = (),
    **more: Any,
) -> Annotation:
    """Open a sentence and answer it; `more` are further fields of `NewAnswer`."""
    seen = answers.sentence(workspace, example_id, annotator)
    given = NewAnswer(seen.token_hash, seen.revision, status, tuple(struck), **more)
    return answers.save(workspace, seen, given)
