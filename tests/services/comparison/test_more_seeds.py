from __future__ import annotations

from dataclasses import replace

from rrr.records import Evaluation, Project, Reliance, TrainingConfig
from rrr.services.comparison.more_seeds import (
    can_have_more,
    is_wide,
    train_with_more_seeds,
    under_way,
)
from rrr.services.comparison.over_seeds import alike
from rrr.services.marks import rules
from rrr.services.training import runs
from rrr.services.training.turns import turn
from rrr.services.workspace import Workspace


def test_more_seeds_are_the_next_unused_ones_with_the_same_marks_and_start_nothing_twice(
    fresh_workspace: Workspace, small_project: Project, small_config: TrainingConfig
) -> None:
    for word in ("odeon", "rialto"):
        rules.add_rule(fresh_workspace, small_project, word)
    config = replace(small_config, seed=1)
    baseline, marked = runs.start_pair(fresh_workspace, small_project.id, config)
    marked = runs.wait(fresh_workspace, marked.id)
    assert can_have_more(marked)
    assert not can_have_more(baseline)

    rules.add_rule(fresh_workspace, small_project, "film")  # marks of later play no part
    with turn(fresh_workspace, lambda: False):  # nothing can finish meanwhile
        more = train_with_more_seeds(fresh_workspace, marked)
        again = train_with_more_seeds(fresh_workspace, marked)
        known = runs.list_runs(fresh_workspace, small_project.id)
        assert [run.id for run in again] == [run.id for run in more]
        assert {run.id for run in under_way(marked, known)} == {run.id for run in more}
    more = [runs.wait(fresh_workspace, run.id) for run in more]
    assert [run.config.seed for run in more] == [0, 2]
    assert {run.marks_hash for run in more} == {marked.marks_hash}
    known = runs.list_runs(fresh_workspace, small_project.id)
    assert len(known) == 6
    assert under_way(marked, known) == []
    assert [run.id for run in alike(marked, known)] == [marked.id, *[run.id for run in more[::-1]]]


def test_seeds_are_offered_where_an_interval_is_wide() -> None:
    large = {"test": {"good": (4500, 5000), "bad": (4500, 5000)}}
    assert not is_wide(Evaluation({"test": 0.9}, Reliance(5000, 0.1, 0.1, 0.1), by_label=large))
    assert is_wide(Evaluation({"test": 0.9}, Reliance(40, 0.5, 0.1, 0.1), by_label=large))
    small = {"test": {"good": (18, 20), "bad": (18, 20)}}
    assert is_wide(Evaluation({"test": 0.9}, Reliance(5000, 0.1, 0.1, 0.1), by_label=small))
