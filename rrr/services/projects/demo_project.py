"""The project that everybody can open at once: reviews of films."""

from __future__ import annotations

from rrr.errors import DataError
from rrr.formats.columns import ColumnChoice
from rrr.formats.read_options import AS_IT_LOOKS
from rrr.formats.registry import read_table
from rrr.formats.table_examples import TableExamples
from rrr.records import Project
from rrr.services.audit import record
from rrr.services.permissions import require_present
from rrr.services.projects.catalogue import list_projects, owner_of_new
from rrr.services.workspace import Workspace
from rrr.settings import DEMO
from rrr.store import importing, project_queries

DEMO_NAME = "Film reviews (demo)"


def open_demo(workspace: Workspace) -> Project:
    """This person's demo project; made from the bundled corpus when they first ask for it.

    Without sign-in it is everybody's.

    Raises:
        DataError: if the corpus is not there.
    """
    existing = next((project for project in list_projects(workspace) if project.is_demo), None)
    if existing is not None:
        return existing
    workspace, owner = require_present(workspace), owner_of_new(workspace)
    examples_read = demo_examples()
    taken = {project.name for project in project_queries.list_all(workspace.database)}
    names = (DEMO_NAME, *(f"{DEMO_NAME} {n}" for n in range(2, len(taken) + 3)))
    name = next(name for name in names if name not in taken)
    project = importing.add(
        workspace.database,
        name,
        examples_read.labels,
        examples_read,
        is_demo=True,
        owner=owner,
    )
    record(workspace, "import", project.id, sentences=project.num_examples, demo=True)
    return project


def demo_examples() -> TableExamples:
    """The reviews of the bundled corpus.

    Raises:
        DataError: if the corpus is not there.
    """
    path = DEMO / "reviews.jsonl"
    if not path.is_file():
        raise DataError(
            f"The demo corpus is not there (expected {path}). Start Right Reasons from a full "
            "copy of its repository."
        )
    return TableExamples(
        read_table(path.name, path, AS_IT_LOOKS), ColumnChoice("text", "label", "split")
    )
