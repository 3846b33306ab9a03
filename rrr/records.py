"""Frozen records that cross layers. They check themselves once, when made; nothing re-checks.

Nothing here knows a database, TensorFlow or Streamlit.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal, get_args

from rrr.errors import AnnotationError, ConfigError, DataError

TRAIN, VALIDATION, TEST = "train", "validation", "test"
"""Split names. Any other split name is one more test split (the demo has two)."""

AnnotationStatus = Literal["marked", "nothing_irrelevant"]
RunStatus = Literal["queued", "running", "finished", "cancelled", "failed", "interrupted"]
ClassifierKind = Literal["lstm", "bilstm", "gru", "cnn", "average"]
Target = Literal["max_log_prob", "sum_log_probs", "true_log_prob", "logit_margin"]
TokenPenalty = Literal["sum_then_square", "sum_of_squares"]
Penalty = Literal["input_gradient", "integrated_gradients", "blanking"]

ACTIVE_STATUSES: tuple[RunStatus, ...] = ("queued", "running")


@dataclass(frozen=True)
class Project:
    """A set of examples to be annotated and trained on."""

    id: int
    name: str
    labels: tuple[str, ...]
    split_sizes: dict[str, int]  # in the order train, validation, test, then the others
    is_demo: bool
    created_at: datetime

    @property
    def num_examples(self) -> int:
        return sum(self.split_sizes.values())

    @property
    def test_splits(self) -> tuple[str, ...]:
        """Every split that is not trained or tuned on."""
        return tuple(name for name in self.split_sizes if name not in (TRAIN, VALIDATION))


@dataclass(frozen=True)
class NewExample:
    """A text read from a file, not stored yet. `label` is None where the file has none."""

    text: str
    label: str | None
    split: str


@dataclass(frozen=True)
class Example:
    """One stored text. `position` counts from 0 within the project, in file order."""

    id: int
    project_id: int
    position: int
    split: str
    text: str
    label: str | None


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
class Rule:
    """Strike this word out everywhere. `word` is in the vocabulary's form (casefolded)."""

    id: int
    project_id: int
    word: str
    created_at: datetime


@dataclass(frozen=True)
class TrainingConfig:
    """All that decides a run besides data, marks and software versions.

    `reason_weight` is λ; 0 trains the baseline. `max_embedding_norm` bounds the Euclidean norm of
    every embedding row (None: unbounded): without it a model can hide its reliance on a word by
    growing that word's embedding, which shrinks the gradient.
    """

    classifier: ClassifierKind = "lstm"
    embedding_size: int = 64
    hidden_size: int = 64
    vocabulary_size: int = 20_000
    max_tokens: int = 400
    reason_weight: float = 100.0
    target: Target = "logit_margin"
    token_penalty: TokenPenalty = "sum_of_squares"
    penalty: Penalty = "input_gradient"
    max_embedding_norm: float | None = 1.0
    learning_rate: float = 5e-3
    batch_size: int = 64
    epochs: int = 12
    seed: int = 0

    def __post_init__(self) -> None:
        choices = {
            "classifier": ClassifierKind,
            "target": Target,
            "token_penalty": TokenPenalty,
            "penalty": Penalty,
        }
        for name, allowed in choices.items():
            if getattr(self, name) not in get_args(allowed):
                raise ConfigError(
                    f"{name} must be one of {', '.join(get_args(allowed))}. "
                    f"Received: {getattr(self, name)!r}."
                )
        sizes = ("embedding_size", "hidden_size", "max_tokens", "batch_size", "epochs")
        least = {**dict.fromkeys(sizes, 1), "vocabulary_size": 3}  # padding, unknown and one word
        for name, minimum in least.items():
            if getattr(self, name) < minimum:
                raise ConfigError(
                    f"{name} must be {minimum} or more. Received: {getattr(self, name)}."
                )
        if not (math.isfinite(self.reason_weight) and self.reason_weight >= 0):
            raise ConfigError(
                f"reason_weight must be 0 or more. Received: {self.reason_weight}. "
                "Use 0 to train without the marks."
            )
        if not (math.isfinite(self.learning_rate) and self.learning_rate > 0):
            raise ConfigError(
                f"learning_rate must be more than 0. Received: {self.learning_rate}. Try 0.003."
            )
        if self.max_embedding_norm is not None and not self.max_embedding_norm > 0:
            raise ConfigError(
                f"max_embedding_norm must be more than 0, or None for no bound. "
                f"Received: {self.max_embedding_norm}."
            )

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values; `TrainingConfig(**d)` makes the same config again."""
        return asdict(self)


STARTING_FORMULA: dict[str, Any] = {
    "reason_weight": 1.0,
    "target": "max_log_prob",
    "token_penalty": "sum_then_square",
    "penalty": "input_gradient",
    "max_embedding_norm": None,
}
"""The settings this project started from, `TrainingConfig(**STARTING_FORMULA)`. They do not cure
the demo corpus (docs/method.md); they are kept to be compared with."""


@dataclass(frozen=True)
class LabelledTexts:
    """Texts of one split with their labels and the indices of their marked tokens, row by row."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]
    marked: tuple[tuple[int, ...], ...]

    def __post_init__(self) -> None:
        if not len(self.texts) == len(self.labels) == len(self.marked):
            raise DataError(
                "Texts, labels and marks must be equally many. Received: "
                f"{len(self.texts)}, {len(self.labels)} and {len(self.marked)}."
            )

    def __len__(self) -> int:
        return len(self.texts)


@dataclass(frozen=True)
class EpochReport:
    """What the trainer tells after each epoch; numbers are means over the epoch."""

    epoch: int  # from 1
    num_epochs: int
    seconds: float  # since training began
    metrics: dict[str, float]  # loss, classification_loss, saliency_loss, accuracy, val_…


@dataclass(frozen=True)
class Reliance:
    """How much predictions depend on the marked words of a set of examples.

    Measured by intervention on the examples that hold at least one marked word, never by gradient
    alone: `swap_flip_rate` and `removal_change` are the shares of those examples, in [0, 1], whose
    predicted label changes when their marked words are swapped for others, or removed.
    `saliency_share` is the marked words' mean share of the sentence's saliency, in [0, 1].
    """

    num_examples: int
    swap_flip_rate: float
    removal_change: float
    saliency_share: float


@dataclass(frozen=True)
class Evaluation:
    """Measured once when a run finishes. `reliance` is None where no marked word occurs."""

    accuracy: dict[str, float]  # test split -> share of right predictions, in [0, 1]
    reliance: Reliance | None


@dataclass(frozen=True)
class Run:
    """One training, from queued to its end."""

    id: int
    project_id: int
    name: str
    status: RunStatus
    config: TrainingConfig
    marks_hash: str
    num_marked_tokens: int
    created_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None
    error: str | None = None  # one sentence for people
    traceback: str | None = None
    evaluation: Evaluation | None = None
    checkpoint: str | None = None  # directory name below the workspace's checkpoints folder
    pair_id: str | None = None  # shared by the baseline and the regularised run of one press

    @property
    def is_baseline(self) -> bool:
        return self.config.reason_weight == 0


@dataclass(frozen=True)
class Explanation:
    """Token heatmap of one text by one model.

    `saliency[t]` is the Euclidean norm of the gradient of the predicted class's logit margin with
    respect to token t's embedding: unsigned, at least 0, 0 for tokens cut off beyond max_tokens.
    """

    tokens: tuple[str, ...]
    starts: tuple[int, ...]  # code point offsets of the tokens in the text
    saliency: tuple[float, ...]
    probabilities: dict[str, float]  # label -> probability
    method: str = field(default="input gradient of the predicted class's logit margin, L2 norm")

    @property
    def shares(self) -> tuple[float, ...]:
        """Each token's share of the sentence's saliency: in [0, 1], sums to 1 (or all 0).

        Gradient norms of two models differ in magnitude for reasons that have nothing to do with
        the words (a surer model has larger ones); shares can be compared between models.
        """
        total = sum(self.saliency)
        return tuple(value / total if total > 0 else 0.0 for value in self.saliency)

    @property
    def predicted(self) -> str:
        return max(self.probabilities, key=lambda label: self.probabilities[label])
