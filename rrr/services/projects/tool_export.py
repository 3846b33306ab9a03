"""A project's marks and rationales, written for other tools."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import IO, NamedTuple

from rrr.errors import DataError
from rrr.formats.marked_text import MarkedText
from rrr.formats.tool_writers import WRITERS
from rrr.records import Given, Project
from rrr.services.audit import record_export
from rrr.services.permissions import require
from rrr.services.projects import catalogue, marks_export
from rrr.services.workspace import Workspace
from rrr.store import rationale_queries


def file_name(project: Project, tool: str) -> str:
    """What a file for a tool is called."""
    return f"{catalogue.file_stem(project)}-{tool}.{WRITERS[tool].ending}"


def has_evidence(workspace: Workspace, project: Project) -> bool:
    """Whether there is anything that ERASER's files could hold."""
    workspace = require(workspace, project, "export")
    return rationale_queries.has_any(workspace.database, project.id)


class Written(NamedTuple):
    """How many examples were written; how many marks in them were widened, because they covered
    only part of a token that a tool had given; how many examples have no place in the format."""

    num_examples: int
    num_widened: int
    num_left_out: int = 0


def write_for_tool(workspace: Workspace, project: Project, tool: str, out: IO[bytes]) -> Written:
    """Write all examples in a tool's format, as far as it can hold them.

    Raises:
        DataError: if it has a place for none of them.
    """
    workspace = require(workspace, project, "export")
    record_export(workspace, project.id, what=f"marks for {tool}")
    writer = WRITERS[tool]
    written = widened = left_out = 0

    def texts() -> Iterator[MarkedText]:
        nonlocal written, widened, left_out
        for annotated in marks_export.annotated_examples(workspace, project):
            given = annotated.given or Given()
            struck = [index for index, used in enumerate(annotated.relevance) if used <= 0.5]
            text = MarkedText(
                name=f"{annotated.example.id}",
                text=annotated.example.text,
                label=annotated.example.label,
                split=annotated.example.split,
                tokens=annotated.tokens,
                struck=struck if writer.holds_struck else (),
                rationale=annotated.rationale,
                answer=annotated.annotation,
                given=given if writer.is_divided else replace(given, tokens=()),
            )
            if not writer.holds(text):
                left_out += 1
                continue
            written, widened = written + 1, widened + text.num_widened
            yield text

    writer.write(texts(), out)
    if not written:
        raise DataError(
            f"Nothing in “{project.name}” has a place in this format. {writer.limits} Export it in "
            "another format."
        )
    return Written(written, widened, left_out)
