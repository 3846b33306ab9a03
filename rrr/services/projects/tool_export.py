"""A project's marks and rationales, written for other tools."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import IO, NamedTuple

from rrr.errors import DataError
from rrr.formats.doccano import doccano_lines
from rrr.formats.eraser import write_eraser
from rrr.formats.label_studio import label_studio_parts
from rrr.formats.marked_text import MarkedText
from rrr.formats.prodigy import prodigy_lines
from rrr.records import Given, Project
from rrr.services.audit import record_export
from rrr.services.permissions import require
from rrr.services.projects import catalogue
from rrr.services.workspace import Workspace
from rrr.store import rationale_queries

_PARTS: dict[str, Callable[[Iterator[MarkedText]], Iterator[str]]] = {
    "prodigy": prodigy_lines,
    "doccano": doccano_lines,
    "label-studio": label_studio_parts,
}
TOOLS = (*_PARTS, "eraser")
_OF_TOKENS = ("prodigy", "eraser")
"""Tools whose files divide texts into tokens. In the others marks go by characters."""


def file_name(project: Project, tool: str) -> str:
    """What a file for a tool is called."""
    ending = {"label-studio": "json", "eraser": "zip"}.get(tool, "jsonl")
    return f"{catalogue.file_stem(project)}-{tool}.{ending}"


def has_evidence(workspace: Workspace, project: Project) -> bool:
    """Whether there is anything that ERASER's files could hold."""
    workspace = require(workspace, project, "export")
    return rationale_queries.has_any(workspace.database, project.id)


class Written(NamedTuple):
    """How many examples were written, and how many marks in them were widened, because they covered
    only part of a token that a tool had given."""

    num_examples: int
    num_widened: int


def write_for_tool(workspace: Workspace, project: Project, tool: str, out: IO[bytes]) -> Written:
    """Write all examples in a tool's format.

    Raises:
        DataError: for ERASER, if no example has both a label and a rationale.
    """
    workspace = require(workspace, project, "export")
    record_export(workspace, project.id, what=f"marks for {tool}")
    written = widened = 0

    def texts() -> Iterator[MarkedText]:
        nonlocal written, widened
        for annotated in catalogue.annotated_examples(workspace, project):
            given = annotated.given or Given()
            text = MarkedText(
                name=f"{annotated.example.id}",
                text=annotated.example.text,
                label=annotated.example.label,
                split=annotated.example.split,
                tokens=annotated.tokens,
                struck=[index for index, used in enumerate(annotated.relevance) if used <= 0.5],
                rationale=annotated.rationale,
                answer=annotated.annotation,
                given=given if tool in _OF_TOKENS else replace(given, tokens=()),
            )
            written, widened = written + 1, widened + text.num_widened
            yield text

    if tool != "eraser":
        out.writelines(part.encode() for part in _PARTS[tool](texts()))
        return Written(written, widened)
    count = write_eraser(texts(), out)
    if not count:
        raise DataError(
            f"“{project.name}” has no evidence for its labels, which is what ERASER's files hold; "
            "struck words are the opposite. Export it in another format."
        )
    return Written(count, widened)
