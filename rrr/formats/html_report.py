"""One self-contained HTML file that tells what the marks changed: for mailing, printing, archiving.

No scripts, nothing from the network. Everything is escaped by Jinja, except heatmaps, legend and
charts, which `heatmap_html` and `report_charts` have escaped themselves.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from rrr.formats.colours import (
    AFTER_COLOUR,
    BEFORE_COLOUR,
    BEFORE_DASH,
    DARK_INK,
    DARK_PAGE,
    KEY_CSS,
    LIGHT_INK,
    LIGHT_PAGE,
    heat_colour,
)
from rrr.formats.heatmap_html import HEATMAP_CSS, heatmap_html, legend_html, shared_maximum
from rrr.formats.percent import percent
from rrr.formats.report_charts import curve_chart, search_chart, share_chart
from rrr.formats.report_content import Report, ReportSentence
from rrr.records import EpochReport, Explanation

_FOLDER = Path(__file__).parent
_TEMPLATE, _STYLE = "html_report.html.jinja", "html_report.css"
_NUM_READ = 3
"""Sentences shown as the first model reads them: those in which the marked words weigh most."""


def html_report(report: Report) -> str:
    """Write the report as one HTML document."""
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["percent"] = percent
    explained = [explanation for s in report.sentences for explanation in (s.before, s.after)]
    maximum = shared_maximum(explained)

    def heatmap(sentence: ReportSentence, explanation: Explanation) -> Markup:
        return Markup(  # heatmap_html escapes
            heatmap_html(
                sentence.text, explanation, marked=sentence.marked, maximum=maximum, signed=True
            )
        )

    return environment.get_template(
        _TEMPLATE
    ).render(
        report=report,
        style=Markup(
            f"{_colours()}\n{(_FOLDER / _STYLE).read_text('utf-8')}\n{HEATMAP_CSS}\n{KEY_CSS}"
        ),
        heatmap=heatmap,
        legend=Markup(legend_html(maximum, signed=True)),  # legend_html escapes
        sentences_read=sorted(report.sentences, key=_marked_weight, reverse=True)[:_NUM_READ],
        tests=[row for row in report.accuracy if not row.is_part],
        accuracy_chart=share_chart("Right answers", report.accuracy),
        reliance_chart=share_chart("Reliance on the struck words", report.reliance),
        curves=_curves(report),
        search_chart=report.search and search_chart(report.search.trials, report.search.chosen),
    )


def _marked_weight(sentence: ReportSentence) -> float:
    """How much of the first model's saliency lies on the marked words, in [0, 1]."""
    return sum(sentence.before.shares[index] for index in sentence.marked)


def _curves(report: Report) -> list[tuple[str, Markup]]:
    """Titles and charts of what the trainings reported."""

    def right(epoch: EpochReport) -> float | None:
        return epoch.metrics.get("val_accuracy", epoch.metrics.get("accuracy"))

    def loss(epoch: EpochReport) -> float | None:
        return epoch.metrics.get("classification_loss")

    def follows(epoch: EpochReport) -> float | None:
        return epoch.metrics.get("reliance")

    of_both = report.before.epochs, report.after.epochs
    held_out = any("val_accuracy" in epoch.metrics for run in of_both for epoch in run)
    split = "validation" if held_out else "training"
    drawn = [
        (f"Right in {split}", curve_chart("Right", right, *of_both, percent, is_share=True)),
        (
            "Predictions that follow when struck words are swapped",
            curve_chart("Reliance", follows, *of_both, percent, is_share=True),
        ),
        (
            "Classification loss",
            curve_chart("Loss", loss, *of_both, lambda value: f"{value:.2f}", is_share=False),
        ),
    ]
    return [(title, chart) for title, chart in drawn if chart is not None]


def _colours() -> str:
    return (
        f":root {{ --page: light-dark({LIGHT_PAGE}, {DARK_PAGE}); "
        f"--ink: light-dark({LIGHT_INK}, {DARK_INK}); --before: {BEFORE_COLOUR}; "
        f"--after: {AFTER_COLOUR}; --dash: {' '.join(map(str, BEFORE_DASH))}; "
        f"--heat: {heat_colour(1)}; }}"
    )
