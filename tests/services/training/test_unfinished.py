"""What is kept of an unfinished run is taken up again only under the versions it was begun with."""

from __future__ import annotations

import json

import numpy as np

from rrr.learning.training_state import TrainingState
from rrr.records import EpochReport
from rrr.services.training import unfinished
from rrr.services.training.unfinished import Unfinished
from rrr.services.training.versions import versions
from rrr.services.workspace import Workspace

STATE = TrainingState((EpochReport(1, 2, 0.5, {"loss": 1.0}),), (np.ones(3),), (np.zeros(2),))


def test_a_training_is_remembered_by_its_name(fresh_workspace: Workspace) -> None:
    begun = Unfinished(fresh_workspace, 7)
    assert begun.is_new
    begun.keep("λ = 1", STATE)
    again = Unfinished(fresh_workspace, 7)
    assert not again.is_new
    assert again.state("λ = 10") is None
    kept = again.state("λ = 1")
    assert kept is not None
    assert again.reports_of("λ = 1") == kept.reports == STATE.reports
    assert again.best() is None
    assert unfinished.kept_ids(fresh_workspace) == [7]
    unfinished.forget(fresh_workspace, 7)
    assert unfinished.kept_ids(fresh_workspace) == []


def test_after_an_update_a_training_begins_again(fresh_workspace: Workspace) -> None:
    Unfinished(fresh_workspace, 7).keep("λ = 1", STATE)
    begun_with = fresh_workspace.settings.workspace / "unfinished" / "run-7" / "versions.json"
    begun_with.write_text(json.dumps({**versions(), "keras": "0.1"}))
    updated = Unfinished(fresh_workspace, 7)
    assert updated.is_new
    assert updated.state("λ = 1") is None
