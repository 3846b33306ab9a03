"""What a click costs the server: CPU milliseconds and SQL statements of one rerun of each page.

    .venv/bin/python -m benchmarks.rerun_cpu [--reruns 40]

The demo with its known marks and a finished pair, settings unfolded. "page": everything is drawn
anew; "part": only the page's own fragment, as after a click in it. Of the script's thread alone, so
that other work on the machine counts little; the browser's share is not in it, see
`benchmarks.clicks_while_training`.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from streamlit.runtime.scriptrunner import script_runner
from streamlit.testing.v1 import AppTest

from rrr.records import TrainingConfig
from rrr.services.demo_loop import train_pair
from rrr.services.marks import rules
from rrr.services.projects import demo_project
from rrr.services.workspace import Workspace, open_workspace
from rrr.settings import ROOT, Settings
from rrr.ui.train.train_state import TRAINING_SETTINGS

FRAGMENTS = {"words": "words", "train": "start"}
"""Page -> its function that a click on the page draws anew; of the others all is drawn."""


class Reruns:
    """CPU milliseconds and statements of each rerun while `on`, of one fragment if it is named."""

    def __init__(self) -> None:
        self.on, self.fragment = False, ""
        self.milliseconds: list[float] = []
        self.statements = 0
        run_script = script_runner.ScriptRunner._run_script

        def timed(runner: Any, data: Any) -> None:
            if self.on and self.fragment:
                data = replace(data, fragment_id_queue=[_fragment_id(runner, self.fragment)])
            began = time.thread_time()
            try:
                run_script(runner, data)
            finally:
                self.milliseconds.append(1000 * (time.thread_time() - began))

        script_runner.ScriptRunner._run_script = timed  # type: ignore[method-assign]
        sa.event.listen(sa.engine.Engine, "before_cursor_execute", self._count)

    def _count(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        self.statements += not statement.startswith("BEGIN")

    def measure(self, at: AppTest, count: int, fragment: str = "") -> str:
        self.fragment, self.on = fragment, True
        at.run()
        self.milliseconds.clear()
        self.statements = 0
        for _ in range(count):
            at.run()
        self.on = False
        if at.exception:
            raise RuntimeError(at.exception[0].value)
        median, least = statistics.median(self.milliseconds), min(self.milliseconds)
        return f"{median:.1f} | {least:.1f} | {self.statements / count:.0f}"


def _fragment_id(runner: Any, name: str) -> str:
    """Of a function of the page, by the name that stands in the fragment's closure."""
    for fragment_id, wrapped in runner._fragment_storage._fragments.items():
        seen = [cell.cell_contents for cell in wrapped.__closure__ or ()]
        if any(getattr(cell, "__name__", None) == name for cell in seen):
            return str(fragment_id)
    raise LookupError(f"No fragment is called {name}.")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--reruns", type=int, default=40)
    count: int = parser.parse_args().reruns
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(RRR_WORKSPACE=folder, RRR_ANNOTATOR="annotator", RRR_WARM_UP="0")
        _prepare(Path(folder))
        reruns = Reruns()
        print("| rerun of | CPU ms, median | least | statements |")
        print("|---|---|---|---|")
        for page in ("projects", "words", "train"):
            at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
            at.session_state[TRAINING_SETTINGS] = True
            at.run()
            at.switch_page(f"pages/{page}.py").run()
            print(f"| {page}, page | {reruns.measure(at, count)} |")
            if page in FRAGMENTS:
                print(f"| {page}, part | {reruns.measure(at, count, FRAGMENTS[page])} |")
        open_workspace().close()


def _prepare(folder: Path) -> None:
    workspace = Workspace(Settings(workspace=folder, annotator="annotator"))
    project = demo_project.open_demo(workspace)
    rules.apply_demo_rules(workspace, project)
    config = TrainingConfig(reason_weight=1.0, epochs=3)
    train_pair(workspace, project, config, lambda run, report: None)
    workspace.close()


if __name__ == "__main__":
    main()
