"""A decoy version of any labelled corpus (Rieger, Singh, Murdoch & Yu, ICML 2020).

In training, one invented word per class is put at a random place in every text. The test texts come
three times: with the decoy that agrees with the label, with another label's, and with none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from rrr.errors import DataError
from rrr.evidence.corpus import FLIPPED, FREE, Corpus
from rrr.records import TEST, TRAIN, VALIDATION, LabelledTexts
from rrr.text import tokenize, word_of

INVENTED_WORDS = ("dromlex", "vintrall", "quendish", "bolvery", "zarmot", "hesprine")
"""One per class, in the labels' order."""


def decoy_version(
    name: str,
    labels: Sequence[str],
    splits: Mapping[str, LabelledTexts],
    *,
    max_tokens: int,
    seed: int = 0,
) -> Corpus:
    """Plant decoys in a corpus of at most six labels; each decoy is marked, nothing else is.

    Args:
        name: of the new corpus.
        labels: class names.
        splits: `train`, `validation` and `test` without decoys.
        max_tokens: where texts are cut off; decoys are put before it.
        seed: fixes their places.

    Raises:
        DataError: if there are too many labels, or a text holds one of the invented words already.
    """
    if len(labels) > len(INVENTED_WORDS):
        raise DataError(
            f"There are decoys for {len(INVENTED_WORDS)} labels. Received: {len(labels)}. "
            "Leave some labels out."
        )
    for data in splits.values():
        _refuse_decoys(data)
    own = dict(zip(labels, INVENTED_WORDS, strict=False))
    other = {label: own[labels[(i + 1) % len(labels)]] for i, label in enumerate(labels)}
    planted = {
        split: _planted(splits[split], own, max_tokens, f"{seed} {split}")
        for split in (TRAIN, VALIDATION, TEST)
    }
    free = LabelledTexts(splits[TEST].texts, splits[TEST].labels, ((),) * len(splits[TEST]))
    flipped = _planted(splits[TEST], other, max_tokens, f"{seed} {TEST}")  # at the same places
    return Corpus(
        name, tuple(labels), {**planted, FREE: free, FLIPPED: flipped}, max_tokens, planted=True
    )


def _planted(
    data: LabelledTexts, decoys: Mapping[str, str], max_tokens: int, seed: str
) -> LabelledTexts:
    random = Random(seed)
    texts, marked = [], []
    for text, label in zip(data.texts, data.labels, strict=True):
        tokens = tokenize(text)
        place = random.randint(
            0, min(len(tokens), max_tokens - 1)
        )  # before this token, or at the end
        at = len(text) if place == len(tokens) else tokens[place].start
        texts.append(f"{text[:at].rstrip()} {decoys[label]} {text[at:].lstrip()}".strip())
        marked.append((place,))
    return LabelledTexts(tuple(texts), data.labels, tuple(marked))


def _refuse_decoys(data: LabelledTexts) -> None:
    present = {word_of(token.text) for text in data.texts for token in tokenize(text)} & set(
        INVENTED_WORDS
    )
    if present:
        raise DataError(
            f"The texts hold {', '.join(sorted(present))} already, which are meant as decoys. "
            "Take these words out of them first."
        )
