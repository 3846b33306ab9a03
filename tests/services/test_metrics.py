from __future__ import annotations

from dataclasses import replace

import pytest
from prometheus_client import REGISTRY

from rrr.errors import StaleRevision
from rrr.records import NewAnswer, Project
from rrr.services.marks import answers
from rrr.services.workspace import Workspace
from tests.answering import first_example


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def test_saves_and_refused_saves_are_counted(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    example_id = first_example(fresh_workspace, small_project)
    seen = answers.sentence(fresh_workspace, example_id, "me")
    saves = value("rrr_save_seconds_count")
    refused = value("rrr_refused_saves_total", reason="StaleRevision")
    answer = NewAnswer(seen.token_hash, 0, "marked", (1,))
    answers.save(fresh_workspace, seen, answer)
    assert value("rrr_save_seconds_count") == saves + 1
    assert value("rrr_refused_saves_total", reason="StaleRevision") == refused
    with pytest.raises(StaleRevision):
        answers.save(fresh_workspace, seen, replace(answer, struck=(2,)))
    assert value("rrr_refused_saves_total", reason="StaleRevision") == refused + 1
