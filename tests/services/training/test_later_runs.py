"""Which baseline, marks and weights a later training begins with; the store has no part in it."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest

from rrr.errors import RunError
from rrr.formats.columns import ColumnChoice
from rrr.records import NewExample, Project, TrainingConfig
from rrr.services.marks import rules
from rrr.services.projects import file_import
from rrr.services.training import runs
from rrr.services.training.models import load_trained
from rrr.services.workspace import Workspace
from rrr.store import importing
from tests.services.training.test_runs import finished_pair


def test_another_weight_takes_the_same_baseline(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    baseline, marked = finished_pair(fresh_workspace, marked_project, small_config)
    stronger = replace(small_config, reason_weight=7.0, target="max_log_prob", penalty="blanking")
    again, other = runs.start_pair(fresh_workspace, marked_project.id, stronger)
    assert again == baseline
    assert other.id != marked.id
    assert other.pair_id == baseline.pair_id


def test_a_baseline_under_other_marks_keeps_its_weights_and_is_measured_anew(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    old, _ = finished_pair(fresh_workspace, marked_project, small_config)
    rules.add_rule(fresh_workspace, marked_project, "film")
    new, _ = finished_pair(fresh_workspace, marked_project, small_config)

    assert new.id != old.id
    assert new.marks_hash != old.marks_hash
    assert runs.epochs(fresh_workspace, new.id) == runs.epochs(fresh_workspace, old.id)
    texts = ["a warm film at the Rialto"]
    probabilities = [load_trained(fresh_workspace, run).probabilities(texts) for run in (old, new)]
    np.testing.assert_array_equal(*probabilities)
    assert new.evaluation is not None
    assert old.evaluation is not None
    assert new.evaluation.reliance != old.evaluation.reliance


def test_a_baseline_whose_checkpoint_is_gone_is_trained_again(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    old, _ = finished_pair(fresh_workspace, marked_project, small_config)
    shutil.rmtree(fresh_workspace.settings.checkpoints / str(old.checkpoint))
    new, _ = finished_pair(fresh_workspace, marked_project, small_config)
    assert new.id != old.id
    assert new.status == "finished"


def test_marks_made_after_the_press_do_not_reach_the_run(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    baseline, marked = runs.start_pair(fresh_workspace, marked_project.id, small_config)
    for rule in rules.list_rules(fresh_workspace, marked_project):
        rules.remove_rule(fresh_workspace, rule.rule.id)
    for run in (baseline, marked):
        evaluation = runs.wait(fresh_workspace, run.id).evaluation
        assert evaluation is not None
        assert evaluation.reliance is not None


def test_training_with_an_earlier_snapshot_ignores_later_marks(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    config = replace(small_config, epochs=1)
    _, first = finished_pair(fresh_workspace, marked_project, config)
    rules.add_rule(fresh_workspace, marked_project, "film")
    _, later = finished_pair(fresh_workspace, marked_project, config)
    _, again = runs.start_pair(
        fresh_workspace, marked_project.id, replace(config, seed=1), first.snapshot_id
    )
    again = runs.wait(fresh_workspace, again.id)
    assert again.status == "finished"
    assert again.marks_hash == first.marks_hash != later.marks_hash
    assert again.num_marked_tokens == first.num_marked_tokens < later.num_marked_tokens
    other = importing.add(
        fresh_workspace.database, "other", ("a", "b"), [NewExample("x", "a", "train")]
    )
    with pytest.raises(RunError, match="belongs to another project"):
        runs.start_pair(fresh_workspace, other.id, config, first.snapshot_id)


def test_a_baseline_of_fewer_sentences_does_not_serve_more(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    config = replace(small_config, epochs=1)
    old, _ = finished_pair(fresh_workspace, marked_project, config)
    row = json.dumps({"text": "a warm addition", "label": "good", "split": "train"})
    choice = ColumnChoice("text", "label", "split")
    file_import.add_sentences(fresh_workspace, marked_project, "x.jsonl", row.encode(), choice)
    new, _ = finished_pair(fresh_workspace, marked_project, config)
    assert new.id != old.id
    assert (
        runs.epochs(fresh_workspace, new.id)[0].metrics
        != runs.epochs(fresh_workspace, old.id)[0].metrics
    )


@pytest.mark.slow
def test_a_biased_run_is_repaired_from_its_own_weights(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    biased, _ = finished_pair(fresh_workspace, marked_project, small_config)
    config = replace(small_config, start_run=biased.id, epochs=1, learning_rate=1e-6)
    _, repaired = finished_pair(fresh_workspace, marked_project, config)
    assert repaired.status == "finished"
    before, after = (load_trained(fresh_workspace, run) for run in (biased, repaired))
    texts = ["a good film at the odeon", "a bad one"]
    np.testing.assert_allclose(after.probabilities(texts), before.probabilities(texts), atol=1e-3)
