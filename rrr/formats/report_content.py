"""What the HTML report tells: plain records, gathered by `rrr.services.comparison.reporting`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from rrr.records import EpochReport, Explanation, WeightSearch


@dataclass(frozen=True)
class Share:
    """A measured share with the interval in which it probably lies, all in [0, 1]."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class ShareRow:
    """One measure of both models; `is_part` of the row above. `number` says of how many cases."""

    what: str
    before: Share
    after: Share
    number: int
    meaning: str = ""
    is_part: bool = False

    @property
    def points(self) -> str:
        """What changed, in percentage points, with its sign."""
        points = round(100 * (self.after.value - self.before.value))
        sign = "+" if points > 0 else "−" if points < 0 else "±"
        return f"{sign}{abs(points)}"


@dataclass(frozen=True)
class WordRow:
    """A word's share of all saliency of each model, in [0, 1]."""

    word: str
    before: float
    after: float
    is_marked: bool


@dataclass(frozen=True)
class ReportSentence:
    """A sentence as both models see it. `marked` are indices of its marked tokens; `change` says in
    words what became of it."""

    split: str
    label: str
    text: str
    marked: frozenset[int]
    before: Explanation
    after: Explanation
    change: str = "changed most"


@dataclass(frozen=True)
class ReportRun:
    """One of the two trainings, with all that is needed to repeat it."""

    number: int
    name: str
    is_baseline: bool
    weight_name: str  # λ as people read it
    seconds: float
    epochs: Sequence[EpochReport]
    settings: Mapping[str, object]
    hashes: Mapping[str, str]  # what is hashed -> its hash; what was not kept is left out
    versions: Mapping[str, str]


@dataclass(frozen=True)
class Report:
    """Everything the report tells, read from two finished runs."""

    project: str
    made_at: datetime
    verdict_kind: str  # as in rrr.services.comparison.verdict
    verdict_title: str
    verdict_sentence: str
    verdict_sections: Sequence[tuple[str, Sequence[str]]]  # headings and their sentences
    before: ReportRun
    after: ReportRun
    num_training_sentences: int
    num_marked_tokens: int
    marked_words: Sequence[str]
    accuracy: Sequence[ShareRow]
    reliance: Sequence[ShareRow]
    saliency_share: tuple[float, float] | None  # of the marked words, before and after
    num_seeds: int  # over which the intervals of reliance are; 1: over sentences
    words: Sequence[WordRow]
    words_read: str  # which sentences they are read from
    sentences: Sequence[ReportSentence]
    search: WeightSearch | None = None
    differences: Sequence[str] = field(default=())  # in which the runs differ besides the marks
    note: str = ""  # about the marks they were measured with
