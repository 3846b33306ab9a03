from dataclasses import replace
from datetime import UTC, datetime

import pytest

from rrr.errors import RunError
from rrr.records import Evaluation, LabelledTexts, Run, RunStatus, TrainingConfig
from rrr.services.comparison.pairs import (
    ExplainedPair,
    RunPair,
    explain_pair,
    pair_to_show,
    run_pairs,
)
from rrr.services.training.models import load_trained
from rrr.services.training.run_checkpoints import checkpoint_folder
from rrr.services.workspace import Workspace

LABELS = ("negative", "positive")
TEXTS = LabelledTexts(
    texts=("a good film Odeon", "a bad film Rex", "good and warm Odeon", "bad and cold Rex"),
    labels=("positive", "negative", "positive", "negative"),
    marked=((3,), (3,), (3,), (3,)),
)


def run(
    number: int,
    weight: float,
    *,
    pair: str | None,
    status: RunStatus = "finished",
    seed: int = 0,
    marks: str = "h",
) -> Run:
    return Run(
        id=number,
        project_id=1,
        name=f"run {number}",
        status=status,
        config=TrainingConfig(reason_weight=weight, seed=seed),
        marks_hash=marks,
        num_marked_tokens=4,
        created_at=datetime.now(UTC),
        checkpoint=f"{number}" if status == "finished" else None,
        evaluation=Evaluation({"test": 1.0}, None) if status == "finished" else None,
        pair_id=pair,
    )


def numbers(runs: list[Run]) -> list[tuple[int, int]]:
    return [(pair.before.id, pair.after.id) for pair in run_pairs(runs)]


def test_runs_pair_within_their_press_newest_first() -> None:
    runs = [run(1, 0, pair="a"), run(2, 9, pair="a"), run(3, 0, pair="b"), run(4, 5, pair="b")]
    assert numbers(runs) == [(3, 4), (1, 2)]


def test_a_run_borrows_a_baseline_that_differs_only_in_the_penalty() -> None:
    other_data = [run(3, 9, pair="c", seed=7), run(4, 9, pair="d", marks="other")]
    runs = [run(1, 0, pair="a"), run(2, 9, pair="b"), *other_data]
    assert numbers(runs) == [(1, 2)]


@pytest.mark.parametrize("status", ["queued", "running", "failed", "cancelled", "interrupted"])
def test_only_finished_runs_are_compared(status: RunStatus) -> None:
    assert numbers([run(1, 0, pair="a", status=status), run(2, 9, pair="a")]) == []
    assert numbers([run(1, 0, pair="a"), run(2, 9, pair="a", status=status)]) == []


def test_two_baselines_are_a_pair_only_if_both_are_asked_for() -> None:
    baselines = [run(1, 0, pair="a"), run(3, 0, pair="b", seed=1)]
    assert pair_to_show(baselines) is None
    assert pair_to_show(baselines, before=1, after=2) is None  # 2 has been deleted
    asked_for = pair_to_show(baselines, before=1, after=3)
    assert asked_for is not None
    with_marks = [run(2, 9, pair="c", seed=7), *baselines]
    for before, after, shown in ((None, None, (2, 3)), (1, 5, (1, 2)), (None, 3, (2, 3))):
        pair = pair_to_show(with_marks, before, after)
        assert pair is not None
        assert (pair.before.id, pair.after.id) == shown


def test_an_unfinished_run_has_no_model_and_says_why(fresh_workspace: Workspace) -> None:
    with pytest.raises(RunError, match="its state is “failed”"):
        load_trained(fresh_workspace, run(1, 0, pair=None, status="failed"))


@pytest.fixture
def trained_pair(fresh_workspace: Workspace) -> RunPair:
    """Two real runs, so small that they train in a second."""
    from rrr.learning.checkpoints import save_checkpoint
    from rrr.learning.training import train

    pair = RunPair(run(1, 0, pair="a"), run(2, 9, pair="a"))
    for each in (pair.before, pair.after):
        config = replace(
            each.config,
            classifier="average",
            embedding_size=4,
            hidden_size=4,
            epochs=4,
            seed=each.id,
        )
        trained = train(
            TEXTS,
            None,
            config,
            labels=LABELS,
            marks_hash="h",
            report=lambda _: None,
            should_stop=lambda: False,
        )
        save_checkpoint(trained, checkpoint_folder(fresh_workspace, each.id))
    return pair


def test_both_models_explain_the_same_tokens(
    fresh_workspace: Workspace, trained_pair: RunPair
) -> None:
    texts = ["A good <b>film</b>", "", "Rex"]
    explained = explain_pair(fresh_workspace, trained_pair, texts, [(1,), (), (0,)])
    assert [each.text for each in explained] == texts
    assert [each.marked for each in explained] == [{1}, set(), {0}]
    for each in explained:
        assert each.before.tokens == each.after.tokens
        assert set(each.before.probabilities) == set(LABELS)
        assert 0 <= each.change <= 1
    assert explained[0].before.saliency != explained[0].after.saliency


def test_a_model_is_loaded_once_and_shared(
    fresh_workspace: Workspace, trained_pair: RunPair
) -> None:
    first = load_trained(fresh_workspace, trained_pair.before)
    assert load_trained(fresh_workspace, trained_pair.before) is first
    assert load_trained(fresh_workspace, trained_pair.after) is not first


def test_change_is_the_probability_that_moved() -> None:
    from rrr.records import Explanation

    before = Explanation(("a",), (0,), (1.0,), {"n": 0.9, "p": 0.1})
    after = Explanation(("a",), (0,), (1.0,), {"n": 0.25, "p": 0.75})
    assert ExplainedPair("a", frozenset(), before, after).change == pytest.approx(0.65)
