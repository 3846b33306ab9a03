"""The penalty alone, for training loops of one's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import keras
import tensorflow as tf

from rrr.learning.embedding_layer import without_cudnn
from rrr.learning.halves import ClassifierHalves
from rrr.learning.inputs import rows_of
from rrr.learning.random_strengths import random_strengths
from rrr.learning.reasons import Reasons
from rrr.records import TrainingConfig


@tf.autograph.experimental.do_not_convert  # there is nothing to rewrite, and it would take seconds
def reasons_loss(
    classifier: keras.Model,
    x: Any,
    y: Any,
    Z: Any,
    *,
    penalty: str = TrainingConfig.penalty,
    target: str = TrainingConfig.target,
    token_penalty: str = TrainingConfig.token_penalty,
    training: bool = True,
    seed: int | None = None,
    from_logits: bool | None = None,
    multi_label: bool | None = None,
    embedding_layer: keras.layers.Layer | str | None = None,
    predictions_transform: Callable[[Any], Any] | None = None,
) -> tuple[tf.Tensor, tf.Tensor]:
    """Logits, and how far each sentence's marked tokens decide: what `RightReasonsModel` penalises.

    Call it inside a `tf.GradientTape`, add `λ · reduce_mean(per_row)` to your loss, and take the
    gradient of the sum. One forward pass serves both losses.

    Args:
        classifier: as in `RightReasonsModel`.
        x: token ids `(batch, time)` as whole numbers, embeddings `(batch, time, embedding)`, or a
            dict of inputs with either as `"token_ids"` or `"X"`.
        y: labels, as in `RightReasonsModel`.
        Z: relevance mask `(batch, time)`: 1 = may be used, 0 = marked irrelevant.
        penalty: as in `RightReasonsModel`.
        target: as in `RightReasonsModel`.
        token_penalty: as in `RightReasonsModel`.
        training: whether dropout and the like are at work.
        seed: give another one each step, so that `"expected_gradients"` looks at another point of
            its path; its logits are taken there, too. None looks at the middle each time, as
            suits an evaluation, and takes the logits of the sentences as they are.
        from_logits: as in `RightReasonsModel`.
        multi_label: as in `RightReasonsModel`.
        embedding_layer: as in `RightReasonsModel`.
        predictions_transform: as in `RightReasonsModel`.

    Returns:
        Logits `(batch, outputs)` and penalties `(batch,)`, at least 0, and 0 without marks.

    Raises:
        AnnotationError: if Z does not fit.
        ConfigError: if an argument is out of its range, or does not fit the classifier.
        DataError: if the inputs or labels cannot be used.

    Examples:
        >>> classifier = rrr.build_classifier(
        ...     "average", vocabulary_size=50, embedding_size=8, hidden_size=8, num_classes=2
        ... )
        >>> x, y, Z = np.array([[4, 7, 9]]), np.array([1]), np.array([[1.0, 0.0, 1.0]])
        >>> with tf.GradientTape() as tape:
        ...     logits, per_row = rrr.reasons_loss(classifier, x, y, Z, seed=0)
        ...     loss = tf.nn.sparse_softmax_cross_entropy_with_logits(y, logits)
        ...     loss = tf.reduce_mean(loss) + 3.0 * tf.reduce_mean(per_row)
        >>> gradients = tape.gradient(loss, classifier.trainable_variables)
        >>> logits.shape, per_row.shape
        (TensorShape([1, 2]), TensorShape([1]))
    """
    without_cudnn(classifier)
    halves = ClassifierHalves(
        classifier, from_logits, multi_label, embedding_layer, predictions_transform
    )
    reasons = Reasons(halves, penalty, target, token_penalty)
    if not isinstance(x, Mapping):
        x = tf.convert_to_tensor(x)
        x = {"token_ids" if x.dtype.is_integer and x.shape.rank == 2 else "X": x}
    size = halves.vocabulary_size if "token_ids" in x else None
    rows = rows_of({**x, "Z": Z}, y, vocabulary_size=size)
    if penalty == "expected_gradients" and seed is not None:
        rows = rows._replace(strengths=random_strengths(tf.shape(rows.Z)[0], seed, 0))
    return reasons.look(rows, training)
