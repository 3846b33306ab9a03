"""Which of its trainings a search for λ, or for the kind of classifier, is at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rrr.records.classifier_kinds import CLASSIFIER_NAMES, ClassifierKind

StageKind = Literal[
    "kind of classifier", "without marks", "words deleted", "trial", "all sentences"
]


@dataclass(frozen=True)
class SearchStage:
    """One training of a search.

    A search trains without the marks, then on texts from which the marked words are deleted, then
    once per λ that it tries. Where training sentences had to be held back for judging, it trains
    at the chosen λ once more, on all sentences. Where the kind of classifier is left open, each
    kind is trained on texts without the marked words before all that.

    `reason_weight` is the λ of the training, at least 0; it is 0 where the marks are not used.
    `classifier` is the kind that is being tried, None in a search for λ.
    """

    kind: StageKind
    reason_weight: float = 0.0
    classifier: ClassifierKind | None = None

    @property
    def has_penalty(self) -> bool:
        """Whether the marks are used."""
        return self.kind in ("trial", "all sentences")

    @property
    def key(self) -> str:
        """The name under which a run keeps this training; no other training of it has the same."""
        return f"{self.kind}, {self.classifier or repr(self.reason_weight)}"

    @property
    def title(self) -> str:
        """What is trained, for people. It fits after "now training"."""
        if self.classifier is not None:
            return f"{CLASSIFIER_NAMES[self.classifier]}, to choose the kind"
        if self.kind == "without marks":
            return "without your marks"
        if self.kind == "words deleted":
            return "with your words deleted from the texts"
        weight = f"λ = {self.reason_weight:.3g}"
        return weight if self.kind == "trial" else f"{weight} on all sentences"


WITHOUT_MARKS = SearchStage("without marks")
WORDS_DELETED = SearchStage("words deleted")
