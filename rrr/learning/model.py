"""The double-tape Keras model: classification loss + λ · saliency loss.

Two nested tapes are needed because the loss holds a gradient. The inner tape watches the embeddings
and gives the input gradient; the outer one records everything that is differentiated by the
weights, that gradient and the sum of the two losses included. A single persistent tape whose
`gradient` is called outside its context has stopped recording by then: the saliency loss is a
constant to it, and Keras raises "No gradients provided for any variable".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import keras
import tensorflow as tf

from rrr.errors import ConfigError
from rrr.learning.halves import ClassifierHalves, all_layers
from rrr.learning.inputs import Rows, one_hot_labels, plain_mask_errors, rows_of
from rrr.learning.reasons import Reasons
from rrr.learning.recurrent import compiled_loops
from rrr.records import TrainingConfig

_ACCEPTED_LOSSES = (None, "categorical_crossentropy", "sparse_categorical_crossentropy")


@keras.saving.register_keras_serializable("rrr")
class RightReasonsModel(keras.Model):
    """A text classifier trained not to rely on the tokens an annotator marked irrelevant.

    `loss = cross_entropy(y, f(X)) + λ · mean over the batch of Σ_t (1 − Z) · s` (Ross, Hughes &
    Doshi-Velez, IJCAI 2017, with a mean over the batch, so that λ does not depend on its size).

    Inputs of `fit`, `evaluate` and `predict` are a dict, either `{"X": float (batch, time,
    embedding), "Z": (batch, time)}` for a classifier on embedded input, or `{"token_ids": int
    (batch, time), "Z": (batch, time)}` for one with an `Embedding` layer inside. Z is the relevance
    mask: 1 = may be used, 0 = marked irrelevant, values between count in proportion; padding and
    unreviewed sentences are all 1. `predict` needs no Z. Labels are class numbers or one-hot.

    `fit` and `evaluate` report `loss`, `classification_loss`, `saliency_loss` (before λ) and
    `accuracy`, the same with `val_` for validation data. With λ = 0 `fit` takes no input gradient
    and reports a `saliency_loss` for validation data only.

    Args:
        classifier: any Keras model ending in logits or in a softmax.
        reason_weight: λ, at least 0. 0 trains a plain classifier.
        target: what is differentiated by the embeddings: `"logit_margin"`, `"max_log_prob"`,
            `"sum_log_probs"` or `"true_log_prob"` (see `rrr.learning.targets`).
        token_penalty: `"sum_of_squares"` or `"sum_then_square"` over a token's embedding gradient.
        penalty: `"input_gradient"` is the formula above; `"integrated_gradients"` and `"blanking"`
            take other measures in its place (see `rrr.learning.reasons`) and need neither `target`
            nor `token_penalty`.
        from_logits: only needed for a subclassed classifier: whether it returns logits.

    Rows in which nothing is marked get no second tape and cost a plain step.

    `target="max_log_prob", token_penalty="sum_then_square", reason_weight=1.0` is the formula this
    project started from.

    Raises:
        ConfigError: if an argument is out of its range.
    """

    def __init__(
        self,
        classifier: keras.Model,
        reason_weight: float = 100.0,
        target: str = TrainingConfig.target,
        token_penalty: str = TrainingConfig.token_penalty,
        penalty: str = "input_gradient",
        from_logits: bool | None = None,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        _check_reason_weight(reason_weight)
        self.classifier = classifier
        self.built = classifier.built  # it has no weights of its own
        self._reason_weight = tf.Variable(reason_weight, trainable=False, dtype=tf.float32)
        self._penalised = reason_weight > 0
        self.target = target
        self.token_penalty = token_penalty
        self.penalty = penalty
        self._halves = ClassifierHalves(classifier, from_logits)
        self._reasons = Reasons(self._halves, penalty, target, token_penalty)
        for layer in all_layers(classifier):
            # cuDNN's recurrent kernels have no second derivative, and Keras forgets this setting
            # whenever a layer is cloned or loaded: so it is made here, each time.
            if hasattr(layer, "use_cudnn"):
                layer.use_cudnn = False
        names = ("loss", "classification_loss", "saliency_loss")
        self._loss_means = {name: keras.metrics.Mean(name=name) for name in names}
        self._accuracy = keras.metrics.CategoricalAccuracy(name="accuracy")

    @property
    def reason_weight(self) -> float:
        """λ. Setting it to another positive number costs nothing: the step is not compiled anew."""
        return float(self._reason_weight.numpy())

    @reason_weight.setter
    def reason_weight(self, value: float) -> None:
        _check_reason_weight(value)
        self._reason_weight.assign(value)
        if self._penalised != (value > 0):
            self._penalised = value > 0
            self.train_function = None

    def compile(self, optimizer: Any = "adam", loss: Any = None, **options: Any) -> None:
        """Choose an optimizer, and metrics beyond `accuracy`; the loss is this model's own.

        Raises:
            ConfigError: if another loss than cross-entropy is asked for.
        """
        name = loss if loss is None or isinstance(loss, str) else getattr(loss, "name", str(loss))
        if name not in _ACCEPTED_LOSSES:
            raise ConfigError(
                f"RightReasonsModel brings its own loss: cross-entropy + λ · saliency loss. "
                f"Received: loss={name!r}. Leave loss out."
            )
        # The second derivative of a recurrent loop is many times slower under XLA.
        options.setdefault("jit_compile", False)
        extra = [metric for metric in options.pop("metrics", None) or [] if metric != "accuracy"]
        super().compile(optimizer=optimizer, loss=None, metrics=extra or None, **options)
        if self.built:  # so that it can be saved and loaded before it is trained, too
            self.optimizer.build(self.trainable_variables)

    def compile_from_config(self, config: dict[str, Any]) -> None:
        """Compile as it was compiled when saved; Keras leaves this to whoever has a `compile`."""
        self.compile(**keras.saving.deserialize_keras_object(config))

    def fit(self, *args: Any, **options: Any) -> keras.callbacks.History:
        """Keras' own `fit`, which see; a bad relevance mask raises `AnnotationError`."""
        with plain_mask_errors():
            return super().fit(*args, **options)

    def evaluate(self, *args: Any, **options: Any) -> Any:
        """Keras' own `evaluate`, which see; a bad relevance mask raises `AnnotationError`."""
        with plain_mask_errors():
            return super().evaluate(*args, **options)

    @property
    def metrics(self) -> list[keras.metrics.Metric]:
        """Reset by Keras at the start of each epoch and evaluation."""
        own = [*self._loss_means.values(), self._accuracy]
        known = {id(metric) for metric in own}
        compiled = [m for m in super().metrics if id(m) not in known and m.name != "loss"]
        return [*own, *compiled]

    def call(self, inputs: Any, training: bool = False) -> tf.Tensor:
        """The classifier's own output `(batch, classes)`; Z plays no part in a prediction."""
        if isinstance(inputs, Mapping):
            inputs = inputs["X"] if "X" in inputs else inputs["token_ids"]
        return self.classifier(inputs, training=training)

    def train_step(self, data: Any) -> dict[str, tf.Tensor]:
        """One step on a batch: unpack, forward and input gradient, losses, weights, metrics.

        With λ = 0 it is a plain step, and there is no `saliency_loss` to report.
        """
        rows = rows_of(*keras.utils.unpack_x_y_sample_weight(data))
        with tf.GradientTape() as outer:
            losses, logits = self._batch_losses(rows, training=True, look=self._penalised)
        # Outside the outer tape: the weights' gradients are differentiated no further.
        gradients = outer.gradient(losses["loss"], self.trainable_variables)
        self.optimizer.apply(gradients, self.trainable_variables)
        return self._report(losses, logits, rows)

    def test_step(self, data: Any) -> dict[str, tf.Tensor]:
        """As `train_step`, without dropout and without touching the weights; with λ = 0, too, it
        reports the saliency loss."""
        rows = rows_of(*keras.utils.unpack_x_y_sample_weight(data))
        losses, logits = self._batch_losses(rows, training=False, look=True)
        return self._report(losses, logits, rows)

    def predict_step(self, data: Any) -> Any:
        """As Keras' own, by the compiled loops. `call` stays without them, to be exported."""
        with compiled_loops():
            return super().predict_step(data)

    def export(self, *args: Any, **options: Any) -> None:
        """Export the classifier, which takes token ids or embeddings and no Z; Keras' own `export`.

        What it writes runs without this package.
        """
        self.classifier.export(*args, **options)

    def _batch_losses(
        self, rows: Rows, *, training: bool, look: bool
    ) -> tuple[dict[str, tf.Tensor], tf.Tensor]:
        """The scalar losses and the logits `(rows, classes)`.

        Without `look` no input gradient is taken, and there is no saliency loss.
        """
        if look:
            logits, penalties = self._reasons.look(rows, training)
        else:
            logits, penalties = self._reasons.logits(rows, training), None
        one_hot = one_hot_labels(rows.labels, logits)
        cross_entropy = tf.nn.softmax_cross_entropy_with_logits(one_hot, logits)  # (batch,)
        if rows.sample_weight is not None:
            cross_entropy *= tf.cast(rows.sample_weight, cross_entropy.dtype)
        batch_size = tf.cast(tf.shape(logits)[0], logits.dtype)
        losses = {"classification_loss": tf.reduce_sum(cross_entropy) / batch_size}
        losses["loss"] = losses["classification_loss"]
        if penalties is not None:
            losses["saliency_loss"] = tf.reduce_sum(penalties) / batch_size
            losses["loss"] += tf.cast(self._reason_weight, logits.dtype) * losses["saliency_loss"]
        if self.classifier.losses:
            losses["loss"] += tf.add_n(self.classifier.losses)  # weight decay and the like
        return losses, logits

    def _report(
        self, losses: dict[str, tf.Tensor], logits: tf.Tensor, rows: Rows
    ) -> dict[str, tf.Tensor]:
        count = tf.shape(logits)[0]  # the last batch may be smaller
        for name, loss in losses.items():
            self._loss_means[name].update_state(loss, sample_weight=count)
        one_hot = one_hot_labels(rows.labels, logits)
        self._accuracy.update_state(one_hot, logits)
        report = self.compute_metrics(None, one_hot, tf.nn.softmax(logits), rows.sample_weight)
        unmeasured = self._loss_means.keys() - losses.keys()
        return {name: value for name, value in report.items() if name not in unmeasured}

    def get_config(self) -> dict[str, Any]:
        """What `from_config` needs to make this model again."""
        return {
            **super().get_config(),
            "classifier": keras.saving.serialize_keras_object(self.classifier),
            "reason_weight": self.reason_weight,
            "target": self.target,
            "token_penalty": self.token_penalty,
            "penalty": self.penalty,
            "from_logits": self._halves.told,
        }

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> RightReasonsModel:
        """Make the model again, its weights fresh."""
        classifier = keras.saving.deserialize_keras_object(
            config["classifier"], custom_objects=custom_objects
        )
        return cls(**{**config, "classifier": classifier})


def _check_reason_weight(value: float) -> None:
    if not value >= 0:
        raise ConfigError(
            f"reason_weight must be 0 or more. Received: {value}. Use 0 to train without the marks."
        )
