"""Whose marks or decisions these are: a name that another workspace, project or person does not
have."""

from __future__ import annotations

import hashlib

from rrr.records import Project
from rrr.services.workspace import Workspace


def owner_of(workspace: Workspace, project: Project, annotator: str) -> str:
    """Names workspace, project and annotator together, in 32 hexadecimal digits.

    Two workspaces number their projects and sentences alike, and a browser keeps what is unsent by
    the server's address alone. Of a copied workspace the folder tells the difference, of two that
    took turns in one folder the moment when the project was made.
    """
    folder = str(workspace.settings.workspace.resolve())
    named = (folder, str(project.id), project.created_at.isoformat(), annotator)
    return hashlib.sha256("\0".join(named).encode("utf-8", "surrogateescape")).hexdigest()[:32]
