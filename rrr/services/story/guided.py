"""The story once more, with texts that a visitor brings: which of its five steps comes now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rrr.records import ACTIVE_STATUSES, Project
from rrr.services.exploration import background_rounds
from rrr.services.marks import answers
from rrr.services.permissions import require_own
from rrr.services.training import runs
from rrr.services.workspace import Workspace

NUM_STEPS = 5


@dataclass(frozen=True)
class GuideStep:
    """What to do now, and on which page."""

    number: int
    title: str
    what_to_do: str
    page: Literal["projects", "train", "words", "compare"]


IMPORT = GuideStep(
    1,
    "bring your texts",
    "Upload a file with a text and a label in each row. You see how it is read before anything is "
    "stored.",
    "projects",
)
FIND = GuideStep(
    2,
    "find suspicious words",
    "Open “Find suspicious words for me” and press the button. Models show which words could "
    "decide the label.",
    "train",
)
STRIKE = GuideStep(
    3,
    "strike them",
    "Strike the words that only happen to go with a label. Leave those that say why it is right.",
    "words",
)
TRAIN = GuideStep(
    4,
    "train again",
    "Press “Train with my marks”. It trains twice, without and with your marks.",
    "train",
)
VERDICT = GuideStep(
    5,
    "the verdict",
    "See what improved, what it cost, and where the weight moved. Strike more, and train again.",
    "compare",
)


def step_of(workspace: Workspace, project: Project | None, annotator: str) -> GuideStep:
    """The step that comes now, by what has been done in the open project."""
    if project is None or project.is_demo:
        return IMPORT
    workspace = require_own(workspace, project, annotator, "look")
    progress = answers.progress(workspace, project, annotator)
    if not progress.marked and not progress.num_rules:
        state = background_rounds.state(workspace, project)
        return STRIKE if state is not None and state.is_over and state.rounds else FIND
    with_marks = [run for run in runs.list_runs(workspace, project.id) if not run.is_baseline]
    if any(run.status in ACTIVE_STATUSES for run in with_marks):
        return TRAIN
    return VERDICT if any(run.status == "finished" for run in with_marks) else TRAIN
