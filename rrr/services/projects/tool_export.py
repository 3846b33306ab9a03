"""A project's marks and rationales, written for other tools."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO

from rrr.errors import DataError
from rrr.formats.doccano import doccano_lines
from rrr.formats.eraser import write_eraser
from rrr.formats.label_studio import label_studio_parts
from rrr.formats.marked_text import MarkedText
from rrr.formats.prodigy import prodigy_lines
from rrr.records import Project
from rrr.services.audit import record_export
from rrr.services.permissions import require
from rrr.services.projects import catalogue
from rrr.services.workspace import Workspace

_PARTS: dict[str, Callable[[Iterator[MarkedText]], Iterator[str]]] = {
    "prodigy": prodigy_lines,
    "doccano": doccano_lines,
    "label-studio": label_studio_parts,
}
TOOLS = (*_PARTS, "eraser")


def write_for_tool(workspace: Workspace, project: Project, tool: str, out: IO[bytes]) -> int:
    """Write all examples in a tool's format; returns how many were written.

    Raises:
        DataError: for ERASER, if no example has both a label and a rationale.
    """
    workspace = require(workspace, project, "export")
    record_export(workspace, project.id, what=f"marks for {tool}")
    written = 0

    def texts() -> Iterator[MarkedText]:
        nonlocal written
        for annotated in catalogue.annotated_examples(workspace, project):
            written += 1
            yield MarkedText(
                name=f"{annotated.example.id}",
                text=annotated.example.text,
                label=annotated.example.label,
                split=annotated.example.split,
                tokens=annotated.tokens,
                struck=[index for index, used in enumerate(annotated.relevance) if used <= 0.5],
                rationale=annotated.rationale,
                answer=annotated.annotation,
            )

    if tool != "eraser":
        out.writelines(part.encode() for part in _PARTS[tool](texts()))
        return written
    count = write_eraser(texts(), out)
    if not count:
        raise DataError(
            f"“{project.name}” has no evidence for its labels, which is what ERASER's files hold; "
            "struck words are the opposite. Export it in another format."
        )
    return count
