"""Which tokens of which text are irrelevant, in the four ways in which people say it."""

from __future__ import annotations

import operator
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar, cast

import numpy as np

from rrr.counted import counted
from rrr.errors import AnnotationError
from rrr.text import refuse_one_text, texts_and_starts, words_of

Irrelevant: TypeAlias = (
    Iterable[str]
    | Sequence[Collection[int]]
    | Sequence[Collection[tuple[int, int]]]
    | Sequence[Mapping[int, float]]
)
"""Words or phrases that are irrelevant wherever they stand, whatever their case; or, for each text,
token indices from 0, or spans `(start, end)` in code points; or, where people differ, for each text
token indices with the share of people, 0 to 1, to whom the token is irrelevant."""

_Told = TypeVar("_Told", bound=Irrelevant | None)

_EXPECTED = (
    "Pass words (irrelevant={'Corvane'}), or for each text the indices of its tokens "
    "([[2], [], …]), or for each text spans of characters ([[(8, 15)], [], …]), or for each text "
    "the share of people to whom a token is irrelevant ([{2: 0.5}, {}, …])"
)


def as_told(irrelevant: _Told) -> _Told:
    """The same, to be looked at more than once: an iterator gives its words once."""
    if irrelevant is None or isinstance(irrelevant, Collection):
        return irrelevant
    return cast(_Told, list(irrelevant))


def irrelevant_tokens(
    texts: Sequence[str], irrelevant: Irrelevant | None
) -> tuple[tuple[int, ...], ...]:
    """Indices of each text's irrelevant tokens, sorted. A token that a span touches is irrelevant,
    and so is one with a share of one half or more.

    Raises:
        AnnotationError: if `irrelevant` does not fit the texts.
        DataError: if `texts` is one text instead of several.
    """
    refuse_one_text(texts)
    if irrelevant is None:
        return ((),) * len(texts)
    if isinstance(irrelevant, str):
        raise AnnotationError(f"irrelevant is one text: {irrelevant[:80]!r}. {_EXPECTED}.")
    values: list[Any] = list(irrelevant)
    if values and all(isinstance(value, str) for value in values):
        return _of_words(texts, values)
    if not values:
        return ((),) * len(texts)
    if len(values) != len(texts):
        raise AnnotationError(
            f"irrelevant has {counted(len(values), 'entry', 'entries')} for "
            f"{counted(len(texts), 'text')}. {_EXPECTED}."
        )
    return tuple(_of_text(n, *pair) for n, pair in enumerate(zip(texts, values, strict=True)))


def irrelevant_shares(
    texts: Sequence[str], irrelevant: Irrelevant | None
) -> tuple[tuple[tuple[int, float], ...], ...]:
    """Tokens of each text that are irrelevant in part, with their shares, above 0 and below 1; as
    in `LabelledTexts.shares`, empty where no text has any.

    Call `irrelevant_tokens` before: it refuses what does not fit the texts.
    """
    values = [] if irrelevant is None else list(irrelevant)
    rows = tuple(
        tuple(sorted((int(token), float(share)) for token, share in value.items() if 0 < share < 1))
        if isinstance(value, Mapping)
        else ()
        for value in values
    )
    return rows if any(rows) else ()


def irrelevant_words(
    texts: Sequence[str], irrelevant: Irrelevant | None
) -> tuple[tuple[int, ...], ...]:
    """As `irrelevant_tokens`, for what needs something irrelevant somewhere.

    Raises:
        AnnotationError: if nothing in the texts is irrelevant.
    """
    tokens = irrelevant_tokens(texts, irrelevant)
    if not any(tokens):
        raise AnnotationError(
            "None of the irrelevant words stands in any of the texts. Look how they are spelled."
        )
    return tokens


def _of_words(texts: Sequence[str], patterns: list[str]) -> tuple[tuple[int, ...], ...]:
    phrases: dict[str, list[list[str]]] = {}  # by their first words
    for pattern in patterns:
        words = words_of(pattern)
        if not words:
            raise AnnotationError(f"An irrelevant word is blank: {pattern!r}. Leave it out.")
        phrases.setdefault(words[0], []).append(words)
    rows = []
    for text in texts:
        words = words_of(text)
        hits = {
            index + offset
            for index, word in enumerate(words)
            for phrase in phrases.get(word, ())
            if words[index : index + len(phrase)] == phrase
            for offset in range(len(phrase))
        }
        rows.append(tuple(sorted(hits)))
    return tuple(rows)


def _of_text(number: int, text: str, named: Any) -> tuple[int, ...]:
    entries: list[int | tuple[int, ...] | None]
    if isinstance(named, Mapping):
        _check_shares(number, named)
        tokens_named = _of_text(number, text, list(named))
        return tuple(token for token in tokens_named if named[token] >= 0.5)
    try:
        entries = [
            tuple(map(_whole, entry)) if isinstance(entry, tuple | list) else _whole(entry)
            for entry in ([] if isinstance(named, str) else named)
        ]
    except (TypeError, ValueError):
        entries = [None]
    tokens, starts = texts_and_starts(text)
    hits: set[int] = set()
    for entry in entries:
        if isinstance(entry, int) and 0 <= entry < len(tokens):
            hits.add(entry)
        elif isinstance(entry, tuple) and len(entry) == 2 and 0 <= entry[0] < entry[1] <= len(text):
            hits |= {
                index
                for index, (token, start) in enumerate(zip(tokens, starts, strict=True))
                if start < entry[1] and entry[0] < start + len(token)
            }
        else:
            raise AnnotationError(
                f"irrelevant[{number}] does not fit its text, which has "
                f"{counted(len(tokens), 'token')} and {counted(len(text), 'character')}. "
                f"Received: {named!r:.80}. {_EXPECTED}."
            )
    return tuple(sorted(hits))


def _whole(number: Any) -> int:
    """A place in a text. Truth values and fractions, as of a mask, are no places."""
    if isinstance(number, bool | np.bool_):
        raise TypeError
    return operator.index(number)


def _check_shares(number: int, shares: Mapping[Any, Any]) -> None:
    for token, share in shares.items():
        is_token = isinstance(token, int | np.integer) and not isinstance(token, bool)
        if not is_token or not isinstance(share, int | float) or not 0 <= share <= 1:
            raise AnnotationError(
                f"irrelevant[{number}] says {share!r:.40} of {token!r:.40}. Pass the share of "
                "people to whom a token is irrelevant, from 0 to 1: {2: 0.5}."
            )
