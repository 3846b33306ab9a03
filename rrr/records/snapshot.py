"""The marks of a project as they were at one moment."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime

from rrr.records.marks import REVIEWED_STATUSES, RuleKind


@dataclass(frozen=True)
class Snapshot:
    """What a list of snapshots shows; the marks themselves are read by its id.

    `num_marked_tokens` and `num_marked_sentences` count the training split, `num_reviewed` the
    sentences that somebody has reviewed. Sentences whose id is above `last_example_id` were added
    later and have no part in it; labels are those before the relabellings whose id is above
    `last_relabelling_id`. `merge` says how the marks of several people were put together
    (`MERGE_SENTENCES`); None where no two people had reviewed the same sentence.
    """

    id: int
    project_id: int
    created_at: datetime
    marks_hash: str
    data_hash: str
    tokenizer_hash: str
    last_example_id: int
    num_rules: int
    num_reviewed: int
    num_marked_tokens: int
    num_marked_sentences: int
    last_relabelling_id: int = 0
    merge: str | None = None


HAND, SUGGESTION = -1, -2
"""What made a mark, where it was no rule."""


@dataclass(frozen=True)
class KeptAnswer:
    """An annotator's answer, all but its revision; the lists are JSON as they are stored."""

    example_id: int
    annotator: str
    status: str
    marked: str
    cleared: str
    accepted: str
    note: str
    exposure: str | None
    steps: str
    updated_at: str  # UTC, as it is stored; orders the answers on a sentence


@dataclass(frozen=True)
class KeptRule:
    """A rule with the ids of the sentences it spares."""

    kind: RuleKind
    pattern: str
    num_sentences: int | None
    created_at: str
    spared: tuple[int, ...]


@dataclass(frozen=True)
class KeptAdjudication:
    """What a reviewer decided about a sentence, all but its revision; `marked` is JSON."""

    example_id: int
    person: str
    marked: str
    note: str
    updated_at: str

    @property
    def tokens(self) -> tuple[int, ...]:
        """The tokens that are struck."""
        return tuple(json.loads(self.marked))


@dataclass(frozen=True)
class MarksState:
    """Everything marks come from.

    All answers, sentence by sentence and there in the order they were given, all rules, and what
    reviewers decided, sentence by sentence.
    """

    answers: tuple[KeptAnswer, ...]
    rules: tuple[KeptRule, ...]
    adjudications: tuple[KeptAdjudication, ...] = ()

    @property
    def num_reviewed(self) -> int:
        """How many sentences somebody has reviewed."""
        return len(set(self._reviewed))

    @property
    def has_shared_sentences(self) -> bool:
        """Whether two people have reviewed the same sentence."""
        return self.num_reviewed < len(self._reviewed)

    @property
    def _reviewed(self) -> list[int]:
        return [answer.example_id for answer in self.answers if answer.status in REVIEWED_STATUSES]


KeptMarks = dict[int, tuple[tuple[int, ...], tuple[int, ...]]]
"""Example id -> its struck tokens, and for each of them what made it: the place of a rule in
`MarksState.rules`, `HAND` or `SUGGESTION`. Examples without marks are left out."""


KeptShares = dict[int, tuple[tuple[int, float], ...]]
"""Example id -> its tokens whose Z is 1 − the share beside them, as in `LabelledTexts.shares`;
examples without such tokens are left out."""


@dataclass(frozen=True)
class SnapshotContent:
    """What a snapshot holds. `merge` is as in `Snapshot`."""

    marks: KeptMarks
    state: MarksState
    shares: KeptShares = field(default_factory=dict)
    merge: str | None = None
