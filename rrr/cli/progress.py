"""Progress lines while models train, and the table at the end."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import fmean
from typing import Any

from rrr.cli.terminal import tell_progress
from rrr.formats.percent import percent
from rrr.records import ClassifierChoice, EpochReport, Evaluation, Run, WeightSearch
from rrr.services.comparison.pairs import RunPair


def tell_epoch(run: Run, report: EpochReport) -> None:
    """One line per epoch, on a terminal."""
    metrics = report.metrics
    accuracy = metrics.get("val_accuracy", metrics.get("accuracy", 0.0))
    tell_progress(
        f"{_name(run):>12}  epoch {report.epoch:>2} of {report.num_epochs}  "
        f"{report.seconds:5.1f} s  loss {metrics.get('loss', 0.0):.4f}  "
        f"saliency loss {metrics.get('saliency_loss', 0.0):.2e}  accuracy {percent(accuracy)}",
    )


def _name(run: Run) -> str:
    return run.name if run.stage is None else run.stage.title


def choice_table(choice: ClassifierChoice) -> str:
    """The kinds of classifier that were tried, and why one of them was chosen."""
    rows = [("right", "kind of classifier")]
    for tried in choice.tried:
        right = "–" if tried.accuracy is None else percent(tried.accuracy)
        rows.append((right, tried.name + (" ←" if tried.classifier == choice.chosen else "")))
    table = "\n".join(f"{right:>8}  {name}" for right, name in rows)
    return f"{table}\n{choice.why}"


def search_table(search: WeightSearch) -> str:
    """The λ that were tried, and why one of them was chosen."""
    rows = [("λ", "swaps change", "right without their help", "")]
    for trial in sorted(search.trials, key=lambda trial: trial.reason_weight):
        reliance = trial.reliance
        rows.append(
            (
                f"{trial.reason_weight:.3g}",
                percent(reliance.swap_flip_rate) if reliance else "–",
                percent(trial.score) if reliance else "–",
                trial.story + (" ←" if trial.reason_weight == search.chosen else ""),
            )
        )
    table = "\n".join(f"{a:>8}{b:>14}{c:>26}  {d}" for a, b, c, d in rows)
    return f"{table}\n{search.why}"


def verdict_text(verdict: Mapping[str, Any]) -> str:
    """A verdict's headline, and its sections below it."""
    lines = [f"{verdict['title']}. {verdict['sentence']}"]
    for heading, sentences in verdict["sections"].items():
        lines += [f"  {heading}:", *(f"    {sentence}" for sentence in sentences)]
    return "\n".join(lines)


def comparison_table(*pairs: RunPair) -> str:
    """Accuracy on each test split and reliance on the marked words, before and after.

    For several pairs of one project: the mean, with the least and the most in brackets.
    """
    figures = [tuple(map(_figures, pair.evaluations)) for pair in pairs]  # (before, after) per pair
    names = [
        name for name in figures[0][1] if all(name in side for pair in figures for side in pair)
    ]
    rows = [("", "before", "after")]
    for name in names:
        before, after = (_spread([pair[side][name] for pair in figures]) for side in (0, 1))
        rows.append((name, before, after))
    width = max(9, *(2 + len(cell) for row in rows for cell in row[1:]))
    return "\n".join(
        f"{title:<34}{before:>{width}}{after:>{width}}" for title, before, after in rows
    )


def _figures(evaluation: Evaluation) -> dict[str, float]:
    """What each row of the table is called, and its share in [0, 1]."""
    figures = {
        f"accuracy, {name.replace('_', ' ')}": accuracy
        for name, accuracy in evaluation.accuracy.items()
    }
    if evaluation.reliance:
        figures |= {
            "saliency share of struck words": evaluation.reliance.saliency_share,
            "swapping them changes prediction": evaluation.reliance.swap_flip_rate,
            "removing them changes prediction": evaluation.reliance.removal_change,
        }
    return figures


def _spread(shares: list[float]) -> str:
    if len(shares) == 1:
        return percent(shares[0])
    least, most = percent(min(shares)), percent(max(shares))
    return f"{percent(fmean(shares))} ({least} to {most})"
