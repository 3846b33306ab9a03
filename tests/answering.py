"""Answers given as the page gives them: on what is shown now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rrr.records import Annotation, AnnotationStatus, NewAnswer
from rrr.services.marks import answers
from rrr.services.workspace import Workspace


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
