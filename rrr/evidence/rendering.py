"""Write docs/evidence/: tables, CSV and charts, from the kept cells and nothing else."""

from __future__ import annotations

from pathlib import Path

from rrr.errors import DataError
from rrr.evidence import charts, tables
from rrr.evidence.corpora import PLANTED, REAL, SMALL, TITLES
from rrr.evidence.goals import checks, harm_checks
from rrr.evidence.ledger import Ledger
from rrr.evidence.methods import PENALTY_TITLES, automatic
from rrr.evidence.seed_means import Summary, summarise

_DEMO, _KIND, _EFFICIENT_KIND = "demo", "lstm", "cnn"

_HEAD = """\
# What was measured

Written by `rrr evidence --render` from `cells.jsonl`; do not edit. [README.md](README.md) says how
it was measured and what it means.

Accuracy, reliance and heatmap measures in percent: mean ± half of the 95 % interval over the seeds
(none for a single seed). λ and seconds are means; seconds are of one core, the search for λ
included, on a machine with other work to do.
"""

_TARGETS = """\
## Targets

By the means over the seeds; † marks a miss. Swap flips in percent; accuracy with the decoy flipped
and absent in percent of the ceiling, which is a model of the same kind trained on text without the
decoy and asked about such text; and by how many points it lies below that of the model whose texts
had the words deleted, in training and when asked.
"""


def render(ledger: Ledger, folder: Path) -> list[Path]:
    """Write results.md, results.csv and the charts; returns their paths.

    Raises:
        DataError: if nothing was measured yet.
    """
    summary = summarise(ledger.read().values())
    if not summary:
        raise DataError(f"{ledger.path} holds no results. Run “rrr evidence” without --render.")
    folder.mkdir(parents=True, exist_ok=True)
    drawn = {
        "decoys.svg": charts.decoy_chart(summary, PLANTED),
        "windows.svg": charts.window_chart(summary, _DEMO, _KIND),
        "efficiency.svg": charts.efficiency_chart(summary, _DEMO, _EFFICIENT_KIND),
        "heatmaps.svg": charts.heatmap_chart(summary, PLANTED),
    }
    written = {name: charts.svg(chart) for name, chart in drawn.items() if chart is not None}
    contents = {
        "results.md": _markdown(summary, frozenset(written)),
        "results.csv": tables.results_csv(summary),
        **written,
    }
    for name, content in contents.items():
        # Spreadsheets know UTF-8 by its byte order mark.
        encoding = "utf-8-sig" if name.endswith(".csv") else "utf-8"
        (folder / name).write_text(content, encoding=encoding, newline="")
    return [folder / name for name in contents]


def _markdown(summary: Summary, drawn: frozenset[str]) -> str:
    parts = [_HEAD, _TARGETS, _targets(summary), "## Decoy tasks\n"]
    parts += _chart(drawn, "decoys.svg", "Accuracy with the decoy in place, absent and flipped")
    for corpus in (*PLANTED, *REAL):
        if corpus == REAL[0]:
            parts.append("## Real corpora\n")
        if any(of == corpus for of, *_ in summary):
            parts += [f"### {TITLES[corpus]}\n", tables.methods_table(summary, corpus)]
    parts.append(
        "## The window of λ\n\nOn the demo, LSTM. † marks a λ that cures: swap flips at most 2 %, "
        "and both accuracies at\nleast 97 % of the ceiling's.\n"
    )
    parts.append(tables.widths_table(summary, _DEMO, _KIND))
    parts += _chart(drawn, "windows.svg", "Swap flips and accuracy over λ, for each penalty")
    parts.append(tables.window_table(summary, _DEMO, _KIND))
    parts.append(
        "## How many marks it takes\n\nOn the demo, blanking, convolutions, λ searched each time.\n"
    )
    parts.append(tables.efficiency_table(summary, _DEMO, _EFFICIENT_KIND))
    parts += _chart(drawn, "efficiency.svg", "Accuracy against the share of the marks")
    parts.append(
        "## Marks of several people\n\nOn 600 reviews with decoys, blanking, convolutions, λ "
        "searched each time. Three of five simulated people\nreview each sentence; they overlook "
        "5 to 50 % of the decoys and strike 0.2 to 4 % of the other words.\n"
    )
    parts.append(tables.merges_table(summary, SMALL, _EFFICIENT_KIND))
    parts.append(
        "## How faithful heatmaps are\n\nOn plain models. “Verified” is the share of test texts "
        "whose prediction turns when the planted words\nare swapped; precision at k is measured on "
        "these.\n"
    )
    parts.append(tables.heatmap_table(summary, PLANTED))
    parts += _chart(drawn, "heatmaps.svg", "Precision at k of each saliency method")
    return "\n".join(parts)


def _targets(summary: Summary) -> str:
    parts = []
    for penalty, title in PENALTY_TITLES.items():
        own_checks = [check for check in checks(summary) if check.method == automatic(penalty)]
        if own_checks:
            met = sum(check.met for check in own_checks)
            parts.append(f"{title.capitalize()}, λ searched: {met} of {len(own_checks)} met.\n")
            parts.append(tables.targets_table(own_checks))
    harm = harm_checks(summary)
    if harm:
        met = sum(check.met for check in harm)
        parts.append(f"Random marks must do no harm: {met} of {len(harm)} met.\n")
        parts.append(tables.targets_table(harm))
    return "\n".join(parts)


def _chart(drawn: frozenset[str], name: str, description: str) -> list[str]:
    return [f"![{description}]({name})\n"] if name in drawn else []
