"""From numbers per token to explanations of texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rrr.learning.pieces import Row
from rrr.learning.trained import Read, TrainedClassifier
from rrr.records import Explanation
from rrr.text import refuse_one_text, texts_and_starts

Reading = Callable[[Sequence[Row]], Iterable[Read]]
"""From the ids of words to numbers per token and probabilities, a batch at a time."""


def explanations_of(
    trained: TrainedClassifier,
    texts: Sequence[str],
    read: Reading,
    method: str,
    *,
    signed: bool,
) -> list[Explanation]:
    """Pair the tokens of each text with the model's numbers; tokens that were cut off get 0.

    Args:
        trained: the model explained.
        texts: what is explained.
        read: makes the numbers. The explanations of one batch are made while it is at the next.
        method: how the numbers are made, in words.
        signed: whether they may be below 0.

    Raises:
        DataError: if `texts` is one text instead of several.
    """
    refuse_one_text(texts)
    divided = [texts_and_starts(text) for text in texts]
    ids = trained.encode_divided(texts, [words for words, _ in divided])
    explanations: dict[int, Explanation] = {}
    for rows, per_token, probabilities in read(ids):
        for i, values, row in zip(rows.tolist(), per_token, probabilities.tolist(), strict=True):
            words, starts = divided[i]
            rows_of_values = values.tolist()
            explanations[i] = Explanation(
                tokens=tuple(words),
                starts=tuple(starts),
                saliency=tuple(rows_of_values + [0.0] * (len(words) - len(rows_of_values))),
                probabilities=dict(zip(trained.labels, row, strict=True)),
                method=method,
                signed=signed,
                num_unread=len(words) - len(rows_of_values),
            )
    return [explanations[i] for i in range(len(texts))]
