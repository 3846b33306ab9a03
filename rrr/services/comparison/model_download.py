"""A finished run's model as a zip that works without this program."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any

from rrr.formats.model_archive import model_archive
from rrr.formats.model_card import ModelCard, SplitResult, model_card
from rrr.proportions import wilson_interval
from rrr.records import Evaluation, Project, Run
from rrr.services.audit import record_export
from rrr.services.comparison.measured_pairs import measured_pair
from rrr.services.comparison.pairs import RunPair, run_pairs
from rrr.services.comparison.verdict import Verdict, verdict
from rrr.services.permissions import require
from rrr.services.training import runs
from rrr.services.training.models import load_trained
from rrr.services.workspace import Workspace
from rrr.store import project_queries, snapshot_queries
from rrr.text import Vocabulary


def archive_name(run: Run) -> str:
    """What the zip is called."""
    return f"right-reasons-model-{run.id}.zip"


def model_zip(workspace: Workspace, run: Run, pair: RunPair | None = None) -> bytes:
    """Model, vocabulary, labels, settings, a script that predicts, and a model card.

    Args:
        pair: the two runs whose verdict the card tells, `run` the one after; None for the run
            beside its baseline, if it has one.

    Raises:
        RunError: if the run has no trained model.
        NotFound, DataError: if its model is gone or cannot be read.
    """
    workspace = require(workspace, run.project_id, "export")
    record_export(workspace, run.project_id, what="model", run=run.id)
    trained = load_trained(workspace, run)  # first of all: it says why a run has no model
    from rrr.learning.plain_keras import plain_keras_file  # loads TensorFlow: only when needed

    model, vocabulary = plain_keras_file(trained), trained.vocabulary
    words = vocabulary.ids if isinstance(vocabulary, Vocabulary) else vocabulary.to_json()
    num_words = len(vocabulary.words) if isinstance(vocabulary, Vocabulary) else None
    project = project_queries.get(workspace.database, run.project_id)
    if pair is None:
        pairs = run_pairs(runs.list_runs(workspace, project.id))
        pair = next((known_pair for known_pair in pairs if known_pair.after.id == run.id), None)
    settings = _settings(run)
    card = _card(workspace, project, run, pair, trained.labels, num_words, settings)
    return model_archive(
        model,
        model_card(card),
        trained.labels,
        words,
        run.config.max_tokens,
        settings,
    )


def _settings(run: Run) -> dict[str, Any]:
    """The run's, without the folders of this computer and what was left at nothing."""
    settings = {name: value for name, value in run.config.to_dict().items() if value is not None}
    if run.config.word_vectors is not None:
        settings["word_vectors"] = PurePath(run.config.word_vectors).name
    if run.config.encoder is not None:
        settings["encoder"] = PurePath(run.config.encoder).name
    if run.search is not None and run.search.chosen is not None:
        settings["reason_weight"] = run.search.chosen
    return settings


def _card(
    workspace: Workspace,
    project: Project,
    run: Run,
    pair: RunPair | None,
    labels: Sequence[str],
    num_words: int | None,
    settings: dict[str, Any],
) -> ModelCard:
    judged, evaluation = _judged(workspace, project, run, pair)
    return ModelCard(
        project=project.name,
        run=run.id,
        labels=labels,
        split_sizes=project.split_sizes,
        num_marked_tokens=0 if run.is_baseline else run.num_marked_tokens,
        rules=() if run.is_baseline else _rules(workspace, run),
        verdict_title="" if judged is None else judged.title,
        verdict_sentence="" if judged is None else judged.sentence,
        verdict_sections=() if judged is None else judged.sections,
        results=_results(evaluation),
        num_words=num_words,
        max_tokens=run.config.max_tokens,
        trained_at=run.finished_at,
        made_at=datetime.now(UTC),
        settings={
            **settings,
            **({} if run.choice is None else {"why_this_classifier": run.choice.why}),
        },
        hashes={
            name: value
            for name, value in (("marks", run.marks_hash), ("data", run.data_hash))
            if value
        },
        versions=run.versions or {},
    )


def _judged(
    workspace: Workspace, project: Project, run: Run, pair: RunPair | None
) -> tuple[Verdict | None, Evaluation | None]:
    """The verdict as the page, the shell and the report give it, and what it is of."""
    if pair is None:
        return None, run.evaluation
    measured = measured_pair(workspace, project, pair)
    before, after = measured.before.evaluation, measured.after.evaluation
    return verdict(before, after, pair.after.search), after


def _results(evaluation: Evaluation | None) -> list[SplitResult]:
    if evaluation is None:
        return []
    results = []
    for split, share in evaluation.accuracy.items():
        counts = evaluation.by_label.get(split, {}).values()
        right, number = (sum(column) for column in zip(*counts, strict=True)) if counts else (0, 0)
        interval = wilson_interval(right, number) if number else None
        results.append(SplitResult(split, share, number, interval))
    return results


def _rules(workspace: Workspace, run: Run) -> Sequence[str]:
    """What was struck everywhere when the run was trained, as far as that was kept."""
    if run.snapshot_id is None:
        return ()
    content = snapshot_queries.content_of(workspace.database, run.snapshot_id)
    return [rule.pattern for rule in content.state.rules]
