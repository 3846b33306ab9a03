"""JAX: an LSTM as `lax.scan`, input projection outside the loop, Adam written out; all jitted.

python -m benchmarks.rivals.jax_step {plain,double}
"""

import sys
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.rivals.turns import (
    BATCH,
    CLASSES,
    EMBEDDING,
    LEARNING_RATE,
    UNITS,
    VOCABULARY,
    WEIGHT,
    sentences,
    take_turns,
)


def parameters() -> dict[str, jax.Array]:
    random = np.random.default_rng(0)
    shapes = {
        "embedding": (VOCABULARY, EMBEDDING),
        "input": (EMBEDDING, 4 * UNITS),
        "recurrent": (UNITS, 4 * UNITS),
        "bias": (4 * UNITS,),
        "dense": (UNITS, CLASSES),
        "dense_bias": (CLASSES,),
    }
    return {
        name: jnp.asarray(0.05 * random.standard_normal(shape), "float32")
        for name, shape in shapes.items()
    }


def logits_of(weights: dict[str, jax.Array], embedded: jax.Array) -> jax.Array:
    projected = (embedded @ weights["input"] + weights["bias"]).swapaxes(0, 1)

    def cell(carry, x):
        hidden, memory = carry
        gates = x + hidden @ weights["recurrent"]
        i, f, g, o = jnp.split(gates, 4, axis=-1)
        memory = jax.nn.sigmoid(f) * memory + jax.nn.sigmoid(i) * jnp.tanh(g)
        return (jax.nn.sigmoid(o) * jnp.tanh(memory), memory), None

    zeros = jnp.zeros((BATCH, UNITS))
    (hidden, _), _ = jax.lax.scan(cell, (zeros, zeros), projected)
    return hidden @ weights["dense"] + weights["dense_bias"]


def loss_of(weights, token_ids, Z, labels, double):
    embedded = weights["embedding"][token_ids]

    def margin(embedded):
        logits = logits_of(weights, embedded)
        return (logits.max(-1) - logits.min(-1)).sum(), logits

    if double:
        gradients, logits = jax.grad(margin, has_aux=True)(embedded)
        penalty = ((1 - Z) * jnp.square(gradients).sum(-1)).sum(-1).mean()
    else:
        logits, penalty = logits_of(weights, embedded), 0.0
    log_probabilities = jax.nn.log_softmax(logits)
    chosen = jnp.take_along_axis(log_probabilities, labels[:, None], axis=-1)
    return -chosen.mean() + WEIGHT * penalty


@partial(jax.jit, static_argnames="double", donate_argnums=(0, 1, 2))
def update(weights, first, second, count, token_ids, Z, labels, double):
    gradients = jax.grad(loss_of)(weights, token_ids, Z, labels, double)
    first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, first, gradients)
    second = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, second, gradients)
    scale = LEARNING_RATE * jnp.sqrt(1 - 0.999**count) / (1 - 0.9**count)
    weights = jax.tree.map(
        lambda w, m, v: w - scale * m / (jnp.sqrt(v) + 1e-8), weights, first, second
    )
    return weights, first, second


def main() -> None:
    double = sys.argv[1] == "double"
    token_ids, Z, labels = (jnp.asarray(array) for array in sentences())
    weights = parameters()
    first = jax.tree.map(jnp.zeros_like, weights)
    second = jax.tree.map(jnp.zeros_like, weights)
    count = 0

    def step() -> None:
        nonlocal weights, first, second, count
        count += 1
        weights, first, second = update(
            weights, first, second, count, token_ids, Z, labels, double=double
        )
        jax.block_until_ready(weights)

    take_turns(step)


if __name__ == "__main__":
    main()
