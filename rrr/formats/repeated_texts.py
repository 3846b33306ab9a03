"""Texts that a file or a project holds more than once: kept in one split, and counted.

Texts are equal if they have the same words in the same order, that is, if no model can tell them
apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from rrr.records import TEST, TRAIN, VALIDATION, Example, NewExample
from rrr.text import words_key


@dataclass(frozen=True)
class Repeats:
    """What a file repeats, of itself or of the project it is added to.

    `num_repeated` examples have a text that stands before them, `num_moved` of them were put in its
    split instead of their own. `num_contradictory` and `num_in_two_splits` count texts of the file
    that have more than one label, or stand in more than one split.
    """

    num_repeated: int = 0
    num_moved: int = 0
    num_contradictory: int = 0
    num_in_two_splits: int = 0


class _Seen(NamedTuple):
    """What a text has been met with. `before` are its splits in the project; `in_file`, whether
    the file holds it, too."""

    labels: frozenset[str] = frozenset()
    splits: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    in_file: bool = False


class RepeatedTexts:
    """Sends one example after another to the split of its text, and counts.

    In memory is a hash of each text, never the texts.

    Args:
        examples: those a project has already; their texts keep their split.

    Attributes:
        num_known: how many these were.
    """

    def __init__(self, examples: Iterable[Example] = ()) -> None:
        self._interned: dict[_Seen, _Seen] = {}
        self._seen: dict[bytes, _Seen] = {}
        self._num_repeated = self._num_moved = 0
        self.num_known = 0
        for self.num_known, example in enumerate(examples, start=1):
            key = words_key(example.text)
            of_text = self._noted(key, example)
            self._put(key, of_text._replace(before=of_text.splits))

    def placed(self, example: NewExample) -> NewExample:
        """The example, in the split its text has in the project, if it has one there."""
        key = words_key(example.text)
        of_text = self._seen.get(key)
        self._num_repeated += of_text is not None
        if of_text is not None and of_text.before and example.split not in of_text.before:
            example = replace(example, split=_first(of_text.before))
            self._num_moved += 1
        self._put(key, self._noted(key, example)._replace(in_file=True))
        return example

    def repeats(self) -> Repeats:
        """What was found among the examples placed so far."""
        counts = Counter(of_text for of_text in self._seen.values() if of_text.in_file)
        return Repeats(
            self._num_repeated,
            self._num_moved,
            sum(number for of_text, number in counts.items() if len(of_text.labels) > 1),
            sum(number for of_text, number in counts.items() if len(of_text.splits) > 1),
        )

    def _noted(self, key: bytes, example: Example | NewExample) -> _Seen:
        of_text = self._seen.get(key, _Seen())
        label = frozenset() if example.label is None else frozenset({example.label})
        return of_text._replace(
            labels=of_text.labels | label, splits=of_text.splits | {example.split}
        )

    def _put(self, key: bytes, of_text: _Seen) -> None:
        self._seen[key] = self._interned.setdefault(of_text, of_text)


def _first(splits: frozenset[str]) -> str:
    usual = (name for name in (TRAIN, VALIDATION, TEST) if name in splits)
    return next(usual, min(splits))
