"""The tables of results.md, and the same numbers as CSV."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from rrr.evidence.battery import KINDS
from rrr.evidence.goals import Check
from rrr.evidence.methods import (
    DELETING,
    MERGES,
    METHODS,
    PLAIN,
    SHARES,
    STARTING,
    WINDOW,
    automatic,
    by_people,
    with_share,
)
from rrr.evidence.seed_means import Summary
from rrr.evidence.windows import cures, gains, useful_window
from rrr.formats.csv_text import csv_text
from rrr.intervals import Interval

NOT_MEASURED = "–"

_MEASURES = {
    "accuracy.test": "test",
    "accuracy.free": "without the words",
    "worst_label.free": "worst label there",
    "accuracy.flipped": "flipped",
    "accuracy.revised": "revised",
    "swap_flip_rate": "swap flips",
    "removal_change": "removal changes",
    "saliency_share": "saliency share",
}


def points(interval: Interval | None) -> str:
    """A share in percent with its interval: "90.3 ± 0.8"."""
    if interval is None:
        return NOT_MEASURED
    spread = "" if math.isnan(interval.half_width) else f" ± {100 * interval.half_width:.1f}"
    return f"{100 * interval.mean:.1f}{spread}"


def plain_number(interval: Interval | None, digits: int = 3) -> str:
    """A mean to three digits: "103", "0.31"."""
    return NOT_MEASURED if interval is None else f"{interval.mean:.{digits}g}"


def markdown(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def methods_table(summary: Summary, corpus: str) -> str:
    """Every kind of classifier and method on one corpus; λ window and shares of marks apart."""
    names = [
        name
        for name in METHODS
        if name not in {with_share(share) for share in SHARES if share < 1}
        and (name == STARTING or not any(name in methods for methods in WINDOW.values()))
    ]
    measures = [
        name
        for name in _MEASURES
        if any(name in numbers for (of, *_), numbers in summary.items() if of == corpus)
    ]
    rows = []
    for kind in KINDS:
        for name in names:
            numbers = summary.get((corpus, name, kind))
            if numbers:
                rows.append(
                    [
                        kind,
                        METHODS[name].title,
                        *(points(numbers.get(measure)) for measure in measures),
                        plain_number(numbers["reason_weight"]),
                        f"{numbers['seconds'].mean:.0f}",
                        str(numbers["seconds"].count),
                    ]
                )
    header = ["kind", "method", *(_MEASURES[measure] for measure in measures)]
    return markdown([*header, "λ", "seconds", "seeds"], rows)


def targets_table(checks: Sequence[Check]) -> str:
    """A line for each corpus, kind and method; a column for each target, † where it is missed."""
    targets = list(dict.fromkeys(check.target for check in checks))
    lines: dict[tuple[str, str, str], dict[str, str]] = {}
    for check in checks:
        cells = lines.setdefault((check.corpus, check.classifier, check.method), {})
        cells[check.target] = f"{100 * check.measured:.1f}{'' if check.met else ' †'}"
    rows = [
        [corpus, kind, METHODS[method].title, *(cells.get(target, "") for target in targets)]
        for (corpus, kind, method), cells in lines.items()
    ]
    return markdown(["corpus", "kind", "method", *targets], rows)


def window_table(summary: Summary, corpus: str, kind: str) -> str:
    """Accuracy and swap flips at each λ of each penalty; † where the model is cured."""
    ceiling = summary.get((corpus, DELETING, kind))
    rows = []
    for title, methods in WINDOW.items():
        for name, weight in methods.items():
            numbers = summary.get((corpus, name, kind))
            if numbers:
                cured = ceiling and cures(numbers, ceiling)
                rows.append(
                    [
                        title,
                        f"{weight:g}{' †' if cured else ''}",
                        *(
                            points(numbers.get(measure))
                            for measure in _MEASURES
                            if measure != "accuracy.revised"
                        ),
                        str(numbers["seconds"].count),
                    ]
                )
    header = [title for measure, title in _MEASURES.items() if measure != "accuracy.revised"]
    return markdown(["penalty", "λ", *header, "seeds"], rows)


def widths_table(summary: Summary, corpus: str, kind: str) -> str:
    """How wide each penalty's useful window of λ is, in decades."""
    rows = []
    for title, methods in WINDOW.items():
        tried = [weight for name, weight in methods.items() if (corpus, name, kind) in summary]
        if tried:
            window = useful_window(summary, corpus, kind, methods)
            rows.append(
                [
                    title,
                    f"{min(tried):g} to {max(tried):g}",
                    f"{window[0]:g} to {window[1]:g}" if window else "none",
                    f"{math.log10(window[1] / window[0]):.1f}" if window else NOT_MEASURED,
                ]
            )
    return markdown(["penalty", "λ tried", "λ that cures", "decades"], rows)


def efficiency_table(summary: Summary, corpus: str, kind: str) -> str:
    """What a share of the marks already gives."""
    of_full = gains(summary, corpus, kind)
    rows = []
    for share in SHARES:
        numbers = summary.get((corpus, with_share(share), kind))
        if numbers:
            rows.append(
                [
                    f"{100 * share:g} %",
                    *(
                        points(numbers.get(name))
                        for name in ("accuracy.free", "accuracy.flipped", "swap_flip_rate")
                    ),
                    f"{100 * of_full[share]:.0f}" if share in of_full else NOT_MEASURED,
                    plain_number(numbers["reason_weight"]),
                    str(numbers["seconds"].count),
                ]
            )
    header = ["marks", "without the words", "flipped", "swap flips", "of the full gain, %", "λ"]
    return markdown([*header, "seeds"], rows)


def merges_table(summary: Summary, corpus: str, kind: str) -> str:
    """What each way of putting several people's marks together gives, beside the right marks."""
    methods = {
        PLAIN: "no marks",
        DELETING: "words deleted",
        automatic("blanking"): "the right marks",
        **{by_people(merge): f"people: {merge}" for merge in MERGES},
    }
    measures = ("accuracy.test", "accuracy.free", "accuracy.flipped", "swap_flip_rate")
    rows = []
    for name, title in methods.items():
        numbers = summary.get((corpus, name, kind))
        if numbers:
            cells = (points(numbers.get(measure)) for measure in measures)
            weight = plain_number(numbers["reason_weight"])
            rows.append([title, *cells, weight, str(numbers["seconds"].count)])
    header = [_MEASURES[measure] for measure in measures]
    return markdown(["marks", *header, "λ", "seeds"], rows)


def heatmap_table(summary: Summary, corpora: Sequence[str]) -> str:
    """Each saliency method on plain models of each corpus and kind."""
    methods = ("input_gradient", "gradient_times_input", "integrated_gradients", "removal")
    rows = []
    for corpus in corpora:
        for kind in KINDS:
            numbers = summary.get((corpus, PLAIN, kind))
            if not numbers or "verified" not in numbers:
                continue
            for name in methods:
                rows.append(
                    [
                        corpus,
                        kind,
                        points(numbers["verified"]),
                        name.replace("_", " ").replace(" times ", " × "),
                        points(numbers.get(f"precision_at_k.{name}")),
                        points(numbers.get("precision_at_k.chance")),
                        points(numbers.get(f"comprehensiveness.{name}")),
                        points(numbers.get(f"sufficiency.{name}")),
                    ]
                )
    header = ["corpus", "kind", "verified", "saliency", "precision at k", "by chance"]
    return markdown([*header, "comprehensiveness", "sufficiency"], rows)


def results_csv(summary: Summary) -> str:
    """Every mean and interval, one a line; shares from 0 to 1."""
    columns = ["corpus", "method", "classifier", "number", "mean", "half_width_95", "seeds"]
    return csv_text(
        columns,
        (
            [*cell, name, _short(interval.mean), _short(interval.half_width), interval.count]
            for cell, numbers in sorted(summary.items())
            for name, interval in sorted(numbers.items())
        ),
    )


def _short(number: float) -> str:
    return "" if math.isnan(number) else f"{number:.6g}"
