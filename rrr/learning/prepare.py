"""Compile the loops over time once, when the project is set up: `python -m rrr.learning.prepare`.

They are kept beside their source. Without this the first training would wait for them.
"""

from __future__ import annotations

import tensorflow as tf

from rrr.learning.recurrent import CausalGRU, CausalLSTM


def main() -> None:
    """Run each loop once, on next to nothing."""
    X = tf.zeros((1, 2, 1))
    for layer in (CausalLSTM(1), CausalGRU(1)):
        with tf.GradientTape() as outer:
            with tf.GradientTape() as inner:
                inner.watch(X)
                outputs = layer(X)
            gradient = inner.gradient(outputs, X)
        outer.gradient(gradient, layer.trainable_weights)


if __name__ == "__main__":
    main()
