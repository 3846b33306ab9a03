"""Fixtures that every layer's tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

# TensorFlow reads these when it is first imported; its start-up messages are no test output.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")  # the same sums on every processor
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

if TYPE_CHECKING:
    from rrr.services.workspace import Workspace


@pytest.fixture
def fresh_workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An empty workspace in a folder of its own, closed afterwards."""
    from rrr.services.workspace import Workspace
    from rrr.settings import Settings

    workspace = Workspace(Settings(workspace=tmp_path / "workspace", annotator="tester"))
    yield workspace
    workspace.database.close()
