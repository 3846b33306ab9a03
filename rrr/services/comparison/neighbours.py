"""Words beside the struck ones, or occurring with them, to which a model's weight moved.

A model that may no longer rely on a name may take to the words around it: “handled by”.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rrr.annotating.rule_matching import RulePattern
from rrr.annotating.word_neighbours import Neighbours
from rrr.formats.percent import percent
from rrr.last_used import LastUsed
from rrr.records import TRAIN, Project
from rrr.services.background import Failed, Pending
from rrr.services.comparison.leaning import Leaning, leaning_soon
from rrr.services.comparison.pairs import RunPair
from rrr.services.marks.fair_words import fair_reasons
from rrr.services.marks.marked_splits import MarkedSplits
from rrr.services.permissions import require
from rrr.services.workspace import Workspace
from rrr.text import words_of

MOST = 3
"""Phrases and words that are told."""
_SENTENCES = 5_000
"""Training sentences looked through, evenly spread."""
_ROSE = 1.15
_POINTS = 0.01
"""Weight moved to a phrase if its share of the saliency rose by 15 % and by one point. Where the
struck words lose theirs, the shares of all other words rise together; that much is left out."""


@dataclass(frozen=True)
class Neighbour:
    """A phrase of one or more words, with its words' share of all saliency of both models, in
    [0, 1]; it stands beside struck words, or only occurs together with them."""

    phrase: tuple[str, ...]
    place: Literal["beside", "together"]
    before: float
    after: float

    @property
    def text(self) -> str:
        return " ".join(self.phrase)

    @property
    def pattern(self) -> RulePattern:
        """What would strike it everywhere."""
        return RulePattern("word" if len(self.phrase) == 1 else "phrase", self.text)


def neighbours(
    leaning: Leaning, marked: MarkedSplits, left_out: Collection[str] = ()
) -> list[Neighbour]:
    """What the weight moved to, the largest move first.

    Args:
        leaning: what both models rely on.
        marked: the sentences, with the marks as they are now.
        left_out: words and phrases that are no neighbours, as those that were called fair.
    """
    before = {word.word: word.before for word in leaning.words}
    after = {word.word: word.after for word in leaning.words}
    struck = {word.word for word in leaning.words if word.is_marked}
    usual = _rest(after, struck) / max(_rest(before, struck), 1e-9)
    counted = _counted(marked)
    candidates: list[Neighbour] = []
    for phrase in counted.beside():
        candidates.append(_neighbour(phrase, "beside", before, after))
    inside = {word for neighbour in candidates for word in neighbour.phrase}
    for word in counted.together():
        if word not in inside:
            candidates.append(_neighbour((word,), "together", before, after))
    moved = [
        neighbour
        for neighbour in candidates
        if neighbour.after >= _ROSE * usual * neighbour.before
        and neighbour.after - usual * neighbour.before >= _POINTS
        and not {neighbour.text, *neighbour.phrase} & {*left_out, *struck}
    ]
    return sorted(moved, key=lambda neighbour: neighbour.before - neighbour.after)[:MOST]


def moved_section(moved: Sequence[Neighbour]) -> list[tuple[str, tuple[str, ...]]]:
    """A heading and its sentences for the report; nothing where no weight moved."""
    sentences = tuple(
        "To words "
        f"{'beside the struck ones' if neighbour.place == 'beside' else 'that occur with them'}"
        f": “{neighbour.text}” (from {percent(neighbour.before)} to {percent(neighbour.after)} of "
        "the saliency). Strike that as well, unless it is a fair reason."
        for neighbour in moved
    )
    return [("Where the weight moved", sentences)] if sentences else []


def neighbours_soon(
    workspace: Workspace, project: Project, pair: RunPair, marked: MarkedSplits
) -> list[Neighbour] | Pending | Failed:
    """As `neighbours`, for pages: a thread asks the models.

    Raises:
        RunError: if a model is gone.
    """
    workspace = require(workspace, project, "review")
    leaning = leaning_soon(workspace, pair, marked)
    if not isinstance(leaning, Leaning):
        return leaning
    fair = fair_reasons(workspace, project.id).all
    pair_ids = pair.before.id, pair.after.id
    key = (workspace.settings, project.id, pair_ids, marked.marks_hash, fair)
    return _known.get_or_make(key, lambda: neighbours(leaning, marked, fair))


_known: LastUsed[Hashable, list[Neighbour]] = LastUsed(8)


def _neighbour(
    phrase: tuple[str, ...],
    place: Literal["beside", "together"],
    before: Mapping[str, float],
    after: Mapping[str, float],
) -> Neighbour:
    share_before, share_after = (
        sum(shares.get(word, 0.0) for word in {*phrase}) for shares in (before, after)
    )
    return Neighbour(phrase, place, share_before, share_after)


def _rest(shares: Mapping[str, float], struck: Collection[str]) -> float:
    """What is left for words that are not struck."""
    return 1 - sum(share for word, share in shares.items() if word in struck)


def _counted(marked: MarkedSplits) -> Neighbours:
    counted = Neighbours()
    if TRAIN not in marked.splits:
        return counted
    data = marked.splits[TRAIN]
    step = max(1.0, len(data) / _SENTENCES)
    for number in range(min(len(data), _SENTENCES)):
        row = int(number * step)
        counted.add(words_of(data.texts[row]), data.marked[row], data.labels[row])
    return counted
