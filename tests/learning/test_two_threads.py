"""A model is compiled by one thread while another one embeds with it."""

from threading import Thread

import keras
import numpy as np
import tensorflow as tf

from rrr.learning.halves import ClassifierHalves

IDS = tf.constant([[2, 3]])


class Meanwhile(keras.layers.Layer):
    """Does something while the classifier is being called."""

    do = staticmethod(lambda: None)

    def call(self, inputs):
        self.do()
        return inputs


def test_ids_are_embedded_by_the_embedding_while_another_thread_takes_its_place():
    meanwhile = Meanwhile()
    classifier = keras.Sequential(
        [
            keras.layers.Embedding(5, 3),
            meanwhile,
            keras.layers.GlobalAveragePooling1D(),
            keras.layers.Dense(2, activation="softmax"),
        ]
    )
    classifier.build((None, None))
    halves, found, others = ClassifierHalves(classifier), [], []

    def embed():
        other = Thread(target=lambda: found.append(halves.embed(IDS).numpy()))
        others.append(other)
        other.start()
        other.join(0.3)

    embeddings = halves.embed(IDS)
    meanwhile.do = embed
    halves.logits(tf.zeros_like(embeddings), IDS)
    meanwhile.do = lambda: None
    for other in others:
        other.join(10)
    assert found
    np.testing.assert_array_equal(found[0], embeddings.numpy())
