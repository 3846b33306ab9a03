"""Metrics that a user compiles, given labels in the form that they need."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import keras
import tensorflow as tf

from rrr.errors import ConfigError
from rrr.learning.labels import labels_for

REPORTED = ("loss", "classification_loss", "saliency_loss", "accuracy")
"""What a `RightReasonsModel` reports by itself."""


@keras.saving.register_keras_serializable("rrr")
class MetricOfLabels(keras.metrics.Metric):
    """A metric that takes class numbers and one-hot labels alike."""

    def __init__(self, metric: keras.metrics.Metric, **options: Any) -> None:
        super().__init__(**{"name": metric.name, "dtype": metric.dtype, **options})
        self.metric = metric

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        labels = labels_for(self.metric, tf.convert_to_tensor(y_true), y_pred)
        self.metric.update_state(labels, y_pred, sample_weight=sample_weight)

    def result(self) -> Any:
        return self.metric.result()

    def reset_state(self) -> None:
        self.metric.reset_state()

    def get_config(self) -> dict[str, Any]:
        metric = keras.saving.serialize_keras_object(self.metric)
        return {**super().get_config(), "metric": metric}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> MetricOfLabels:
        metric = keras.saving.deserialize_keras_object(config["metric"])
        return cls(**{**config, "metric": metric})


def fitted(metrics: Any, reported: Collection[str] = ()) -> list[MetricOfLabels] | None:
    """Metrics as Keras' `compile` takes them, ready for labels of any form; None for none.

    Args:
        metrics: one, or any nest of them.
        reported: names to leave out.

    Raises:
        ConfigError: if a metric wants logits (it gets probabilities), or has a name that is taken.
    """
    all_metrics = keras.tree.flatten(metrics)
    return [
        _fitted(metric)
        for metric in all_metrics
        if metric is not None and not (isinstance(metric, str) and metric in reported)
    ] or None


def _fitted(metric: Any) -> MetricOfLabels:
    if isinstance(metric, MetricOfLabels):  # of a model that has been loaded
        return metric
    resolved = keras.metrics.get(metric)
    if not isinstance(resolved, keras.metrics.Metric):
        resolved = keras.metrics.MeanMetricWrapper(
            resolved, name=getattr(resolved, "__name__", None)
        )
    if resolved.name in REPORTED:
        raise ConfigError(
            f"A RightReasonsModel reports {resolved.name!r} by itself, without sample weights. "
            f"Received: a metric of the same name. Name it otherwise: name='my_{resolved.name}'."
        )
    is_function = type(resolved) is keras.metrics.MeanMetricWrapper
    if not is_function and resolved.get_config().get("from_logits"):
        raise ConfigError(
            f"Metrics are given probabilities. Received: {type(resolved).__name__} with "
            "from_logits=True. Leave from_logits out."
        )
    return MetricOfLabels(resolved)
