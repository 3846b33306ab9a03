"""What a training is given and what it reports."""

from __future__ import annotations

import math
import operator
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from rrr.errors import ConfigError, DataError
from rrr.records.classifier_kinds import ClassifierKind, ClassifierSetting

Target = Literal["max_log_prob", "sum_log_probs", "true_log_prob", "logit_margin"]
TokenPenalty = Literal["sum_then_square", "sum_of_squares"]
Penalty = Literal["input_gradient", "integrated_gradients", "blanking", "expected_gradients"]


MAX_SEED = 2**32 - 1
"""What the random generators take."""

_MOST_REASON_WEIGHT = 1e12
"""Well within float32, whose squares overflow above 1e19."""


def checked_reason_weight(value: Any, remedy: str = "Use 0 to train without the marks.") -> float:
    """λ as a number.

    Raises:
        ConfigError: if it is no number, below 0, or too large to reckon with.
    """
    try:
        weight = math.nan if isinstance(value, str) else float(value)
    except (TypeError, ValueError):
        weight = math.nan
    if not 0 <= weight <= _MOST_REASON_WEIGHT:
        raise ConfigError(
            f"reason_weight must be 0 or more, and {_MOST_REASON_WEIGHT:g} at most. "
            f"Received: {value!r}. {remedy}"
        )
    return weight


def checked_seed(value: Any) -> int:
    """A seed as the random generators take it.

    Raises:
        ConfigError: if it is no whole number, or out of range.
    """
    try:
        seed = -1 if isinstance(value, bool) else operator.index(value)
    except TypeError:
        seed = -1
    if not 0 <= seed <= MAX_SEED:
        raise ConfigError(f"seed must be 0 to {MAX_SEED}. Received: {value!r}.")
    return seed


PACKAGED_VECTORS = "glove-6b-50d"
"""In place of a file of word vectors: the English ones of the extra `vectors`."""


@dataclass(frozen=True)
class TrainingConfig:
    """All that decides a run besides data, marks and software versions.

    `reason_weight` is λ; 0 trains the baseline, "auto" searches for it. `max_embedding_norm` bounds
    the Euclidean norm of every embedding row (None: unbounded): without it a model can hide its
    reliance on a word by growing that word's embedding, which shrinks the gradient.
    `word_vectors` is the path of a text file whose vectors the embedding begins with, or
    PACKAGED_VECTORS (their length then takes the place of `embedding_size`); `start_run` is the
    number of a finished run whose weights are begun with. After `search_minutes` a search for λ
    ends with the best one it has; comparing kinds of classifier takes half of that at most.

    The classifier "auto" stands until the kinds that are trained from scratch have been compared;
    the settings then name the one that was taken.

    The classifier "encoder" is a pre-trained one: `encoder` is its folder, or the name of one of
    KerasHub's presets, and of its layers the last `trained_layers` learn (None: all of them, and
    the embeddings). It brings its own sizes, vocabulary and embeddings, which are not bounded;
    `ENCODER_SETTINGS` suit it.
    """

    classifier: ClassifierSetting = "cnn"
    embedding_size: int = 64
    hidden_size: int = 128
    vocabulary_size: int = 20_000
    max_tokens: int = 400
    reason_weight: float | Literal["auto"] = "auto"
    target: Target = "logit_margin"
    token_penalty: TokenPenalty = "sum_of_squares"
    penalty: Penalty = "expected_gradients"
    max_embedding_norm: float | None = 1.0
    learning_rate: float = 5e-3
    batch_size: int = 64
    epochs: int = 12
    seed: int = 0
    word_vectors: str | None = None
    start_run: int | None = None
    search_minutes: float = 20.0
    encoder: str | None = None
    trained_layers: int | None = None

    def __post_init__(self) -> None:
        choices = {
            "classifier": ClassifierSetting,
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
        checked_seed(self.seed)
        if self.reason_weight != "auto":
            remedy = 'Use 0 to train without the marks, or "auto" to search for it.'
            checked_reason_weight(self.reason_weight, remedy)
        if not (math.isfinite(self.learning_rate) and self.learning_rate > 0):
            raise ConfigError(
                f"learning_rate must be more than 0. Received: {self.learning_rate}. Try 0.003."
            )
        if not (math.isfinite(self.search_minutes) and self.search_minutes > 0):
            raise ConfigError(
                f"search_minutes must be more than 0. Received: {self.search_minutes}. Try 20."
            )
        if self.max_embedding_norm is not None and not self.max_embedding_norm > 0:
            raise ConfigError(
                f"max_embedding_norm must be more than 0, or None for no bound. "
                f"Received: {self.max_embedding_norm}."
            )
        if self.classifier == "auto" and self.start_run is not None:
            raise ConfigError(
                "A run that is repaired keeps its kind of classifier. Name that kind, or start "
                'from fresh weights. Received: classifier "auto".'
            )
        self._check_encoder()

    def _check_encoder(self) -> None:
        if self.classifier != "encoder":
            if self.encoder is not None or self.trained_layers is not None:
                raise ConfigError(
                    'encoder and trained_layers belong to the classifier "encoder". '
                    f"Received: {self.classifier!r}. Choose that one, or leave them out."
                )
            return
        if not self.encoder:
            raise ConfigError(
                "Name a pre-trained encoder: a folder, or one of KerasHub's presets. "
                f"Received: {self.encoder!r}."
            )
        if self.max_embedding_norm is not None or self.word_vectors is not None:
            raise ConfigError(
                "An encoder brings its own embeddings. Take no bound on their length "
                "(max_embedding_norm=None) and no word vectors. Received: "
                f"{self.max_embedding_norm}, {self.word_vectors!r}."
            )
        if self.trained_layers is not None and self.trained_layers < 0:
            raise ConfigError(f"trained_layers must be 0 or more. Received: {self.trained_layers}.")

    @property
    def fixed_classifier(self) -> ClassifierKind:
        """The kind of classifier.

        Raises:
            ConfigError: if it is still to be chosen.
        """
        if self.classifier == "auto":
            raise ConfigError(
                'classifier is "auto": the kinds have to be compared first. '
                "Name one, or train through `rrr train` or the app."
            )
        return self.classifier

    @property
    def fixed_weight(self) -> float:
        """λ as a number.

        Raises:
            ConfigError: if it is still to be searched for.
        """
        if self.reason_weight == "auto":
            raise ConfigError(
                'reason_weight is "auto": a search has to find it first. '
                "Give a number, or train through `rrr train` or the app."
            )
        return self.reason_weight

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


ENCODER_SETTINGS: dict[str, Any] = {
    "classifier": "encoder",
    "max_embedding_norm": None,
    "learning_rate": 1e-4,
    "batch_size": 16,
    "epochs": 3,
}
"""What suits a pre-trained encoder, `TrainingConfig(encoder="…", **ENCODER_SETTINGS)`: small steps
from weights that are good already, few sentences at a time for memory's sake."""


@dataclass(frozen=True)
class LabelledTexts:
    """Texts of one split with their labels and the indices of their marked tokens, row by row.

    `shares` says, where people differed and the merge is graded, that a token counts only in part:
    in each row pairs of a token and the share, above 0 and below 1, of the people who struck it.
    Its Z is 1 − share; it is marked if the share is one half or more. Empty: no token counts in
    part.
    """

    texts: tuple[str, ...]
    labels: tuple[str, ...]
    marked: tuple[tuple[int, ...], ...]
    shares: tuple[tuple[tuple[int, float], ...], ...] = ()

    def __post_init__(self) -> None:
        if self.shares and len(self.shares) != len(self.texts):
            raise DataError(
                "Where words count in part, each text needs its own row of shares. Received: "
                f"{len(self.shares)} rows for {len(self.texts)} texts."
            )
        if not len(self.texts) == len(self.labels) == len(self.marked):
            raise DataError(
                "Texts, labels and marks must be equally many. Received: "
                f"{len(self.texts)}, {len(self.labels)} and {len(self.marked)}."
            )

    def __len__(self) -> int:
        return len(self.texts)

    def num_marks_beyond(self, max_tokens: int) -> int:
        """Number of marked tokens that a model does not see if it reads `max_tokens` of each
        text."""
        return sum(index >= max_tokens for marked in self.marked for index in marked)

    def take(self, rows: Sequence[int]) -> LabelledTexts:
        """Some of the rows, in the given order."""
        return LabelledTexts(
            tuple(self.texts[row] for row in rows),
            tuple(self.labels[row] for row in rows),
            tuple(self.marked[row] for row in rows),
            tuple(self.shares[row] for row in rows) if self.shares else (),
        )

    @property
    def rows_of_shares(self) -> tuple[tuple[tuple[int, float], ...], ...]:
        """`shares`, with an empty row for each text where no token counts in part."""
        return self.shares or ((),) * len(self.texts)


@dataclass(frozen=True)
class EpochReport:
    """What the trainer tells after each epoch; numbers are means over the epoch."""

    epoch: int  # from 1
    num_epochs: int
    seconds: float  # since training began
    metrics: dict[str, float]  # loss, classification_loss, saliency_loss, accuracy, val_…
