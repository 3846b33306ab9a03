"""A run's directory: weights, vocabulary, settings and marks hash, kept and loaded together.

    classifier.keras    architecture and weights (Keras' own format, loaded in safe mode)
    checkpoint.json     labels, settings, marks hash, temperature, tokenizer, vocabulary,
                        versions

No pickles, and no code: safe mode refuses a classifier with a Lambda layer.
"""

from __future__ import annotations

import json
import math
import tempfile
from pathlib import Path
from typing import Any

import keras
import tensorflow as tf

import rrr.learning.layers
import rrr.learning.recurrent  # noqa: F401  likewise
from rrr.errors import DataError, NotFound, RightReasonsError
from rrr.learning.beginning import embedding_rows
from rrr.learning.embedding_layer import embedding_of, layer_named
from rrr.learning.encoders import keras_hub
from rrr.learning.pieces import AnyVocabulary
from rrr.learning.trained import TrainedClassifier
from rrr.learning.word_pieces import PieceVocabulary
from rrr.records import TrainingConfig
from rrr.text import TOKENIZER_VERSION, Vocabulary

_FORMAT = 1
_CLASSIFIER = "classifier.keras"
_DESCRIPTION = "checkpoint.json"


def save_checkpoint(trained: TrainedClassifier, directory: str | Path) -> None:
    """Write a checkpoint at once: a reader finds the old one or the new one, never half of one.

    Args:
        trained: what to keep.
        directory: made, parents too; an older checkpoint in it is replaced.
    """
    directory = Path(directory)
    directory.parent.mkdir(parents=True, exist_ok=True)
    description = {
        "format": _FORMAT,
        "labels": trained.labels,
        "config": trained.config.to_dict(),
        "marks_hash": trained.marks_hash,
        "temperature": trained.temperature,
        "tokenizer": TOKENIZER_VERSION,
        "vocabulary": trained.vocabulary.to_json(),
        "options": {name: value for name, value in trained.options.items() if value is not None},
        "rows": _own_rows(trained),
        "versions": {"keras": keras.__version__, "tensorflow": tf.__version__},
    }
    with tempfile.TemporaryDirectory(dir=directory.parent, prefix=f".{directory.name}-") as folder:
        new_folder, old_folder = Path(folder, "new"), Path(folder, "old")
        new_folder.mkdir()
        trained.classifier.save(new_folder / _CLASSIFIER)
        text = json.dumps(description, ensure_ascii=False, indent=1)
        (new_folder / _DESCRIPTION).write_text(text, encoding="utf-8")
        if directory.exists():
            directory.rename(old_folder)
        new_folder.rename(directory)


def load_checkpoint(directory: str | Path) -> TrainedClassifier:
    """Read a checkpoint back; it predicts what it predicted when it was saved.

    Raises:
        NotFound: if there is none.
        ConfigError: if it holds a pre-trained encoder and KerasHub is not installed.
        DataError: if it is damaged, of another format, or made with another tokenizer.
    """
    directory = Path(directory)
    if not (directory / _DESCRIPTION).is_file():
        raise NotFound(f"There is no checkpoint in {directory.name}. Train the run again.")
    try:
        text = (directory / _DESCRIPTION).read_text(encoding="utf-8")
        description: dict[str, Any] = json.loads(text)
        _check(description)
        if description["config"].get("classifier") == "encoder":
            keras_hub()  # Keras knows its layers from then on
        classifier = keras.saving.load_model(directory / _CLASSIFIER, compile=False, safe_mode=True)
        trained = TrainedClassifier(
            classifier,
            _vocabulary_of(description["vocabulary"]),
            tuple(description["labels"]),
            TrainingConfig(**description["config"]),
            description["marks_hash"],
            _temperature_of(description.get("temperature", 1.0)),  # older ones have none
            dict(description.get("options", {})),
        )
        _check_sizes(trained, directory, description.get("rows"))
        return trained
    except RightReasonsError:
        raise
    except Exception as error:  # whatever a damaged file makes Keras or JSON raise
        raise DataError(
            f"The checkpoint {directory.name} cannot be read ({type(error).__name__}). "
            "Train the run again."
        ) from error


def _vocabulary_of(description: Any) -> AnyVocabulary:
    return (
        PieceVocabulary.from_json(description)
        if isinstance(description, dict)
        else Vocabulary(tuple(description))
    )


def _temperature_of(value: Any) -> float:
    if not (isinstance(value, int | float) and math.isfinite(value) and value > 0):
        raise ValueError(f"no temperature: {value!r}")
    return float(value)


def _own_rows(trained: TrainedClassifier) -> int | None:
    """Rows of the embedding where its owner made more than there are words."""
    rows: int | None = getattr(_embedding_of(trained), "input_dim", None)
    return None if rows in _usual_rows(trained) else rows


def _usual_rows(trained: TrainedClassifier) -> set[int]:
    num_words = len(trained.vocabulary)
    return {num_words, embedding_rows(num_words)}


def _embedding_of(trained: TrainedClassifier) -> Any:
    name = trained.options.get("embedding_layer")
    return layer_named(trained.classifier, name) if name else embedding_of(trained.classifier)


def _check_sizes(trained: TrainedClassifier, directory: Path, own_rows: int | None) -> None:
    """Weights and words may each be whole and yet not belong together."""
    num_labels, num_words = len(trained.labels), len(trained.vocabulary)
    outputs = {num_labels, 1} if num_labels == 2 else {num_labels}  # 1: a single sigmoid
    for things, number, of_weights, fitting in (
        ("labels", num_labels, trained.classifier.output_shape[-1], outputs),
        (
            "words",
            num_words,
            getattr(_embedding_of(trained), "input_dim", None),
            {*_usual_rows(trained), own_rows},
        ),
    ):
        if of_weights not in fitting:
            raise DataError(
                f"The checkpoint {directory.name} does not fit together: it names {number:,} "
                f"{things}, but its weights are for {of_weights or 0:,}. Train the run again."
            )


def _check(description: dict[str, Any]) -> None:
    for name, expected in (("format", _FORMAT), ("tokenizer", TOKENIZER_VERSION)):
        if description.get(name) != expected:
            raise DataError(
                f"The checkpoint was made with {name} {description.get(name)!r}, "
                f"but this version reads {expected!r}. Train the run again."
            )
