"""What is told while models train (on standard error) and once they have (a table)."""

from __future__ import annotations

import typer

from rrr.formats.percent import percent
from rrr.records import EpochReport, Run, WeightSearch
from rrr.services.comparing import RunPair


def tell_epoch(run: Run, report: EpochReport) -> None:
    """One line per epoch on standard error."""
    metrics = report.metrics
    accuracy = metrics.get("val_accuracy", metrics.get("accuracy", 0.0))
    typer.echo(
        f"{_name(run):>12}  epoch {report.epoch:>2} of {report.num_epochs}  "
        f"{report.seconds:5.1f} s  loss {metrics.get('loss', 0.0):.4f}  "
        f"saliency loss {metrics.get('saliency_loss', 0.0):.2e}  accuracy {percent(accuracy)}",
        err=True,
    )


def _name(run: Run) -> str:
    return run.search.at_work if run.search else run.name


def search_table(search: WeightSearch) -> str:
    """The λ that were tried, and why one of them was chosen."""
    rows = [("λ", "swaps change", "right without them", "")]
    for trial in sorted(search.trials, key=lambda trial: trial.reason_weight):
        found = trial.reliance
        rows.append(
            (
                f"{trial.reason_weight:.3g}",
                percent(found.swap_flip_rate) if found else "–",
                percent(trial.score) if found else "–",
                trial.story + (" ←" if trial.reason_weight == search.chosen else ""),
            )
        )
    table = "\n".join(f"{a:>8}{b:>14}{c:>20}  {d}" for a, b, c, d in rows)
    return f"{table}\n{search.why}"


def comparison_table(pair: RunPair) -> str:
    """Accuracy on each test split and reliance on the marked words, before and after."""
    before, after = pair.evaluations
    rows = [("", "before", "after")]
    rows += [
        (f"accuracy, {name.replace('_', ' ')}", percent(before.accuracy[name]), percent(accuracy))
        for name, accuracy in after.accuracy.items()
        if name in before.accuracy
    ]
    if before.reliance and after.reliance:
        old, new = before.reliance, after.reliance
        rows += [
            ("saliency share of marked words", *_percents(old.saliency_share, new.saliency_share)),
            (
                "swapping them changes prediction",
                *_percents(old.swap_flip_rate, new.swap_flip_rate),
            ),
            (
                "removing them changes prediction",
                *_percents(old.removal_change, new.removal_change),
            ),
        ]
    return "\n".join(f"{what:<34}{old:>9}{new:>9}" for what, old, new in rows)


def _percents(before: float, after: float) -> tuple[str, str]:
    return percent(before), percent(after)
