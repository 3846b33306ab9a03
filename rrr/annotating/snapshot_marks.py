"""The marks of a snapshot: which tokens are struck, what struck each, what differs between two."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from rrr.annotating.masks import check_indices
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
from rrr.text import words_of

Marks = tuple[tuple[int, ...], tuple[int, ...]]
"""Struck tokens, and what made each of them, as in `KeptMarks`."""


class MarksOf:
    """Lays the answers and rules of one moment upon one sentence after another.

    The tokens are those of `masks.effective_marks`: hand beats rule, the last answer counts.
    """

    def __init__(self, state: MarksState, rules: Collection[Rule]) -> None:
        """`rules` are those of the state, their ids being their places in it."""
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
        by = {token: rules[0] for token, rules in sources.items()}
        answer = self._answers.get(example_id)
        if answer is not None:
            _lay_hands_on(by, answer, text)
        tokens = sorted(by)
        return tuple(tokens), tuple(by[token] for token in tokens)


def _lay_hands_on(by: dict[int, int], answer: KeptAnswer, text: str) -> None:
    marked, cleared = json.loads(answer.marked), json.loads(answer.cleared)
    if marked or cleared:
        check_indices((*marked, *cleared), len(words_of(text)))
    for token in cleared:
        by.pop(token, None)
    accepted = set(json.loads(answer.accepted))
    by.update((token, SUGGESTION if token in accepted else HAND) for token in marked)


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
