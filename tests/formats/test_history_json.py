"""A run goes into a project's file and comes out with how its kind of classifier was chosen."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from rrr.formats.history_json import run_json, run_of
from rrr.records import ClassifierChoice, PastRun, Run, TrainingConfig, TriedClassifier

TRIED = (TriedClassifier("average", 0.75, 20, 1.5), TriedClassifier("cnn", None, 0, 2.0))
CHOICE = ClassifierChoice(TRIED, None, "average", "It was taken.")
NOW = datetime(2026, 1, 1, tzinfo=UTC)
RUN = Run(4, 0, "baseline", "finished", TrainingConfig(), "marks", 5, NOW, choice=CHOICE)


def test_a_choice_comes_back_as_it_was() -> None:
    entry = json.loads(json.dumps(run_json(PastRun(RUN, ()))))
    assert run_of(entry).run == RUN


def test_a_file_of_a_version_that_knew_no_choice_is_read() -> None:
    entry = json.loads(json.dumps(run_json(PastRun(RUN, ()))))
    del entry["choice"]
    assert run_of(entry).run == replace(RUN, choice=None)


def test_a_choice_of_a_kind_that_does_not_exist_is_refused() -> None:
    entry = json.loads(json.dumps(run_json(PastRun(RUN, ()))))
    entry["choice"]["tried"][0]["classifier"] = "oracle"
    with pytest.raises(TypeError):
        run_of(entry)
