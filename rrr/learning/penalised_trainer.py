"""How the penalty enters Keras' training: compiling, the functions that run the steps, and what the
classifier does without it: predict and be exported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import keras
import tensorflow as tf

from rrr.errors import ConfigError
from rrr.learning.classification_loss import ClassificationLoss
from rrr.learning.graph_checks import plain_errors
from rrr.learning.halves import ClassifierHalves
from rrr.learning.inputs import check_arrays, tokens_of
from rrr.learning.metrics import fitted
from rrr.learning.reasons import Reasons
from rrr.learning.recurrent import compiled_loops


class PenalisedTrainer(keras.Model):
    """A Keras model whose steps may or may not take a penalty; see `RightReasonsModel`."""

    classifier: keras.Model
    _halves: ClassifierHalves
    _reasons: Reasons
    _penalised: bool

    @property
    def target(self) -> str:
        """What is differentiated; fixed, since the step is compiled with it."""
        return self._reasons.target

    @property
    def token_penalty(self) -> str:
        """How a token's gradient counts; fixed, since the step is compiled with it."""
        return self._reasons.token_penalty

    @property
    def penalty(self) -> str:
        """How reliance is measured; fixed, since the step is compiled with it."""
        return self._reasons.penalty

    def compile(
        self,
        optimizer: Any = "adam",
        loss: Any = None,
        metrics: Any = None,
        weighted_metrics: Any = None,
        **options: Any,
    ) -> None:
        """Keras' own `compile`, which see.

        Args:
            optimizer: as in Keras.
            loss: the classification loss, to which λ · saliency loss is added: any of Keras' losses
                or one of yours that gives a number per sentence. None: cross-entropy. Its
                `reduction` is the penalty's, too.
            metrics: beyond `accuracy`; given probabilities, and labels as class numbers or one-hot,
                as each of Keras' metrics needs them.
            weighted_metrics: the same, weighed by `sample_weight`.
            options: as in Keras, without `jit_compile`.

        Raises:
            ConfigError: if the loss does not fit the classifier, or an option cannot be had.
        """
        if options.pop("jit_compile", False) is True:
            raise ConfigError(
                "jit_compile=True cannot be had: the penalty looks at the rows with marks only, "
                "and XLA compiles nothing of changing size. Leave jit_compile out."
            )
        if options.pop("loss_weights", None) is not None:
            raise ConfigError(
                "There is one loss, so loss_weights has nothing to weigh. Set reason_weight, the "
                "weight of the penalty, or sample_weight in fit."
            )
        self._classification_loss = ClassificationLoss(loss, self._halves)
        self._given_loss = loss
        super().compile(
            optimizer=optimizer,
            metrics=fitted(metrics, reported=("accuracy", "acc")),
            weighted_metrics=fitted(weighted_metrics),
            jit_compile=False,
            **options,
        )
        if self.built:  # so that it can be saved and loaded before it is trained, too
            self.optimizer.build(self.trainable_variables)

    def get_compile_config(self) -> dict[str, Any]:
        """What `compile_from_config` needs; Keras itself is told of no loss."""
        config = super().get_compile_config()
        return config and {**config, "loss": keras.saving.serialize_keras_object(self._given_loss)}

    def compile_from_config(self, config: dict[str, Any]) -> None:
        """Compile as it was compiled when saved; Keras leaves this to whoever has a `compile`."""
        self.compile(**keras.saving.deserialize_keras_object(config))

    def fit(
        self, x: Any = None, y: Any = None, *args: Any, **options: Any
    ) -> keras.callbacks.History:
        """Keras' own `fit`, which see.

        Raises:
            AnnotationError: if Z is missing or does not fit.
            ConfigError: if classifier, loss and labels do not go together.
            DataError: if the inputs or labels cannot be used.
            Diverged: if the loss is no longer a finite number.
        """
        check_arrays(x, y)
        return super().fit(x, y, *args, **options)

    def evaluate(self, x: Any = None, y: Any = None, *args: Any, **options: Any) -> Any:
        """Keras' own `evaluate`, which see; it raises what `fit` raises.

        Without Z nothing is taken for marked.
        """
        check_arrays(x, y)
        return super().evaluate(x, y, *args, **options)

    def make_train_function(self, force: bool = False) -> Any:
        """Two steps, with and without the penalty, each compiled when it is first needed.

        Keras asks for the function once per `fit`, and λ may change while it runs.
        """
        if self.train_function is None or force:  # type: ignore[has-type]
            functions = {}
            for penalised in (False, True):
                super().make_train_function(force=True)
                functions[penalised] = self.train_function  # type: ignore[has-type]

            def step(iterator: Any) -> Any:
                with plain_errors():
                    return functions[self._penalised](iterator)

            self.train_function = step
        return self.train_function

    def make_test_function(self, force: bool = False) -> Any:
        """Keras' own, with plain errors."""
        if self.test_function is None or force:  # type: ignore[has-type]
            super().make_test_function(force=True)
            function = self.test_function  # type: ignore[has-type]

            def step(iterator: Any) -> Any:
                with plain_errors():
                    return function(iterator)

            self.test_function = step
        return self.test_function

    def call(self, inputs: Any, training: bool = False) -> tf.Tensor:
        """The classifier's own output `(batch, outputs)`; Z plays no part in a prediction."""
        if isinstance(inputs, Mapping):
            inputs = self._halves.arranged(*tokens_of(inputs))
        return self.classifier(inputs, training=training)

    def predict_step(self, data: Any) -> Any:
        """As Keras' own, by the compiled loops. `call` stays without them, to be exported."""
        with compiled_loops():
            return super().predict_step(data)

    def export(self, *args: Any, **options: Any) -> None:
        """Export the classifier, which takes token ids or embeddings and no Z; Keras' own `export`.

        What it writes runs without this package.
        """
        self.classifier.export(*args, **options)

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> PenalisedTrainer:
        """Make the model again, its weights fresh."""
        parts: dict[str, Any] = {
            name: keras.saving.deserialize_keras_object(config[name], custom_objects=custom_objects)
            for name in ("classifier", "predictions_transform")
            if name in config
        }
        return cls(**{**config, **parts})
