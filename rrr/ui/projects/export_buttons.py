"""Take a project along: its marks for this or another tool, or all of it as one file."""

from __future__ import annotations

import io

import streamlit as st

from rrr.formats.registry import format_named
from rrr.formats.tool_writers import WRITERS
from rrr.records import Project
from rrr.services.projects import catalogue, marks_export, project_files, tool_export
from rrr.services.workspace import Workspace
from rrr.ui import tab_state

_OWN = "right-reasons"
_OF_OWN = (
    "Sentences, labels, everybody’s answers, rules and fair words as JSON Lines. An import reads "
    "them back."
)
_OF_TOOL = (
    "Struck words are highlights with the label IRRELEVANT. Evidence for the label keeps the label "
    "that it came with."
)
_NOTHING_FOR_ERASER = (
    "ERASER’s files hold evidence for labels. No sentence here has any: struck words are the "
    "opposite. Choose another format."
)


def export_button(project: Project) -> None:
    """The same file as `rrr export`, in the format that is chosen beside it."""
    workspace = tab_state.workspace()
    tool = st.selectbox(
        "Format of the exported marks",
        [_OWN, *WRITERS],
        format_func=lambda name: format_named(name).title.split(" (")[0],
        label_visibility="collapsed",
        width=160,
        key=f"export format {project.id}",
    )
    is_own = tool == _OWN
    is_empty = tool == "eraser" and not tool_export.has_evidence(workspace, project)
    st.download_button(
        "Export marks",
        data=lambda: marks_file(workspace, project, tool),
        file_name=f"{catalogue.file_stem(project)}-marked.jsonl"
        if is_own
        else tool_export.file_name(project, tool),
        mime="application/jsonl" if is_own else "application/octet-stream",
        help=_NOTHING_FOR_ERASER if is_empty else _help(tool),
        on_click="ignore",
        disabled=is_empty,
        key=f"export {project.id}",
    )


def _help(tool: str) -> str:
    if tool == _OWN:
        return _OF_OWN
    writer = WRITERS[tool]
    return f"{_OF_TOOL if writer.holds_struck else ''} {writer.what_stays}".strip()


def marks_file(workspace: Workspace, project: Project, tool: str) -> bytes:
    """What the button gives."""
    if tool == _OWN:
        return "".join(marks_export.export(workspace, project)).encode()
    written = io.BytesIO()
    tool_export.write_for_tool(workspace, project, tool, written)
    return written.getvalue()


def project_button(project: Project) -> None:
    """The same file as `rrr project export`; it is made once the button is pressed."""
    workspace = tab_state.workspace()

    def content() -> bytes:
        written = io.BytesIO()
        project_files.write_project(workspace, project, written)
        return written.getvalue()

    st.download_button(
        "Download the project",
        data=content,
        file_name=project_files.archive_name(project),
        mime="application/zip",
        help="One file with all of it: sentences, everybody’s marks, rules, runs and their models. "
        "An import elsewhere makes the same project of it.",
        on_click="ignore",
        key=f"download project {project.id}",
    )
