"""Which words of a sentence to suggest: ones the model leans on that go with one label.

A suggestion is a question. It becomes a mark when a person makes it one, and never by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

MAX_WORDS = 3
LEAST_SKEW = 0.3
TIMES_EVEN = 2.0
"""How many times its even share of the saliency (1 / tokens) a word must have."""


def suggest(
    words: Sequence[str],
    shares: Sequence[float],
    skews: Mapping[str, float],
    judged: Mapping[str, bool],
    struck: AbstractSet[int],
) -> tuple[int, ...]:
    """Indices of the tokens to suggest: every occurrence of at most three words.

    First those that this person struck where they last met them; then those never judged, by
    saliency × label skew. A word that was left standing is not suggested again.

    Args:
        words: the tokens in the vocabulary's form.
        shares: each token's share of the saliency.
        skews: how far each word goes with one label, in [0, 1]; missing words are not suggested.
        judged: words this person has judged -> whether they struck them then.
        struck: tokens that are struck anyway.
    """
    mass: dict[str, float] = {}
    for index, (word, share) in enumerate(zip(words, shares, strict=True)):
        if index not in struck and any(map(str.isalnum, word)):
            mass[word] = mass.get(word, 0.0) + share
    least = TIMES_EVEN / max(1, len(words))
    struck_before = {word for word in mass if judged.get(word, False)}
    unjudged = {
        word
        for word, share in mass.items()
        if word not in judged and share >= least and skews.get(word, 0.0) >= LEAST_SKEW
    }
    ranked = sorted(
        struck_before | unjudged,
        key=lambda word: (word not in struck_before, -mass[word] * skews.get(word, 0.0), word),
    )
    chosen = set(ranked[:MAX_WORDS])
    return tuple(
        index for index, word in enumerate(words) if word in chosen and index not in struck
    )
