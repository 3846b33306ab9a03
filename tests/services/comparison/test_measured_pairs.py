"""Both runs of a pair measured alike, from files where they fit, anew where they do not."""

from dataclasses import replace

import pytest

from rrr.records import Project
from rrr.services import background
from rrr.services.background import Failed, Pending
from rrr.services.comparison.measured_pairs import MeasuredPair, measured_pair, measured_pair_soon
from rrr.services.comparison.pairs import RunPair
from rrr.services.marks import rules, snapshots
from rrr.services.marks.marked_splits import marked_splits
from rrr.services.training import runs
from rrr.services.training.evaluating import measure
from rrr.services.training.measurement_files import stored
from rrr.services.workspace import Workspace


@pytest.fixture
def pair(fresh_workspace: Workspace, trained_project: Project) -> RunPair:
    for word in ("odeon", "rialto"):
        rules.add_rule(fresh_workspace, trained_project, word)
    return RunPair(runs.get_run(fresh_workspace, 1), runs.get_run(fresh_workspace, 2))


def test_what_was_not_stored_is_measured_in_the_background_and_kept(
    fresh_workspace: Workspace, trained_project: Project, pair: RunPair
) -> None:
    assert isinstance(measured_pair_soon(fresh_workspace, trained_project, pair), Pending)
    assert background.wait(60)
    found = measured_pair_soon(fresh_workspace, trained_project, pair)
    assert isinstance(found, MeasuredPair)
    assert not found.is_of_after
    before, after = found.splits["test"]
    assert len(before) == 20
    assert before.swap_flips.mean() > after.swap_flips.mean()
    assert stored(fresh_workspace, pair.after, found.after.marks_hash) is found.after


def test_other_marks_are_measured_with_those_of_today(
    fresh_workspace: Workspace, trained_project: Project, pair: RunPair
) -> None:
    first = measured_pair(fresh_workspace, trained_project, pair)
    rules.add_rule(fresh_workspace, trained_project, "warm")
    second = measured_pair(fresh_workspace, trained_project, pair)
    assert set(second.before.words) - set(first.before.words) == {"warm"}
    assert len(second.splits["test"][0].marked) >= len(first.splits["test"][0].marked)


def test_what_both_were_measured_with_when_they_finished_serves_whatever_is_marked_since(
    fresh_workspace: Workspace, trained_project: Project, pair: RunPair
) -> None:
    from rrr.services.training.measurement_files import keep
    from rrr.services.training.models import load_trained

    splits = marked_splits(fresh_workspace, trained_project).splits
    for run in (pair.before, pair.after):
        measurement = measure(load_trained(fresh_workspace, run), splits, run.marks_hash)
        keep(measurement, fresh_workspace.settings.checkpoints / str(run.checkpoint))
    rules.add_rule(fresh_workspace, trained_project, "warm")
    found = measured_pair_soon(fresh_workspace, trained_project, pair)
    assert isinstance(found, MeasuredPair)
    assert found.is_of_after


def test_a_run_with_other_marks_is_measured_with_those_of_the_second(
    fresh_workspace: Workspace, trained_project: Project, pair: RunPair
) -> None:
    taken = snapshots.take(fresh_workspace, trained_project)
    after = replace(pair.after, snapshot_id=taken.id, marks_hash=taken.marks_hash)
    rules.add_rule(fresh_workspace, trained_project, "warm")  # since then
    found = measured_pair(fresh_workspace, trained_project, RunPair(pair.before, after))
    assert found.is_of_after
    assert found.before.words == found.after.words == ("odeon", "rialto")


def test_a_lost_model_is_told_and_not_waited_for(
    fresh_workspace: Workspace, trained_project: Project, pair: RunPair
) -> None:
    from shutil import rmtree

    rmtree(fresh_workspace.settings.checkpoints / "run-2")
    assert isinstance(measured_pair_soon(fresh_workspace, trained_project, pair), Pending)
    assert background.wait(60)
    found = measured_pair_soon(fresh_workspace, trained_project, pair)
    assert isinstance(found, Failed)
    assert "no checkpoint" in found.reason
