from __future__ import annotations

import pytest

from rrr.formats.columns import ColumnChoice
from rrr.services.projects import catalogue, demo_project, file_import
from rrr.services.workspace import Workspace

pytestmark = pytest.mark.both_stores

CHOICE = ColumnChoice("text", "label")
CSV = b"text;label\n" + b"".join(b"text %d;%c\n" % (n, 97 + n % 2) for n in range(40))


def test_opening_the_demo_twice_gives_the_same_project(fresh_workspace: Workspace) -> None:
    demo = demo_project.open_demo(fresh_workspace)
    assert demo_project.open_demo(fresh_workspace) == demo
    assert catalogue.list_projects(fresh_workspace) == [demo]
    assert demo.is_demo
    assert demo.labels == ("negative", "positive")
    assert set(demo.split_sizes) == {
        "train",
        "validation",
        "test",
        "artefact_free",
        "artefact_flipped",
    }


def test_the_demo_finds_another_name_where_its_own_is_taken(fresh_workspace: Workspace) -> None:
    file_import.import_file(fresh_workspace, demo_project.DEMO_NAME, "x.csv", CSV, CHOICE)
    assert demo_project.open_demo(fresh_workspace).name == f"{demo_project.DEMO_NAME} 2"
