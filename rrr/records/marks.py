"""What annotators say: answers sentence by sentence, and rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rrr.errors import AnnotationError

AnnotationStatus = Literal["marked", "nothing_irrelevant"]


@dataclass(frozen=True)
class Annotation:
    """One annotator's answer on one example; no annotation at all means unreviewed.

    `marked` are the indices of tokens struck out by hand; `cleared` those where the hand took
    back a mark that a rule had made (hand beats rule). Both sorted, disjoint, from 0.
    """

    example_id: int
    annotator: str
    status: AnnotationStatus
    marked: tuple[int, ...]
    cleared: tuple[int, ...]
    revision: int
    updated_at: datetime

    def __post_init__(self) -> None:
        for name in ("marked", "cleared"):
            indices = getattr(self, name)
            if list(indices) != sorted(set(indices)) or (indices and indices[0] < 0):
                raise AnnotationError(
                    f"{name} must be token indices from 0, sorted, none twice. "
                    f"Received: {indices}. Reload the page and mark the words again."
                )
        if set(self.marked) & set(self.cleared):
            raise AnnotationError(
                "A token cannot be marked and cleared at once. Reload the page and mark again."
            )
        if self.status == "nothing_irrelevant" and self.marked:
            raise AnnotationError(
                "'Nothing irrelevant' cannot come with marked words. Take the marks off first."
            )


@dataclass(frozen=True)
class Exposure:
    """What an annotator was shown of a model's view of a sentence while answering it.

    `pointed` are the tokens that the heat pointed at, by saliency or as suggestions; in a `blind`
    control sentence they are those it would have pointed at, had it been shown.
    """

    run_id: int
    blind: bool
    pointed: tuple[int, ...]


@dataclass(frozen=True)
class Rule:
    """Strike this word out everywhere. `word` is in the vocabulary's form (casefolded)."""

    id: int
    project_id: int
    word: str
    created_at: datetime
