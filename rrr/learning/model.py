"""The double-tape Keras model: classification loss + λ · saliency loss.

Two nested tapes are needed because the loss holds a gradient. The inner tape watches the embeddings
and gives the input gradient; the outer one records everything that is differentiated by the
weights, that gradient and the sum of the two losses included. A single persistent tape whose
`gradient` is called outside its context has stopped recording by then: the saliency loss is a
constant to it, and Keras raises "No gradients provided for any variable".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import keras
import tensorflow as tf

from rrr.errors import Diverged
from rrr.learning.classification_loss import ClassificationLoss
from rrr.learning.embedding_layer import without_cudnn
from rrr.learning.graph_checks import checked
from rrr.learning.halves import ClassifierHalves
from rrr.learning.inputs import Rows, rows_of
from rrr.learning.labels import as_class_numbers, as_outputs, checked_labels
from rrr.learning.outputs import answers_of, probabilities_of, true_answers
from rrr.learning.penalised_trainer import PenalisedTrainer
from rrr.learning.random_strengths import batches_seen, random_strengths
from rrr.learning.reasons import Reasons
from rrr.records import PENALTY_KINDS, TrainingConfig, checked_reason_weight, checked_seed


@keras.saving.register_keras_serializable("rrr")
class RightReasonsModel(PenalisedTrainer):
    """A text classifier trained not to rely on the tokens an annotator marked irrelevant.

    `loss = cross_entropy(y, f(X)) + λ · mean over the batch of Σ_t (1 − Z) · s` (Ross, Hughes &
    Doshi-Velez, IJCAI 2017, with a mean over the batch, so that λ does not depend on its size). By
    default s is the square of a token's expected gradient (after Erion et al. 2021).

    Inputs of `fit`, `evaluate` and `predict` are a dict, either `{"X": float (batch, time,
    embedding), "Z": (batch, time)}` for a classifier on embedded input, or `{"token_ids": int
    (batch, time), "Z": (batch, time)}` for one with an `Embedding` layer inside. A classifier with
    more inputs gets them from the same dict, by their names. Z is the relevance mask: 1 = may be
    used, 0 = marked irrelevant, values between count in proportion; padding and unreviewed
    sentences are all 1. `predict` needs no Z, and to `evaluate` none means all ones.

    Labels are class numbers or one-hot. A classifier with one output, the log-odds or a sigmoid,
    takes 0 or 1; one with several sigmoids takes 0 or 1 per label, `(batch, labels)`. Each label
    is then a question of its own, and the penalty is summed over them.

    `sample_weight` weighs a sentence's penalty as it weighs its classification loss.

    `fit` and `evaluate` report `loss`, `classification_loss`, `saliency_loss` (before λ) and
    `accuracy` (without sample weights), the same with `val_` for validation data. While λ = 0 `fit`
    takes no input gradient and reports a `saliency_loss` for validation data only.

    Args:
        classifier: any Keras model ending in logits, in a softmax or in sigmoids.
        reason_weight: λ, from 0 to 1e12. 0 trains a plain classifier. 1 suits the default penalty,
            100 the input gradient; `rrr.search_reason_weight` finds a better one.
        target: what the input gradient differentiates by the embeddings: `"logit_margin"`,
            `"max_log_prob"`, `"sum_log_probs"` or `"true_log_prob"` (see `rrr.learning.targets`).
        token_penalty: `"sum_of_squares"` or `"sum_then_square"` over a token's embedding gradient.
        penalty: what s is made of. `"input_gradient"` is the paper's, with the `target` and
            `token_penalty` given here; `"expected_gradients"`, `"integrated_gradients"` and
            `"blanking"` need neither (see `rrr.learning.reasons`).
        seed: fixes what `"expected_gradients"` draws, from 0 to 2³² − 1.
        from_logits: whether the classifier returns logits. Only needed where its last layer does
            not say: it must be a Dense layer, an activation or a softmax of Keras.
        multi_label: whether several labels can be true at once. Only needed for a classifier that
            returns several logits of that kind; sigmoids say it themselves.
        embedding_layer: the layer that embeds the tokens, or its name. Only needed for a classifier
            with several `Embedding` layers, or one of its own kind.
        predictions_transform: function of what the classifier returns, giving the one output
            `(batch, outputs)` that is trained and penalised. Only needed for a classifier with
            several outputs; pass `from_logits` with it. To be saved it must be registered with
            `keras.saving.register_keras_serializable`.

    `classifier` is the model that was passed in, trained: nothing else is needed to use it.

    Two methods are there to be overridden: `reasons` gives the penalty of each sentence, and
    `total_loss` adds the losses up.

    Examples:
        >>> classifier = rrr.build_classifier(
        ...     "average", vocabulary_size=50, embedding_size=8, hidden_size=8, num_classes=2
        ... )
        >>> model = rrr.RightReasonsModel(classifier, reason_weight=3.0)
        >>> model.compile("adam")
        >>> x = {"token_ids": np.array([[4, 7, 9]]), "Z": np.array([[1.0, 0.0, 1.0]])}
        >>> sorted(model.fit(x, np.array([1]), verbose=0).history)
        ['accuracy', 'classification_loss', 'loss', 'saliency_loss']

    Rows in which nothing is marked get no second tape and cost a plain step: the classifier is
    called with the other rows and with these. It is called with the whole batch if one of its
    layers keeps statistics (has weights that are not trained) or adds losses. A layer of your own
    that compares the rows of a batch otherwise sees them in two parts.

    With `penalty="expected_gradients"` a training step shows the classifier each sentence with its
    marked tokens at random strength. So what `fit` reports of the training data, accuracy included,
    is of such sentences, as it is of dropout's noise in Keras; what `evaluate` reports, and `val_`,
    is of the sentences as they are. How strong depends on `seed` and how many batches the optimizer
    was given, alone.

    Raises:
        ConfigError: if an argument is out of its range.
    """

    def __init__(
        self,
        classifier: keras.Model,
        reason_weight: float = PENALTY_KINDS[TrainingConfig.penalty].first_weight,
        target: str = TrainingConfig.target,
        token_penalty: str = TrainingConfig.token_penalty,
        penalty: str = TrainingConfig.penalty,
        seed: int = 0,
        from_logits: bool | None = None,
        multi_label: bool | None = None,
        embedding_layer: keras.layers.Layer | str | None = None,
        predictions_transform: Callable[[Any], Any] | None = None,
        **options: Any,
    ) -> None:
        halves = ClassifierHalves(
            classifier, from_logits, multi_label, embedding_layer, predictions_transform
        )
        reasons = Reasons(halves, penalty, target, token_penalty)
        reason_weight = checked_reason_weight(reason_weight)
        # Its precision decides whether Keras scales the loss.
        super().__init__(**{"dtype": classifier.dtype_policy, **options})
        self.classifier = classifier
        self.built = classifier.built  # it has no weights of its own
        self._halves = halves
        self._reasons = reasons
        self._reason_weight = tf.Variable(reason_weight, trainable=False, dtype=tf.float32)
        self._seed = tf.Variable(checked_seed(seed), trainable=False, dtype=tf.int64)
        self._penalised = reason_weight > 0
        self._classification_loss = ClassificationLoss(None, halves)
        without_cudnn(classifier)
        names = ("loss", "classification_loss", "saliency_loss")
        self._loss_means = {name: keras.metrics.Mean(name=name) for name in names}
        self._accuracy = keras.metrics.Mean(name="accuracy")

    @property
    def reason_weight(self) -> float:
        """λ. It may be set at any time, by a callback, too: no step is compiled twice."""
        return float(self._reason_weight.numpy())

    @reason_weight.setter
    def reason_weight(self, value: float) -> None:
        value = checked_reason_weight(value)
        self._reason_weight.assign(value)
        self._penalised = value > 0

    @property
    def seed(self) -> int:
        """Fixes what is drawn in training. It may be set at any time: no step is compiled twice."""
        return int(self._seed.numpy())

    @seed.setter
    def seed(self, value: int) -> None:
        self._seed.assign(checked_seed(value))

    @property
    def metrics(self) -> list[keras.metrics.Metric]:
        """Reset by Keras at the start of each epoch and evaluation."""
        own = [*self._loss_means.values(), self._accuracy]
        known = {id(metric) for metric in own}
        compiled = [m for m in super().metrics if id(m) not in known and m.name != "loss"]
        return [*own, *compiled]

    def train_step(self, data: Any) -> dict[str, tf.Tensor]:
        """One step on a batch: unpack, forward and input gradient, losses, weights, metrics.

        With λ = 0 it is a plain step, and there is no `saliency_loss` to report.
        """
        rows = self._rows_of(data, needs_mask=True)
        if self._penalised and self.penalty == "expected_gradients":
            rows = rows._replace(strengths=self._drawn_strengths(tf.shape(rows.Z)[0]))
        with tf.GradientTape() as outer:
            losses, logits = self._batch_losses(rows, training=True, look=self._penalised)
            loss = checked(
                losses["loss"],
                tf.math.is_finite(losses["loss"]),
                Diverged,
                "The loss is no longer a finite number, at λ = {}. The model is as it was before "
                "this step. Train again with a lower learning rate or a lower λ.",
                [self._reason_weight],
            )
            # Each replica has a part of the batch, and their gradients are added up.
            loss /= tf.distribute.get_strategy().num_replicas_in_sync
            loss = self.optimizer.scale_loss(loss)
        # Outside the outer tape: the weights' gradients are differentiated no further.
        gradients = outer.gradient(loss, self.trainable_variables)
        if self._halves.has_other_outputs:  # which are not trained
            pairs = zip(gradients, self.trainable_variables, strict=True)
            gradients = [
                tf.zeros_like(v) if gradient is None else gradient for gradient, v in pairs
            ]
        # What is refused while the graph runs leaves the weights as they are.
        with tf.control_dependencies([loss]):
            gradients = [
                None if gradient is None else tf.identity(gradient) for gradient in gradients
            ]
        self.optimizer.apply(gradients, self.trainable_variables)
        return self._report(losses, logits, rows)

    def test_step(self, data: Any) -> dict[str, tf.Tensor]:
        """As `train_step`, without dropout and without touching the weights; with λ = 0, too, it
        reports the saliency loss."""
        rows = self._rows_of(data, needs_mask=False)
        losses, logits = self._batch_losses(rows, training=False, look=True)
        return self._report(losses, logits, rows)

    def reasons(self, rows: Rows, training: bool) -> tuple[tf.Tensor, tf.Tensor]:
        """Logits `(rows, outputs)` and the penalty of each sentence `(rows,)`, at least 0.

        Override it to penalise in a way of your own; call it to begin with the built-in penalty.

        Args:
            rows: the batch: `token_ids` or `embeddings`, the mask `Z`, `labels`, `sample_weight`.
            training: whether dropout and the like are at work.
        """
        return self._reasons.look(rows, training)

    def total_loss(self, losses: Mapping[str, tf.Tensor], reason_weight: tf.Tensor) -> tf.Tensor:
        """The scalar that is trained down, the layers' own regularisation left out.

        Override it to combine the losses otherwise.

        Args:
            losses: `"classification_loss"`, and `"saliency_loss"` where the step takes a penalty.
            reason_weight: λ.
        """
        loss = losses["classification_loss"]
        if "saliency_loss" in losses:
            loss += reason_weight * losses["saliency_loss"]
        return loss

    def _drawn_strengths(self, num_rows: Any) -> tf.Tensor:
        return random_strengths(num_rows, self._seed, batches_seen(self.optimizer))

    def _rows_of(self, data: Any, needs_mask: bool) -> Rows:
        x, y, sample_weight = keras.utils.unpack_x_y_sample_weight(data)
        size = None
        if isinstance(x, Mapping) and "token_ids" in x:
            size = self._halves.vocabulary_size
        return rows_of(x, y, sample_weight, vocabulary_size=size, needs_mask=needs_mask)

    def _batch_losses(
        self, rows: Rows, *, training: bool, look: bool
    ) -> tuple[dict[str, tf.Tensor], tf.Tensor]:
        """The scalar losses and the logits `(rows, outputs)`.

        Without `look` no input gradient is taken, and there is no saliency loss.
        """
        if look:
            logits, penalties = self.reasons(rows, training)
        else:
            logits, penalties = self._reasons.logits(rows, training), None
        loss = self._classification_loss
        yes_or_no = self._halves.yes_or_no(logits)
        labels = checked_labels(rows.labels, logits, yes_or_no, loss.ignored)
        per_row, counts = loss.per_row(labels, logits)
        losses = {"classification_loss": loss.reduced(per_row, rows.sample_weight, counts)}
        if penalties is not None:
            losses["saliency_loss"] = loss.reduced(penalties, rows.sample_weight)
        losses["loss"] = self.total_loss(losses, tf.cast(self._reason_weight, logits.dtype))
        for regularisation in self.classifier.losses:  # weight decay and the like
            losses["loss"] += tf.cast(tf.reduce_sum(regularisation), logits.dtype)
        return losses, logits

    def _report(
        self, losses: dict[str, tf.Tensor], logits: tf.Tensor, rows: Rows
    ) -> dict[str, tf.Tensor]:
        count = tf.shape(logits)[0]  # the last batch may be smaller
        for name, loss in losses.items():
            self._loss_means[name].update_state(loss, sample_weight=count)
        yes_or_no = self._halves.yes_or_no(logits)
        true = true_answers(as_outputs(rows.labels, logits), yes_or_no)
        given = answers_of(logits, yes_or_no)
        right = tf.equal(tf.argmax(given, axis=-1), tf.argmax(true, axis=-1))  # (rows, questions)
        counts = None
        ignored = self._classification_loss.ignored
        if ignored is not None:
            counts = (as_class_numbers(rows.labels, logits) != ignored)[:, None]
        self._accuracy.update_state(tf.cast(right, logits.dtype), sample_weight=counts)
        probabilities = probabilities_of(logits, yes_or_no)
        report = self.compute_metrics(None, rows.labels, probabilities, rows.sample_weight)
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
            "seed": self.seed,
            **self._halves.options,
            "predictions_transform": keras.saving.serialize_keras_object(
                self._halves.options["predictions_transform"]
            ),
        }
