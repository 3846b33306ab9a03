"""One self-contained HTML file that tells what the marks changed: for mailing, printing, archiving.

No scripts, nothing from the network. Everything is escaped by Jinja, except heatmaps and legend,
which `heatmap_html` has escaped itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from rrr.formats.heatmap_html import HEATMAP_CSS, heatmap_html, legend_html, shared_maximum
from rrr.formats.percent import percent
from rrr.records import Evaluation, Explanation

_TEMPLATE = "html_report.html.jinja"


@dataclass(frozen=True)
class ReportSentence:
    """A sentence as both models see it. `marked` are indices of its marked tokens."""

    split: str
    label: str
    text: str
    marked: frozenset[int]
    before: Explanation
    after: Explanation


@dataclass(frozen=True)
class Report:
    """Everything the report tells, read from a finished pair of runs."""

    project: str
    made_at: datetime
    verdict_kind: str  # as in rrr.services.verdict
    verdict_title: str
    verdict_sentence: str
    before: Evaluation
    after: Evaluation
    num_training_sentences: int
    num_marked_tokens: int
    marked_words: Sequence[str]
    sentences: Sequence[ReportSentence]
    weight_name: str  # λ as people read it
    settings: Mapping[str, object]
    versions: Mapping[str, str]
    seconds: float  # both trainings and their measurements


@dataclass(frozen=True)
class _Row:
    """One measure in the table; shares in [0, 1]."""

    what: str
    meaning: str
    before: float
    after: float

    @property
    def points(self) -> str:
        points = round(100 * (self.after - self.before))
        sign = "+" if points > 0 else "−" if points < 0 else "±"
        return f"{sign}{abs(points)}"


def html_report(report: Report) -> str:
    """Write the report as one HTML document."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["percent"] = percent
    explained = [each for s in report.sentences for each in (s.before, s.after)]
    maximum = shared_maximum(explained)

    def heatmap(sentence: ReportSentence, explanation: Explanation) -> Markup:
        return Markup(  # heatmap_html escapes
            heatmap_html(sentence.text, explanation, marked=sentence.marked, maximum=maximum)
        )

    return environment.get_template(_TEMPLATE).render(
        report=report,
        accuracy=_accuracy_rows(report.before, report.after),
        reliance=_reliance_rows(report.before, report.after),
        heatmap=heatmap,
        heatmap_css=Markup(HEATMAP_CSS),
        legend=Markup(legend_html(maximum)),  # legend_html escapes
    )


def _accuracy_rows(before: Evaluation, after: Evaluation) -> list[_Row]:
    return [
        _Row(name.replace("_", " "), "", before.accuracy[name], accuracy)
        for name, accuracy in after.accuracy.items()
        if name in before.accuracy
    ]


def _reliance_rows(before: Evaluation, after: Evaluation) -> list[_Row]:
    old, new = before.reliance, after.reliance
    if old is None or new is None:
        return []
    return [
        _Row(
            "swap",
            "predictions that change when the marked words are swapped for others",
            old.swap_flip_rate,
            new.swap_flip_rate,
        ),
        _Row(
            "removal",
            "predictions that change when the marked words are removed",
            old.removal_change,
            new.removal_change,
        ),
        _Row(
            "saliency share",
            "the marked words’ share of the sentence’s saliency (what a heatmap shows)",
            old.saliency_share,
            new.saliency_share,
        ),
    ]
