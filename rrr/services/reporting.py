"""Gather what the HTML report tells about a finished pair of runs."""

from __future__ import annotations

import platform
from datetime import UTC, datetime
from importlib.metadata import version

from rrr import __version__
from rrr.formats.html_report import Report, ReportSentence
from rrr.records import TRAIN, LabelledTexts, Project, Run
from rrr.services.comparing import RunPair, explain_pair, most_changed
from rrr.services.marked_splits import marked_splits
from rrr.services.verdict import verdict
from rrr.services.workspace import Workspace

NUM_SENTENCES = 12
"""Sentences with heatmaps in a report, divided between the test splits; the split whose accuracy
changed most comes first."""


def report_of(workspace: Workspace, project: Project, pair: RunPair) -> Report:
    """Measure nothing anew, but explain the sentences that changed most in each test split."""
    marked = marked_splits(workspace, project)
    before, after = pair.evaluations
    judged = verdict(before, after)
    shown = sorted(
        (name for name in after.accuracy if name in before.accuracy and name in marked.splits),
        key=lambda name: -abs(after.accuracy[name] - before.accuracy[name]),
    )
    return Report(
        project=project.name,
        made_at=datetime.now(UTC),
        verdict_kind=judged.kind,
        verdict_title=judged.title,
        verdict_sentence=judged.sentence,
        before=before,
        after=after,
        num_training_sentences=len(marked.splits[TRAIN]),
        num_marked_tokens=pair.after.num_marked_tokens,
        marked_words=sorted(marked.words.label_counts),
        sentences=[
            sentence
            for name in shown
            for sentence in _sentences(
                workspace, pair, name, marked.splits[name], max(1, NUM_SENTENCES // len(shown))
            )
        ],
        weight_name=pair.after.weight_name,
        settings=pair.after.config.to_dict(),
        versions={
            "Right Reasons": __version__,
            "TensorFlow": version("tensorflow"),
            "Keras": version("keras"),
            "Python": platform.python_version(),
        },
        seconds=seconds_of(pair.before) + seconds_of(pair.after),
    )


def seconds_of(run: Run) -> float:
    """How long a finished run trained and was measured."""
    if run.started_at is None or run.finished_at is None:
        return 0.0
    return (run.finished_at - run.started_at).total_seconds()


def _sentences(
    workspace: Workspace, pair: RunPair, split: str, data: LabelledTexts, count: int
) -> list[ReportSentence]:
    rows = most_changed(workspace, pair, data, count=count)
    explained = explain_pair(
        workspace, pair, [data.texts[row] for row in rows], [data.marked[row] for row in rows]
    )
    return [
        ReportSentence(split, data.labels[row], each.text, each.marked, each.before, each.after)
        for row, each in zip(rows, explained, strict=True)
    ]
