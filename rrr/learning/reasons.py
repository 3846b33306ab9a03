"""How far a model relies on marked tokens, as a number per sentence that can be trained down.

Four ways, chosen by name. Each runs the classifier on a batch and returns the logits along
with the penalty, so that the forward pass serves both losses.

Some of them run the classifier on changed sentences as well. Such a pass leaves no trace: it moves
no statistics, adds no losses, and draws the very noise (dropout) of the pass that counts, or the
difference between two noises would be penalised. Noise can be drawn again where its seeds come from
a `keras.random.SeedGenerator`, as in all of Keras' layers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import keras
import tensorflow as tf

from rrr.errors import ConfigError
from rrr.learning.halves import ClassifierHalves
from rrr.learning.inputs import Rows, taken
from rrr.learning.labels import as_outputs
from rrr.learning.outputs import answers_of, true_answers
from rrr.learning.penalties import token_penalty_named
from rrr.learning.precision import full_precision
from rrr.learning.targets import margin_of, target_named

NUM_PATH_POINTS = 4
"""Points between the blanked and the full sentence at which integrated gradients looks."""


@dataclass(frozen=True)
class Reasons:
    """A classifier with the way its reliance on marked tokens is penalised.

    Args:
        halves: the classifier.
        penalty: a name in `PENALTIES`.
        target: a name in `TARGETS`; what `"input_gradient"` differentiates.
        token_penalty: a name in `TOKEN_PENALTIES`; how `"input_gradient"` counts a token's
            gradient.

    Raises:
        ConfigError: if there is no such name.
    """

    halves: ClassifierHalves
    penalty: str
    target: str
    token_penalty: str

    def __post_init__(self) -> None:
        if self.penalty not in PENALTIES:
            raise ConfigError(
                f"penalty must be one of {', '.join(PENALTIES)}. Received: {self.penalty!r}."
            )
        target_named(self.target)
        token_penalty_named(self.token_penalty)

    def look(self, rows: Rows, training: bool) -> tuple[tf.Tensor, tf.Tensor]:
        """Logits `(rows, outputs)` and penalties `(rows,)`, at least 0, and 0 without marks.

        Only rows with marks get a second tape, or are run a second time.
        """
        look = PENALTIES[self.penalty]
        twice_in_one = self.penalty == "blanking" and self._may_share_a_batch(training)
        if twice_in_one or not self.halves.rows_are_independent:
            return look(self, rows, training)
        marked = tf.reduce_any(rows.Z < 1, axis=-1)  # (rows,)
        there, elsewhere = (tf.where(which)[:, 0] for which in (marked, ~marked))
        with_marks, penalties = look(self, taken(rows, _one_at_least(there)), training)
        without = self.logits(taken(rows, _one_at_least(elsewhere)), training)
        with_marks, penalties = with_marks[: tf.size(there)], penalties[: tf.size(there)]
        penalties = tf.cast(penalties, with_marks.dtype)  # embeddings may be less precise
        without = without[: tf.size(elsewhere)]
        places = [tf.cast(indices, tf.int32) for indices in (there, elsewhere)]
        logits = tf.dynamic_stitch(places, [with_marks, without])
        return logits, tf.dynamic_stitch(places, [penalties, tf.zeros_like(without[:, 0])])

    def logits(self, rows: Rows, training: bool) -> tf.Tensor:
        """Logits `(rows, outputs)` without any penalty."""
        return self._logits(self._embedded(rows), rows, training)

    def _logits(self, embeddings: tf.Tensor, rows: Rows, training: bool) -> tf.Tensor:
        """Logits of the rows with these embeddings in place of their own."""
        return self.halves.logits(embeddings, rows.token_ids, training, rows.others)

    def _aside(self, embeddings: tf.Tensor, rows: Rows, training: bool) -> tf.Tensor:
        """The same in a pass that leaves no trace and draws the noise of the next one."""
        with keras.StatelessScope():
            return self._logits(embeddings, rows, training)

    def _answers(self, logits: tf.Tensor) -> tf.Tensor:
        """Logits `(rows, questions, answers)`."""
        return answers_of(logits, self.halves.yes_or_no(logits))

    @property
    def _asks_often(self) -> bool:
        """Whether gradients of several questions are taken."""
        return self.halves.ending.multi_label

    def _may_share_a_batch(self, training: bool) -> bool:
        """Whether a larger batch has each row's logits: the same statistics, and no noise."""
        noise = training and self.halves.draws_noise
        return self.halves.rows_are_independent and not noise

    def _embedded(self, rows: Rows) -> tf.Tensor:
        if rows.embeddings is not None:
            return rows.embeddings
        return self.halves.embed(rows.token_ids)

    def _input_gradient(self, rows: Rows, training: bool) -> tuple[tf.Tensor, tf.Tensor]:
        """Σ_t (1 − Z) · s, s from the gradient of the target (Ross et al., IJCAI 2017).

        Where the classifier answers several questions, s is summed over them: the gradients of
        their sum could cancel.
        """
        embeddings = self._embedded(rows)
        # The inner of the two tapes: its gradient is part of the loss that the outer one records.
        with tf.GradientTape(persistent=self._asks_often) as inner:
            inner.watch(embeddings)
            logits = self._logits(embeddings, rows, training)
            labels = as_outputs(rows.labels, logits)
            true = true_answers(labels, self.halves.yes_or_no(logits))
            targets = target_named(self.target)(self._answers(logits), true)
            targets = tf.unstack(targets, axis=-1)  # one per question, (rows,) each
        of_tokens = token_penalty_named(self.token_penalty)
        per_token = tf.add_n(  # (rows, time)
            [of_tokens(full_precision(inner.gradient(target, embeddings))) for target in targets]
        )
        return logits, tf.reduce_sum(_irrelevance(rows, per_token) * per_token, axis=-1)

    def _integrated_gradients(self, rows: Rows, training: bool) -> tuple[tf.Tensor, tf.Tensor]:
        """Σ_t (1 − Z) · a², a the token's integrated gradient (Sundararajan et al., ICML 2017).

        The path leads from the sentence with its marked tokens blanked (embedding · Z) to the full
        one; the gradient, of the predicted class's logit margin, is taken at the middles of equal
        pieces. Unlike a single gradient it does not vanish where the model is saturated.
        """
        embeddings = self._embedded(rows)
        irrelevance = _irrelevance(rows, embeddings)
        difference = embeddings * irrelevance[..., None]
        blanked = embeddings - difference
        steps = [(point + 0.5) / NUM_PATH_POINTS for point in range(NUM_PATH_POINTS)]
        path = [blanked + step * difference for step in steps]
        along = rows
        if self._may_share_a_batch(training):  # one loop over time instead of several
            path, along = [tf.concat(path, axis=0)], Rows(*map(_repeated, rows))
        with tf.GradientTape(persistent=self._asks_often) as inner:
            inner.watch(path)
            there = tf.concat([self._aside(point, along, training) for point in path], axis=0)
            with inner.stop_recording():
                logits = self._logits(embeddings, rows, training)
                predicted = tf.argmax(self._answers(logits), axis=-1)  # (rows, questions)
            margins = margin_of(self._answers(there), _repeated(predicted))
            margins = tf.unstack(margins, axis=-1)  # one per question
        squares = []
        for margin in margins:
            gradients = full_precision(tf.concat(inner.gradient(margin, path), axis=0))
            mean_gradient = tf.add_n(tf.split(gradients, NUM_PATH_POINTS)) / NUM_PATH_POINTS
            attributions = tf.reduce_sum(full_precision(difference) * mean_gradient, axis=-1)
            squares.append(tf.square(attributions))  # (rows, time)
        per_token = tf.add_n(squares)
        return logits, tf.reduce_sum(_irrelevance(rows, per_token) * per_token, axis=-1)

    def _expected_gradients(self, rows: Rows, training: bool) -> tuple[tf.Tensor, tf.Tensor]:
        """Σ_t (1 − Z) · a², a the token's gradient × input at one point of the path from the
        sentence with its marked tokens blanked to the full one (after Erion et al. 2021).

        `rows.strengths` says where: 0 is the blanked sentence, 1 the full one. A step of a training
        draws a point for each row, and its logits are taken there, too, so that it costs as much as
        the input gradient. Without strengths the logits are those of the full sentences, and the
        penalty is taken in the middle of the path.

        The gradient is of the logit margin of the class predicted at that point.
        """
        embeddings = self._embedded(rows)
        difference = embeddings * _irrelevance(rows, embeddings)[..., None]
        strengths = [0.5] if rows.strengths is None else rows.strengths
        missing = 1 - tf.cast(strengths, embeddings.dtype)[:, None, None]
        there = embeddings - missing * difference
        logits_of = self._aside if rows.strengths is None else self._logits
        with tf.GradientTape(persistent=self._asks_often) as inner:
            inner.watch(there)
            logits = logits_of(there, rows, training)
            answers = self._answers(logits)
            margins = margin_of(answers, tf.argmax(answers, axis=-1))
            margins = tf.unstack(margins, axis=-1)  # one per question, (rows,) each
        squares = []
        for margin in margins:
            gradients = full_precision(inner.gradient(margin, there))
            attributions = tf.reduce_sum(full_precision(difference) * gradients, axis=-1)
            squares.append(tf.square(attributions))  # (rows, time)
        per_token = tf.add_n(squares)
        penalties = tf.reduce_sum(_irrelevance(rows, per_token) * per_token, axis=-1)
        if rows.strengths is None:
            logits = self._logits(embeddings, rows, training)
        return logits, penalties

    def _blanking(self, rows: Rows, training: bool) -> tuple[tf.Tensor, tf.Tensor]:
        """Squared change of the predicted class's logit margin when marked tokens are blanked.

        Blanked means embedding · Z: 0 for a marked token. No second derivative is needed, and only
        rows with marks are run twice; both times in one larger batch if that changes nothing: one
        loop over time, not two.
        """
        embeddings = self._embedded(rows)
        relevant = 1.0 - _irrelevance(rows, embeddings)
        blanked = embeddings * relevant[..., None]
        if not self._may_share_a_batch(training):
            there = self._aside(blanked, rows, training)
            logits = self._logits(embeddings, rows, training)
            return logits, self._squared_change(logits, there)

        marked = tf.where(tf.reduce_any(rows.Z < 1, axis=-1))[:, 0]  # (marked rows,)
        num_rows = tf.shape(embeddings)[0]
        twice = tf.concat([tf.range(num_rows, dtype=marked.dtype), marked], axis=0)
        both = tf.concat([embeddings, tf.gather(blanked, marked)], axis=0)
        both_logits = self._logits(both, taken(rows, twice), training)
        logits, there = both_logits[:num_rows], both_logits[num_rows:]
        change = self._squared_change(tf.gather(logits, marked), there)  # (marked rows,)
        return logits, tf.scatter_nd(marked[:, None], change, tf.cast(num_rows, tf.int64)[None])

    def _squared_change(self, logits: tf.Tensor, there: tf.Tensor) -> tf.Tensor:
        """(margin − margin there)² per row, of the class predicted by `logits`."""
        answers = self._answers(logits)
        predicted = tf.argmax(answers, axis=-1)
        change = margin_of(answers, predicted) - margin_of(self._answers(there), predicted)
        return tf.reduce_sum(tf.square(change), axis=-1)


def _one_at_least(places: tf.Tensor) -> tf.Tensor:
    """The places, or the first of all where there is none.

    TensorFlow's convolutions give no rows another shape on some processors (oneDNN).
    """
    return tf.cond(tf.size(places) > 0, lambda: places, lambda: tf.zeros(1, places.dtype))


def _repeated(rows: Any) -> Any:
    """Rows below one another, once per point of the path; so with all tensors of a dict."""
    return keras.tree.map_structure(
        lambda tensor: None if tensor is None else tf.concat([tensor] * NUM_PATH_POINTS, axis=0),
        rows,
    )


def _irrelevance(rows: Rows, like: tf.Tensor) -> tf.Tensor:
    """1 − Z `(rows, time)`, of the type of another tensor."""
    return 1.0 - tf.cast(rows.Z, like.dtype)


PENALTIES: dict[str, Callable[[Reasons, Rows, bool], tuple[tf.Tensor, tf.Tensor]]] = {
    "input_gradient": Reasons._input_gradient,
    "integrated_gradients": Reasons._integrated_gradients,
    "blanking": Reasons._blanking,
    "expected_gradients": Reasons._expected_gradients,
}
"""Name -> function of the reasons, rows and `training`, giving logits and penalty per row."""
