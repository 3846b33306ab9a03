"""Train one classifier, reporting as it goes. Knows neither page nor database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from rrr.counted import counted
from rrr.errors import DataError, Diverged
from rrr.learning.batches import training_batches
from rrr.learning.beginning import beginning
from rrr.learning.best_epoch import BestEpoch, NeutralLoss, neutral_sentences
from rrr.learning.compiled import compiled_model
from rrr.learning.compiled_inference import length_of
from rrr.learning.epochs import Keep, Probe, Progress, Report, SaliencyLoss, ShouldStop
from rrr.learning.stopping import is_over
from rrr.learning.temperature import fitted_temperature
from rrr.learning.trained import TrainedClassifier
from rrr.learning.training_state import TrainingState
from rrr.records import LabelledTexts, TrainingConfig

_STEPS_AT_ONCE = 4
"""Between two steps Keras takes 3 ms, nearly as long as a small step."""

_SMALL_STEP = 4_096 * 64
"""Tokens of a batch times units, up to which steps are taken several at once: few enough for a run
to be cancelled within a second, whatever the penalty."""

_LETTERS_PER_TOKEN = 5

Measure = Callable[[TrainedClassifier], Mapping[str, float]]
Build = Callable[[], TrainedClassifier]


def train(
    training: LabelledTexts,
    validation: LabelledTexts | None,
    config: TrainingConfig,
    *,
    labels: tuple[str, ...],
    marks_hash: str,
    report: Report,
    should_stop: ShouldStop,
    start: TrainedClassifier | None = None,
    before: TrainingState | None = None,
    keep: Keep | None = None,
    measure: Measure | None = None,
    build: Build | None = None,
) -> TrainedClassifier:
    """Train a classifier. The same inputs and seed give the same weights, whatever else is done in
    the process meanwhile.

    Args:
        training: what is learned from; the vocabulary is built from it, too.
        validation: measured after each epoch, reported as `val_…`; never learned from, but it
            decides which epoch is kept and when a training ends
            (`rrr.learning.stopping`), and how sure the probabilities are
            (`rrr.learning.temperature`). None: all epochs are taken, the last one is kept, and the
            probabilities are as sure as the training left them.
        config: the settings; `reason_weight=0` ignores the marks.
        labels: class names, at least two.
        marks_hash: identifies the marks; kept with the result.
        report: called after each epoch.
        should_stop: asked after each batch, or after a few small ones.
        start: a model of the same kind and size whose weights and vocabulary are taken to begin
            with. None: fresh weights, and word vectors if the config names some.
        before: go on behind this state of a training with the same inputs; it ends with the numbers
            of one that was never interrupted.
        keep: called with the state after each report.
        measure: called with the model after each epoch; what it returns is reported with the rest.
        build: makes the untrained model, in place of one that the config describes; its labels must
            be `labels`.

    Raises:
        Cancelled: as soon as `should_stop` says so.
        ConfigError: if `start` does not fit the config.
        Diverged: as soon as a loss is no longer a finite number.
        DataError: if there is nothing to learn from, or the word vectors cannot be read.
    """
    if not len(training) or len(set(training.labels)) < 2:
        raise DataError(
            "Training needs sentences of at least two labels in the training split. "
            f"Received: {counted(len(training), 'sentence')} of "
            f"{counted(len(set(training.labels)), 'label')}. "
            "Import a file with labels, or check its split column."
        )
    options: Mapping[str, Any] = {}
    if build is None:
        classifier, vocabulary = beginning(training, config, labels, start)
    else:
        built = build()
        classifier, vocabulary, options = built.classifier, built.vocabulary, built.options
    sizes: Any = {
        "max_tokens": config.max_tokens,
        "batch_size": config.batch_size,
        "length": length_of(classifier),
    }
    done = 0 if before is None else before.epoch
    batches = training_batches(
        training,
        vocabulary,
        labels,
        shuffle_seed=config.seed,
        passes_done=done,
        **sizes,
    )
    held_out = None
    if validation is not None and len(validation):
        held_out = training_batches(validation, vocabulary, labels, shuffle_seed=None, **sizes)
    # A step without λ takes no input gradients; a few sentences then tell the saliency loss.
    sample = None if config.fixed_weight else _marked_sample(training)
    sample_batches = sample and training_batches(
        sample, vocabulary, labels, shuffle_seed=None, **sizes
    )
    if before is not None:
        classifier.set_weights(before.weights)
    best = BestEpoch(before)
    progress = Progress(config.epochs, config.fixed_weight, report, should_stop, keep, before, best)
    callbacks: list[Any] = [SaliencyLoss(sample_batches)] if sample_batches else []
    neutral = (
        neutral_sentences(validation) if held_out and validation and config.fixed_weight else None
    )
    if neutral is not None:
        batches_of_it = training_batches(neutral, vocabulary, labels, shuffle_seed=None, **sizes)
        callbacks.append(NeutralLoss(batches_of_it, config.fixed_weight))
    is_done = before is not None and is_over(before.reports)
    with compiled_model(classifier, config, _steps_at_once(training, config), options) as model:
        if before is not None:
            for variable, value in zip(model.optimizer.variables, before.optimizer, strict=True):
                variable.assign(value)
        if measure is not None:
            at_work = TrainedClassifier(
                model.classifier, vocabulary, labels, config, marks_hash, options=options
            )
            callbacks.append(Probe(partial(measure, at_work)))
        try:
            model.fit(
                batches,
                validation_data=held_out,
                initial_epoch=done,
                epochs=done if is_done else config.epochs,
                shuffle=False,  # the batches shuffle themselves
                verbose=0,
                callbacks=[*callbacks, best, progress],
            )
        except Diverged as error:
            raise progress.diverged() from error
    trained = TrainedClassifier(classifier, vocabulary, labels, config, marks_hash, options=options)
    if held_out is None or validation is None:
        return trained
    probabilities = trained.probabilities(validation.texts)
    numbers = np.array([labels.index(label) for label in validation.labels], "int64")
    return replace(trained, temperature=fitted_temperature(probabilities, numbers))


def _steps_at_once(training: LabelledTexts, config: TrainingConfig) -> int:
    if config.classifier == "encoder":  # no step of it is small
        return 1
    tokens = sum(map(len, training.texts)) / len(training) / _LETTERS_PER_TOKEN
    step = config.batch_size * min(tokens, config.max_tokens) * config.hidden_size
    return _STEPS_AT_ONCE if step <= _SMALL_STEP else 1


def _marked_sample(data: LabelledTexts, count: int = 256) -> LabelledTexts | None:
    """Sentences spread evenly over the data; None where nothing is marked."""
    if not any(data.marked):
        return None
    rows = sorted({round(i * len(data) / count) for i in range(count)} & set(range(len(data))))
    return data.take(rows)
