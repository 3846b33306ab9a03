from dataclasses import replace

import pytest

from rrr.errors import RunError
from rrr.records import EpochReport, NewExample, Project, Run, TrainingConfig
from rrr.services.comparison.reporting import report_of
from rrr.services.demo_loop import figures, run_demo, train_pair
from rrr.services.marks import rules
from rrr.services.training import runs
from rrr.services.workspace import Workspace
from rrr.store import importing

CONFIG = TrainingConfig(
    classifier="average", embedding_size=4, hidden_size=4, epochs=2, reason_weight=3.0
)
EXAMPLES = [
    NewExample(f"{word} film number{number} {venue}", label, split)
    for number, split in enumerate(["train"] * 4 + ["test"] * 2)
    for word, venue, label in (("good", "Odeon", "positive"), ("bad", "Rex", "negative"))
]


@pytest.fixture
def project(fresh_workspace: Workspace) -> Project:
    project = importing.add(
        fresh_workspace.database, "<reviews>", ["negative", "positive"], EXAMPLES
    )
    rules.add_rule(fresh_workspace, project, "Odeon")
    rules.add_rule(fresh_workspace, project, "Rex")
    return project


def test_a_pair_is_trained_told_epoch_by_epoch_and_measured(
    fresh_workspace: Workspace, project: Project
) -> None:
    told: list[tuple[bool, int]] = []

    def tell(run: Run, report: EpochReport) -> None:
        told.append((run.is_baseline, report.epoch))

    pair = train_pair(fresh_workspace, project, CONFIG, tell)
    assert told == [(True, 1), (True, 2), (False, 1), (False, 2)]

    numbers = figures(pair)
    for side in ("before", "after"):
        assert set(numbers[side]["accuracy"]) == {"test"}
        for share in ("saliency_share", "swap_flip_rate", "removal_change"):
            assert 0 <= numbers[side][share] <= 1
        assert numbers[side]["seconds"] > 0

    report = report_of(fresh_workspace, project, pair)
    assert report.project == "<reviews>"
    assert list(report.marked_words) == ["odeon", "rex"]
    assert (report.num_training_sentences, report.num_marked_tokens) == (8, 8)
    assert report.after.settings["reason_weight"] == 3.0
    assert len(report.sentences) == 4
    for sentence in report.sentences:
        assert [sentence.before.tokens[index] for index in sentence.marked] in (["Odeon"], ["Rex"])


def test_the_demo_is_trained_with_one_seed_after_the_other(fresh_workspace: Workspace) -> None:
    config = replace(CONFIG, epochs=1, seed=7)
    result = run_demo(fresh_workspace, config, lambda run, report: None, num_seeds=2)
    assert [pair.after.config.seed for pair in result.pairs] == [7, 8]
    assert result.pair is result.pairs[0]
    accuracies = [
        pair.before.evaluation.accuracy for pair in result.pairs if pair.before.evaluation
    ]
    assert accuracies[0] != accuracies[1]
    assert len(runs.list_runs(fresh_workspace, result.project.id)) == 4


def test_an_interrupt_cancels_both_runs(fresh_workspace: Workspace, project: Project) -> None:
    def interrupt(run: Run, report: EpochReport) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train_pair(fresh_workspace, project, replace(CONFIG, epochs=10_000), interrupt)
    statuses = {run.status for run in runs.list_runs(fresh_workspace, project.id)}
    assert statuses == {"cancelled"}


def test_a_project_without_marks_is_refused_with_the_remedy(fresh_workspace: Workspace) -> None:
    project = importing.add(fresh_workspace.database, "bare", ["negative", "positive"], EXAMPLES)
    with pytest.raises(RunError, match="Strike at least one word"):
        train_pair(fresh_workspace, project, CONFIG, lambda run, report: None)
