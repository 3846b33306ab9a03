"""Looking a pattern up in all sentences before it is struck everywhere.

Words and phrases are found through the stored words; a regular expression reads every text.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from rrr.annotating.merging import hits_left_standing
from rrr.annotating.rule_matching import RuleMatcher, RulePattern
from rrr.errors import AnnotationError
from rrr.last_used import LastUsed
from rrr.records import TRAIN, Example, Project, Rule
from rrr.services.marks.project_merge import answered, merge_of
from rrr.services.permissions import require, require_for_each
from rrr.services.workspace import Workspace
from rrr.store import (
    annotation_queries,
    example_queries,
    rule_queries,
    word_queries,
)
from rrr.store.word_queries import Ids
from rrr.text import Token, tokenize

SECONDS_PER_SWEEP = 30.0
"""How long a regular expression may look at all sentences together."""

_CHUNK = 2_000
_PREVIEWED_CHARACTERS = 240

Report = Callable[[int, int], None]
"""Told now and then how many sentences were looked at, and of how many."""


@dataclass(frozen=True)
class Sweep:
    """Where a pattern stands.

    `ids` are all sentences with a hit, of any split, ascending; `num_training` of them are trained
    on; `left_standing` are those that somebody has reviewed without striking every hit.
    """

    pattern: RulePattern
    ids: Ids
    num_training: int
    left_standing: Ids


@dataclass(frozen=True)
class Hit:
    """A sentence with a hit, cut to what stands around the first one if it is long.

    `parts` make up the text on show: (text, whether it is a hit). `by_hand`: somebody has reviewed
    the sentence and left a hit standing.
    """

    example: Example
    parts: tuple[tuple[str, bool], ...]
    by_hand: bool


def sweep(
    workspace: Workspace, project: Project, pattern: RulePattern, report: Report | None = None
) -> Sweep:
    """Find a pattern in all sentences of a project.

    Raises:
        AnnotationError: if a regular expression takes too long.
    """
    workspace = require(workspace, project, "make rules")
    key = (workspace.settings, project.id, project.num_examples, pattern)
    swept = _swept.get(key)
    if swept is None:  # nobody waits for the slow pattern of somebody else
        swept = _swept.put(key, _find(workspace, project, pattern, report))
    ids, num_training = swept
    return Sweep(pattern, ids, num_training, _left_standing(workspace, project, pattern, ids))


_swept: LastUsed[Hashable, tuple[Ids, int]] = LastUsed(4)  # for paging through them


def hits(workspace: Workspace, swept: Sweep, start: int, count: int) -> list[Hit]:
    """The sentences `start` to `start + count` of a sweep, as they are shown before striking."""
    ids = [int(example_id) for example_id in swept.ids[start : start + count]]
    by_hand = set(swept.left_standing.tolist())
    examples = example_queries.by_ids(workspace.database, ids)
    require_for_each(workspace, [example.project_id for example in examples], "make rules")
    return [hit_of(example, swept.pattern, example.id in by_hand) for example in examples]


def hit_of(
    example: Example,
    pattern: RulePattern,
    by_hand: bool = False,
    width: int = _PREVIEWED_CHARACTERS,
) -> Hit:
    """A sentence with its hits, cut to about `width` characters."""
    return Hit(example, _parts(example.text, matcher_for(pattern), width), by_hand)


def matcher_for(pattern: RulePattern) -> RuleMatcher:
    """A matcher of this one pattern."""
    created_at = datetime.now(UTC)
    return RuleMatcher([Rule(0, 0, pattern.kind, pattern.pattern, None, created_at)])


def _find(
    workspace: Workspace, project: Project, pattern: RulePattern, report: Report | None
) -> tuple[Ids, int]:
    if pattern.kind == "word":
        counted = word_queries.per_label(workspace.database, project.id, [pattern.pattern])
        ids = word_queries.sentences_with(workspace.database, project.id, pattern.pattern)
        return ids, sum(counted.get(pattern.pattern, {}).values())
    if pattern.kind == "regex":
        total, candidates = project.num_examples, _all(workspace, project)
    else:
        holding = [
            word_queries.sentences_with(workspace.database, project.id, word)
            for word in set(pattern.words)
        ]
        common = holding[0]
        for ids in holding[1:]:
            common = np.intersect1d(common, ids, assume_unique=True)
        total, candidates = len(common), _some(workspace, common)
    return _verified(pattern, candidates, total, report)


def _verified(
    pattern: RulePattern, candidates: Iterator[Example], total: int, report: Report | None
) -> tuple[Ids, int]:
    matcher, ids, num_training = matcher_for(pattern), [], 0
    end = time.monotonic() + SECONDS_PER_SWEEP
    for done, example in enumerate(candidates, start=1):
        if matcher.strikes_in(example.text):
            ids.append(example.id)
            num_training += example.split == TRAIN
        if done % _CHUNK == 0 or done == total:
            if report is not None:
                report(done, total)
            if time.monotonic() > end:
                raise AnnotationError(
                    f"“{pattern.pattern[:80]}” had looked at {done:,} of {total:,} sentences "
                    f"after {SECONDS_PER_SWEEP:g} s. Make it simpler."
                )
    return np.array(ids, np.uint32), num_training


def _all(workspace: Workspace, project: Project) -> Iterator[Example]:
    return example_queries.stream_of(workspace.database, project.id)


def _some(workspace: Workspace, ids: Ids) -> Iterator[Example]:
    for start in range(0, len(ids), _CHUNK):
        yield from example_queries.by_ids(workspace.database, ids[start : start + _CHUNK].tolist())


def _left_standing(workspace: Workspace, project: Project, pattern: RulePattern, ids: Ids) -> Ids:
    reviewed = annotation_queries.reviewed_ids(workspace.database, project.id)
    reviewed_hits = np.intersect1d(ids, reviewed)
    if not len(reviewed_hits):
        return reviewed_hits.astype(np.uint32)
    matcher, merge = matcher_for(pattern), merge_of(workspace, project)
    rule = rule_queries.find(workspace.database, project.id, pattern.kind, pattern.pattern)
    since = None if rule is None else rule.created_at
    ids_left: list[int] = []
    for example, answers, decided in answered(workspace, reviewed_hits.tolist()):
        hits = matcher.hits(example.text)
        if answers and hits_left_standing(hits, answers, merge, decided, since):
            ids_left.append(example.id)
    return np.array(ids_left, np.uint32)


def _parts(text: str, matcher: RuleMatcher, width: int) -> tuple[tuple[str, bool], ...]:
    struck = set(matcher.hits(text))
    tokens = tokenize(text)
    first = next((tokens[index] for index in sorted(struck)), None)
    start, end = _window(text, first, width)
    parts = [("… ", False)] if start else []
    at = start
    for index, token in enumerate(tokens):
        if index in struck and token.start < end and token.end > start:
            parts.append((text[at : token.start], False))
            parts.append((text[token.start : min(token.end, end)], True))
            at = min(token.end, end)
    parts.append((text[at:end], False))
    if end < len(text):
        parts.append((" …", False))
    return tuple(part for part in parts if part[0])


def _window(text: str, first: Token | None, width: int) -> tuple[int, int]:
    """What is shown of a text: not more than fits, with the first hit in it, cut between words."""
    if len(text) <= width * 5 // 4:
        return 0, len(text)
    start = 0 if first is None else max(0, first.start - width // 2)
    end = min(len(text), start + width)
    hit_start, hit_end = (end, start) if first is None else (first.start, first.end)
    if start and (gap := text.find(" ", start, hit_start)) >= 0:
        start = gap + 1
    if end < len(text) and (gap := text.rfind(" ", max(start, hit_end), end)) >= 0:
        end = gap
    return start, end
