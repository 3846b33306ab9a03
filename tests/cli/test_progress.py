"""The table that the shell prints of one pair of models, or of several."""

from datetime import UTC, datetime

from rrr.cli.progress import comparison_table
from rrr.records import Evaluation, Reliance, Run, TrainingConfig
from rrr.services.comparison.pairs import RunPair


def run(accuracy: float, swap_flip_rate: float | None) -> Run:
    reliance = None if swap_flip_rate is None else Reliance(10, swap_flip_rate, 0.25, 0.5)
    return Run(
        id=1,
        project_id=1,
        name="run",
        status="finished",
        config=TrainingConfig(),
        marks_hash="",
        num_marked_tokens=1,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        evaluation=Evaluation({"artefact_free": accuracy}, reliance),
    )


def rows_of(*pairs: RunPair) -> dict[str, list[str]]:
    table = comparison_table(*pairs).replace("\u00a0", "")
    rows = [line.split("  ") for line in table.splitlines()]
    return {row[0]: [cell.strip() for cell in row[1:] if cell] for row in rows[1:]}


def test_one_pair_is_a_figure_before_and_after() -> None:
    rows = rows_of(RunPair(run(0.8, 0.7), run(0.9, 0.0)))
    assert rows["accuracy, artefact free"] == ["80%", "90%"]
    assert rows["swapping them changes prediction"] == ["70%", "0%"]


def test_several_pairs_are_a_mean_with_the_least_and_the_most() -> None:
    rows = rows_of(
        RunPair(run(0.8, 0.7), run(0.9, 0.0)),
        RunPair(run(0.7, 0.9), run(0.95, 0.04)),
        RunPair(run(0.75, 0.8), run(0.94, 0.02)),
    )
    assert rows["accuracy, artefact free"] == ["75% (70% to 80%)", "93% (90% to 95%)"]
    assert rows["swapping them changes prediction"] == ["80% (70% to 90%)", "2.0% (0% to 4.0%)"]


def test_a_figure_that_a_pair_lacks_has_no_row() -> None:
    pairs = RunPair(run(0.8, 0.7), run(0.9, 0.0)), RunPair(run(0.8, None), run(0.9, None))
    assert list(rows_of(*pairs)) == ["accuracy, artefact free"]
