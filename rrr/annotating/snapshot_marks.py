"""The marks of a snapshot: which tokens are struck, what struck each, what differs between two."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import NamedTuple

from rrr.annotating.merging import sentence_marks
from rrr.annotating.rule_matching import RuleMatcher
from rrr.annotating.votes import votes_on
from rrr.records import (
    HAND,
    REVIEWED_STATUSES,
    SUGGESTION,
    KeptAnswer,
    KeptMarks,
    MarksState,
    Merge,
    Rule,
)


class Marks(NamedTuple):
    """Struck tokens of a sentence and what made each of them, as in `KeptMarks`; `shares` as in
    `MergedMarks`."""

    struck: tuple[int, ...]
    made_by: tuple[int, ...]
    shares: tuple[tuple[int, float], ...] = ()


class MarksOf:
    """Lays the answers, decisions and rules of one moment upon one sentence after another."""

    def __init__(self, state: MarksState, rules: Collection[Rule], merge: Merge) -> None:
        """`rules` are the state's rules; their ids are their positions in it."""
        self._matcher, self._merge = RuleMatcher(rules), merge
        self._answers: dict[int, list[_Answer]] = defaultdict(list)
        for answer in state.answers:  # sentence by sentence, in the order they were given
            if answer.status in REVIEWED_STATUSES:
                self._answers[answer.example_id].append(_Answer.of(answer))
        self._decided = {decision.example_id: decision.tokens for decision in state.adjudications}
        self._spared: dict[int, set[int]] = defaultdict(set)
        for place, rule in enumerate(state.rules):
            for example_id in rule.spared:
                self._spared[example_id].add(place)

    def __call__(self, example_id: int, text: str) -> Marks:
        """Raises AnnotationError if an answer speaks of tokens that the text does not have."""
        sources = self._matcher.sources(text, self._spared.get(example_id, ()))
        answers, decided = self._answers.get(example_id, ()), self._decided.get(example_id)
        if not answers and decided is None:  # as most are: no time is lost on them
            return Marks(tuple(sources), tuple(by[0] for by in sources.values()))
        marks = sentence_marks(votes_on(example_id, text, sources, answers, decided), self._merge)
        made_by = (
            sources[token][0] if source == "rule" else HAND if source == "hand" else SUGGESTION
            for token, source in marks.struck.items()
        )
        return Marks(tuple(marks.struck), tuple(made_by), tuple(sorted(marks.shares.items())))


class _Answer(NamedTuple):
    annotator: str
    marked: tuple[int, ...]
    cleared: tuple[int, ...]
    accepted: tuple[int, ...]

    @classmethod
    def of(cls, answer: KeptAnswer) -> _Answer:
        stored = answer.marked, answer.cleared, answer.accepted
        return cls(answer.annotator, *(tuple(json.loads(indices)) for indices in stored))


def changes(
    before: KeptMarks, after: KeptMarks
) -> Iterator[tuple[int, tuple[int, ...], tuple[int, ...]]]:
    """Each example whose struck tokens differ, in order: its id, the added and the removed ones."""
    for example_id in sorted(before.keys() | after.keys()):
        tokens_before, tokens_after = _tokens(before, example_id), _tokens(after, example_id)
        if tokens_before != tokens_after:
            yield (
                example_id,
                tuple(sorted(tokens_after - tokens_before)),
                tuple(sorted(tokens_before - tokens_after)),
            )


def _tokens(marks: KeptMarks, example_id: int) -> set[int]:
    return set(marks[example_id][0]) if example_id in marks else set()
