"""The marks of a project, or a placeholder while the marks of a large project are read."""

from __future__ import annotations

from rrr.counted import counted
from rrr.records import Project
from rrr.services.marks.marked_splits import MarkedSplits, marked_splits_soon
from rrr.ui import tab_state
from rrr.ui.waiting import arrived


def marks_or_wait(project: Project) -> MarkedSplits | None:
    """None while they are read, or if they cannot be read; both are said."""
    return arrived(
        marked_splits_soon(tab_state.workspace(), project),
        f"Reading the marks of {counted(project.num_examples, 'sentence')}. "
        "This takes some seconds.",
    )
