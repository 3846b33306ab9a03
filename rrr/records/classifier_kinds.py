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

CHEAPEST_FIRST: tuple[ClassifierKind, ...] = ("average", "cnn", "gru", "lstm", "bilstm")
"""The kinds that are compared, by the time a step takes: on the demo 1, 4, 5, 7 and 9 times that of
the first. A pre-trained encoder is not one of them: it has to be there, and takes far longer."""
