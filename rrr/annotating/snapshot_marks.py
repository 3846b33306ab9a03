"""The marks of a snapshot: which tokens are struck, what struck each, what differs between two."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from rrr.annotating.masks import struck_tokens
from rrr.annotating.rule_matching import RuleMatcher
from rrr.records import (
    HAND,
    REVIEWED_STATUSES,
    SUGGESTION,
    KeptAnswer,
    KeptMarks,
    MarksState,
    Rule,
)

Marks = tuple[tuple[int, ...], tuple[int, ...]]
"""Struck tokens, and what made each of them, as in `KeptMarks`."""


class MarksOf:
    """Lays the answers and rules of one moment upon one sentence after another.

    The last answer on a sentence counts.
    """

    def __init__(self, state: MarksState, rules: Collection[Rule]) -> None:
        """`rules` are the state's rules; their ids are their positions in it."""
        self._matcher = RuleMatcher(rules)
        # In the order they were given: the last one stays.
        self._answers = {
            each.example_id: each for each in state.answers if each.status in REVIEWED_STATUSES
        }
        self._spared: dict[int, set[int]] = defaultdict(set)
        for place, rule in enumerate(state.rules):
            for example_id in rule.spared:
                self._spared[example_id].add(place)

    def __call__(self, example_id: int, text: str) -> Marks:
        """Raises AnnotationError if an answer speaks of tokens that the text does not have."""
        sources = self._matcher.sources(text, self._spared.get(example_id, ()))
        answer = self._answers.get(example_id)
        struck = struck_tokens(text, sources, None if answer is None else _HandMarks.of(answer))
        made_by = (
            sources[token][0] if source == "rule" else HAND if source == "hand" else SUGGESTION
            for token, source in struck.items()
        )
        return tuple(struck), tuple(made_by)


class _HandMarks(NamedTuple):
    marked: tuple[int, ...]
    cleared: tuple[int, ...]
    accepted: tuple[int, ...]

    @classmethod
    def of(cls, answer: KeptAnswer) -> _HandMarks:
        stored = answer.marked, answer.cleared, answer.accepted
        return cls(*(tuple(json.loads(indices)) for indices in stored))


def changes(
    before: KeptMarks, after: KeptMarks
) -> Iterator[tuple[int, tuple[int, ...], tuple[int, ...]]]:
    """Each example whose struck tokens differ, in order: its id, the added and the removed ones."""
    for example_id in sorted(before.keys() | after.keys()):
        then, now = _tokens(before, example_id), _tokens(after, example_id)
        if then != now:
            yield example_id, tuple(sorted(now - then)), tuple(sorted(then - now))


def _tokens(marks: Mapping[int, Marks], example_id: int) -> set[int]:
    return set(marks[example_id][0]) if example_id in marks else set()
