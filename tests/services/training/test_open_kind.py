"""A press that leaves the kind of classifier open. So little time that one kind is tried only."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace

import pytest

from rrr.records import (
    WORDS_DELETED,
    EpochReport,
    Project,
    Run,
    SearchStage,
    TrainingConfig,
)
from rrr.services.comparison.model_download import model_zip
from rrr.services.comparison.pairs import RunPair
from rrr.services.comparison.reporting import report_of
from rrr.services.marks import rules
from rrr.services.training import repetition, runs
from rrr.services.training.models import load_trained
from rrr.services.workspace import Workspace
from rrr.store import run_progress_queries
from tests.services.training.test_runs import LONG, finished_pair


@pytest.fixture
def open_config(small_config: TrainingConfig) -> TrainingConfig:
    return replace(small_config, classifier="auto", search_minutes=1e-9)


def test_both_runs_take_the_kind_that_was_chosen_and_keep_why(
    fresh_workspace: Workspace, marked_project: Project, open_config: TrainingConfig
) -> None:
    told: list[tuple[Run, EpochReport]] = []
    queued = runs.start_pair(fresh_workspace, marked_project.id, open_config)
    assert [run.config.classifier for run in queued] == ["auto", "auto"]
    before = runs.wait(fresh_workspace, queued[0].id, lambda *report: told.append(report))
    after = runs.wait(fresh_workspace, queued[1].id)
    assert (before.status, after.status) == ("finished", "finished"), after.traceback
    assert before.choice is not None
    assert before.choice == after.choice
    (tried,) = before.choice.tried
    assert before.choice.chosen == tried.classifier == "average"
    assert tried.num_judged == 20
    assert "was taken" in before.choice.why
    assert after.config == replace(open_config, classifier="average")
    assert before.config == TrainingConfig(
        **{**before.config.to_dict(), "classifier": "average", "reason_weight": 0.0}
    )
    assert before.config.search_minutes == TrainingConfig().search_minutes
    assert load_trained(fresh_workspace, before).config == before.config
    assert [report.epoch for report in runs.epochs(fresh_workspace, before.id)] == [1, 2, 3]
    assert [report.epoch for _, report in told[-3:]] == [1, 2, 3]

    why = before.choice.why
    report = report_of(fresh_workspace, marked_project, RunPair(before, after))
    assert [of.settings["why_this_classifier"] for of in (report.before, report.after)] == [why] * 2
    with zipfile.ZipFile(io.BytesIO(model_zip(fresh_workspace, after))) as file:
        card, settings = file.read("MODEL_CARD.md").decode(), json.loads(file.read("settings.json"))
    assert why.replace("\u00a0", " ") in card
    assert settings["training"]["classifier"] == "average"


def test_a_repetition_gives_the_same_numbers(
    fresh_workspace: Workspace, marked_project: Project, open_config: TrainingConfig
) -> None:
    for run in finished_pair(fresh_workspace, marked_project, open_config):
        again = runs.wait(fresh_workspace, runs.repeat(fresh_workspace, run.id).id)
        assert again.status == "finished", again.traceback
        assert run.choice is not None
        assert again.choice == replace(run.choice, is_earlier=True)
        assert repetition.numbers_that_differ(fresh_workspace, again.id) == []


def test_a_choice_serves_again_until_the_marks_change(
    fresh_workspace: Workspace, marked_project: Project, open_config: TrainingConfig
) -> None:
    before, after = finished_pair(fresh_workspace, marked_project, open_config)
    stronger = replace(open_config, reason_weight=7.0)
    again, other = runs.start_pair(fresh_workspace, marked_project.id, stronger)
    assert again == before
    assert before.choice is not None
    assert other.choice == replace(before.choice, is_earlier=True)
    assert other.config == replace(stronger, classifier="average")
    runs.wait(fresh_workspace, other.id)
    rules.add_rule(fresh_workspace, marked_project, "film")
    new, _ = finished_pair(fresh_workspace, marked_project, open_config)
    assert new.id not in (before.id, after.id)
    assert new.choice is not None
    assert new.choice != before.choice  # at least its seconds


def test_a_run_whose_baseline_has_gone_before_it_chose_chooses_by_itself(
    fresh_workspace: Workspace, marked_project: Project, open_config: TrainingConfig
) -> None:
    endless = replace(open_config, classifier="average", epochs=LONG)
    first = runs.start_baseline(fresh_workspace, marked_project.id, endless)
    baseline, marked = runs.start_pair(fresh_workspace, marked_project.id, open_config)
    for run in (baseline, first):
        assert runs.cancel(fresh_workspace, run.id).status == "cancelled"
    after = runs.wait(fresh_workspace, marked.id)
    assert after.status == "finished", after.traceback
    assert after.choice is not None
    assert after.config.classifier == after.choice.chosen == "average"
    assert load_trained(fresh_workspace, after).config.reason_weight == open_config.reason_weight


def test_a_search_has_all_its_minutes_where_an_earlier_press_has_chosen_the_kind(
    fresh_workspace: Workspace, marked_project: Project, open_config: TrainingConfig
) -> None:
    pair = finished_pair(fresh_workspace, marked_project, open_config)
    for run in pair:  # as if choosing had taken two hours
        assert run.choice is not None
        slow = replace(run.choice, tried=(replace(run.choice.tried[0], seconds=7_200.0),))
        run_progress_queries.set_choice(fresh_workspace.database, run.id, slow, run.config)
    searching = replace(open_config, reason_weight="auto", search_minutes=60.0)
    _, after = finished_pair(fresh_workspace, marked_project, searching)
    assert after.choice is not None
    assert after.choice.seconds == 7_200.0
    assert after.search is not None
    assert len(after.search.trials) > 1
    assert "its time was up" not in after.search.why


def test_the_search_goes_by_what_the_comparison_has_measured_and_a_repetition_measures_the_same(
    fresh_workspace: Workspace, marked_project: Project, open_config: TrainingConfig
) -> None:
    stages: list[SearchStage | None] = []
    searching = replace(open_config, reason_weight="auto", search_minutes=1e-9)
    _, queued = runs.start_pair(fresh_workspace, marked_project.id, searching)
    after = runs.wait(fresh_workspace, queued.id, lambda run, _: stages.append(run.stage))
    assert after.search is not None, after.traceback
    assert WORDS_DELETED not in stages
    assert SearchStage("trial", 1.0) in stages
    assert after.choice is not None
    (tried,) = after.choice.tried
    assert after.search.deleted_accuracy == tried.accuracy
    assert sum(label.number for label in tried.by_label) == tried.num_judged

    again = runs.repeat(fresh_workspace, after.id)
    again = runs.wait(fresh_workspace, again.id, lambda run, _: stages.append(run.stage))
    assert WORDS_DELETED in stages
    assert again.search is not None, again.traceback
    assert again.search.deleted_accuracy == after.search.deleted_accuracy
    assert again.search.deleted_by_label == after.search.deleted_by_label
    assert repetition.numbers_that_differ(fresh_workspace, again.id) == []
