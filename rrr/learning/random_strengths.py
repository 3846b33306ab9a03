"""How strong the marked tokens are in one step of a training, drawn at random for each sentence."""

from __future__ import annotations

from typing import Any

import tensorflow as tf


def batches_seen(optimizer: Any) -> Any:
    """How many batches an optimizer has been given. Of several whose gradients it adds up
    (`gradient_accumulation_steps`) Keras counts one step."""
    inner = getattr(optimizer, "inner_optimizer", optimizer)  # of one that scales the loss
    return inner._iterations if inner.gradient_accumulation_steps else optimizer.iterations


def random_strengths(num_rows: Any, seed: Any, step: Any) -> tf.Tensor:
    """Numbers in [0, 1) for the rows of a batch, `(rows,)`, all equally likely.

    The same seed and step give the same numbers, whatever was drawn before: so a training that goes
    on behind an interruption draws what it would have drawn. Each device draws its own.

    Args:
        num_rows: of the batch.
        seed: a whole number below 2³².
        step: how many batches have been seen.
    """
    both = tf.stack([tf.cast(number, tf.int64) for number in (seed, step)])
    replica = tf.distribute.get_replica_context()
    device = 0 if replica is None else replica.replica_id_in_sync_group
    both = tf.random.fold_in(both, device)
    return tf.random.stateless_uniform((num_rows,), both)
