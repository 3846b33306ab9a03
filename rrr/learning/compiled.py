"""Compiled models, kept so that the next training of the same shape starts at once.

Compiling the double-tape step takes seconds, as long as a small training. What is compiled depends
on shapes and formulas only; weights, λ and learning rate are variables of it and are set anew.
"""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import keras

from rrr.last_used import LastUsed
from rrr.learning.architecture import architecture, can_be_copied, copy_of
from rrr.learning.model import RightReasonsModel
from rrr.records import TrainingConfig, formula_of


@dataclass(frozen=True)
class _Step:
    """All that a compiled training step depends on; what is equal in it is compiled once."""

    architecture: Hashable
    learns: tuple[bool, ...]  # which weights do
    float_type: str
    formula: tuple[tuple[str, Any], ...]
    has_penalty: bool
    steps_at_once: int


_models: LastUsed[_Step, RightReasonsModel] = LastUsed(12)
"""Enough for baseline and regularised runs of all kinds of classifier; a model of 20,000 words and
64 numbers each takes 15 MB with its optimizer. One compiled anew takes seconds, and TensorFlow
never gives back about 1 MB of what it takes (benchmarks/README.md, “Many runs”)."""

_large_models: LastUsed[_Step, RightReasonsModel] = LastUsed(2)
"""Pre-trained encoders, which take hundreds of MB each: one without the penalty and one with it."""

_LARGE = 5_000_000
"""Weights of a large model, at least."""

_one_at_a_time = threading.Lock()


@contextmanager
def compiled_model(
    initial: keras.Model,
    config: TrainingConfig,
    steps_at_once: int = 1,
    options: Mapping[str, Any] | None = None,
) -> Iterator[RightReasonsModel]:
    """A compiled model with the weights of `initial`, as if it were new.

    When the block ends normally, what was learned is written to `initial`, and the model waits for
    the next caller: nothing else of it may be kept. Only one caller at a time gets a model; others
    wait.

    Args:
        initial: as `build_classifier` makes it from this config.
        config: λ, formula, learning rate and the sizes that `initial` was built with.
        steps_at_once: how many steps TensorFlow takes before callbacks are asked.
        options: what `RightReasonsModel` has to be told of the classifier, by name.
    """
    options = options or {}
    step = _Step(
        architecture(initial),
        tuple(weight.trainable for weight in initial.weights),
        keras.config.floatx(),  # of the losses' means
        (*formula_of(config).items(), *sorted(options.items())),
        config.fixed_weight > 0,
        steps_at_once,
    )
    with _one_at_a_time:
        if can_be_copied(initial):
            cache = _large_models if initial.count_params() >= _LARGE else _models
            model = cache.get_or_make(step, lambda: _compiled(copy_of(initial), step))
        else:
            model = _compiled(initial, step)
        _reset(model, initial, config)
        yield model
        initial.set_weights(model.classifier.get_weights())


def _compiled(classifier: keras.Model, step: _Step) -> RightReasonsModel:
    """Knows no config: what is compiled in is part of the step's name."""
    model = RightReasonsModel(
        classifier,
        reason_weight=1.0 if step.has_penalty else 0.0,
        **dict(step.formula),
    )
    model.compile(keras.optimizers.Adam(), steps_per_execution=step.steps_at_once)
    return model


def _reset(model: RightReasonsModel, initial: keras.Model, config: TrainingConfig) -> None:
    model.stop_training = False
    model.classifier.set_weights(initial.get_weights())
    model.reason_weight = config.fixed_weight
    model.seed = config.seed
    for variable in model.optimizer.variables:  # moments and the count of steps
        variable.assign(keras.ops.zeros_like(variable))
    if isinstance(model.optimizer, keras.optimizers.LossScaleOptimizer):  # in mixed precision
        model.optimizer.dynamic_scale.assign(model.optimizer.initial_scale)
    model.optimizer.learning_rate = config.learning_rate
