from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rrr.services import projects
from rrr.services.workspace import Workspace, open_workspace
from rrr.settings import Settings


def test_a_workspace_is_opened_once_however_many_threads_ask(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "here", "me")
    with ThreadPoolExecutor(4) as pool:
        opened = set(pool.map(lambda _: open_workspace(settings), range(8)))
    assert len(opened) == 1
    opened.pop().close()


def test_other_settings_open_another_workspace(tmp_path: Path) -> None:
    one, two = (open_workspace(Settings(tmp_path / name, "me")) for name in "ab")
    projects.open_demo(one)
    assert projects.list_projects(two) == []
    one.close()
    two.close()


def test_the_word_index_of_a_project_is_built_once(fresh_workspace: Workspace) -> None:
    demo = projects.open_demo(fresh_workspace)
    assert fresh_workspace.word_index(demo.id) is fresh_workspace.word_index(demo.id)
