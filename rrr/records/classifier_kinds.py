"""The kinds of classifier."""

from __future__ import annotations

from typing import Literal

ClassifierKind = Literal["lstm", "bilstm", "gru", "cnn", "average", "encoder"]
ClassifierSetting = Literal[ClassifierKind, "auto"]
"""A kind, or that the kinds are to be compared first."""

CLASSIFIER_NAMES: dict[ClassifierKind, str] = {
    "lstm": "LSTM",
    "bilstm": "LSTM in both directions",
    "gru": "GRU",
    "cnn": "convolutions",
    "average": "words without their order",
    "encoder": "pre-trained encoder",
}
"""What people read for each."""

TIMES_CHEAPEST: dict[ClassifierKind, float] = {
    "average": 1,
    "cnn": 2,
    "gru": 2.5,
    "lstm": 3,
    "bilstm": 5,
}
"""How many steps of the cheapest kind take as long as one of each: 64 texts of 26 words, default
sizes, time of the processor."""

CHEAPEST_FIRST: tuple[ClassifierKind, ...] = tuple(TIMES_CHEAPEST)
"""The kinds that are compared. A pre-trained encoder is not one of them: it has to be there, and
takes far longer."""
