"""What a model answers to sentences as they are, and with their marked words swapped or removed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from rrr.explaining.changed_words import swapped_ids, without_tokens
from rrr.learning.pieces import Row
from rrr.learning.trained import TrainedClassifier, by_row
from rrr.records import Answers, texts_hash
from rrr.text import words_of

UNKNOWN_LABEL = -1
"""Place of a label that the model was not trained on; it is never right."""

MAX_FOLLOWED = 4_000
"""Swaps of one word alone, in sentences with several marked words; of more, evenly spread ones."""


def ask(
    trained: TrainedClassifier,
    texts: Sequence[str],
    labels: Sequence[str],
    marked: Sequence[Sequence[int]],
    replacements: Callable[[str], Sequence[str]],
    *,
    seed: int = 0,
    numbers: Mapping[str, int] | None = None,
    with_saliency: bool = True,
) -> Answers:
    """Ask a model about sentences.

    Args:
        trained: the model.
        texts: the sentences.
        labels: their labels; one that the model does not know is `UNKNOWN_LABEL`.
        marked: indices of each text's marked tokens; those beyond `max_tokens` do not count.
        replacements: the words that a marked word may be swapped for, at least one.
        seed: fixes which of them is taken.
        numbers: the number of each marked word; None to not measure them one by one.
        with_saliency: whether to measure the marked words' share of the saliency.
    """
    places = {label: place for place, label in enumerate(trained.labels)}
    ids = trained.encode(texts)
    within = [
        [t for t in indices if t < len(row)] for indices, row in zip(marked, ids, strict=True)
    ]
    rows = [i for i, indices in enumerate(within) if indices]
    kept_texts, kept_indices = [texts[i] for i in rows], [within[i] for i in rows]
    probabilities = trained.probabilities_of_ids(ids)
    swapped = swapped_ids(trained, kept_texts, kept_indices, replacements, seed)
    after_swap = trained.probabilities_of_ids(swapped)
    removed = [without_tokens(ids[i], within[i]) for i in rows]
    pairs = [] if numbers is None else _pairs(kept_texts, kept_indices, numbers)
    return Answers(
        texts_hash=texts_hash(texts, labels),
        truth=np.array([places.get(label, UNKNOWN_LABEL) for label in labels], "int16"),
        probabilities=probabilities,
        marked=np.array(rows, "int32"),
        swapped=after_swap,
        removed=trained.probabilities_of_ids(removed),
        followed_rows=np.array([rows[place] for place, _, _ in pairs], "int32"),
        followed_words=np.array([number for _, number, _ in pairs], "int32"),
        followed_labels=_followed(trained, ids, rows, swapped, after_swap, pairs, kept_indices),
        saliency_share=_saliency_share(trained, [ids[i] for i in rows], kept_indices)
        if with_saliency and rows
        else None,
    )


_Pair = tuple[int, int, list[int]]
"""Place among the sentences with marked words, number of one of these words, its tokens."""


def _pairs(
    texts: Sequence[str], marked: Sequence[Sequence[int]], numbers: Mapping[str, int]
) -> list[_Pair]:
    alone: list[_Pair] = []
    beside: list[_Pair] = []
    for place, (text, indices) in enumerate(zip(texts, marked, strict=True)):
        words, by_word = words_of(text), dict[int, list[int]]()
        for index in indices:
            if words[index] in numbers:
                by_word.setdefault(numbers[words[index]], []).append(index)
        pairs = [(place, number, tokens) for number, tokens in by_word.items()]
        (alone if len(by_word) == 1 else beside).extend(pairs)
    every = max(1.0, len(beside) / MAX_FOLLOWED)
    return alone + [beside[int(i * every)] for i in range(min(len(beside), MAX_FOLLOWED))]


def _followed(
    trained: TrainedClassifier,
    ids: Sequence[Row],
    rows: Sequence[int],
    swapped: Sequence[Row],
    after_swap: np.ndarray,
    pairs: Sequence[_Pair],
    marked: Sequence[Sequence[int]],
) -> np.ndarray:
    """Places of the labels predicted when one marked word alone is swapped, `(pairs,)`."""
    followed = np.array([after_swap[place].argmax() for place, _, _ in pairs], "int16")
    further = [n for n, (place, _, struck) in enumerate(pairs) if len(struck) < len(marked[place])]
    changed = []
    for n in further:
        place, _, tokens = pairs[n]
        row = list(ids[rows[place]])
        for token in tokens:
            row[token] = swapped[place][token]
        changed.append(row)
    if changed:
        followed[further] = trained.probabilities_of_ids(changed).argmax(axis=1)
    return followed


def _saliency_share(
    trained: TrainedClassifier, ids: Sequence[Row], marked: Sequence[Sequence[int]]
) -> float:
    norms, _ = by_row(ids, trained.gradient_norms(ids))
    shares = [
        float(norm[indices].sum() / norm.sum()) if norm.sum() > 0 else 0.0
        for norm, indices in zip(norms, marked, strict=True)
    ]
    return float(np.mean(shares))
