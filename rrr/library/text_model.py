"""A Keras model that takes texts: classifier, tokenizer and labels in one."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt

from rrr.errors import ConfigError, NotFound
from rrr.learning.any_tokenizer import AnyTokenizer, vocabulary_of
from rrr.learning.checkpoints import load_checkpoint, save_checkpoint
from rrr.learning.compiled_inference import length_of
from rrr.learning.endings import ending_of
from rrr.learning.trained import TrainedClassifier
from rrr.library.given import checked_texts
from rrr.records import TrainingConfig


class TextModel:
    """Any Keras classifier of token ids with any tokenizer: texts go in and labels come out.

    `rrr.explain`, `rrr.measure_reliance` and `rrr.search_reason_weight` work with it.

    Args:
        classifier: Keras model from token ids `(batch, time)` to logits, a softmax `(batch,
            labels)`, or the log-odds or a sigmoid of the second of two labels `(batch, 1)`.
        encode: a `rrr.Vocabulary`, or a function of a text that gives token ids and their places in
            the text: a pair `(ids, offsets)`, or an object with these two, as Hugging Face's
            `tokenizer.encode` returns.
        labels: their names, in the order of the classifier's outputs.
        max_tokens: words read of each text.
        padding: token id that fills up shorter texts.
        from_logits: whether the classifier returns logits. Only needed where its last layer does
            not say.
        embedding_layer: name of the layer that embeds the tokens. Only needed where there are
            several.

    Raises:
        ConfigError: if classifier, tokenizer and labels do not go together.

    Examples:
        >>> vocabulary = rrr.Vocabulary.fit(["a fine film", "a dull film"])
        >>> layers = keras.layers
        >>> classifier = keras.Sequential(
        ...     [
        ...         keras.Input((None,), dtype="int32"),
        ...         layers.Embedding(len(vocabulary), 8, mask_zero=True),
        ...         layers.GlobalAveragePooling1D(),
        ...         layers.Dense(1, activation="sigmoid"),
        ...     ]
        ... )
        >>> model = rrr.TextModel(classifier, vocabulary, labels=["bad", "good"])
        >>> model.predict_proba(["A fine film"]).shape
        (1, 2)
    """

    def __init__(
        self,
        classifier: keras.Model,
        encode: Any,
        labels: Sequence[str],
        *,
        max_tokens: int = 400,
        padding: int | None = None,
        from_logits: bool | None = None,
        embedding_layer: str | None = None,
    ) -> None:
        vocabulary = vocabulary_of(encode)
        if isinstance(vocabulary, AnyTokenizer):
            vocabulary = AnyTokenizer(vocabulary.encode, padding or 0, length_of(classifier))
        elif padding is not None:
            raise ConfigError("This vocabulary brings its own padding. Leave padding out.")
        names = tuple(map(str, labels))
        _check(classifier, names, from_logits)
        options = {"from_logits": from_logits, "embedding_layer": embedding_layer}
        self._trained = TrainedClassifier(
            classifier,
            vocabulary,
            names,
            TrainingConfig(max_tokens=max_tokens),
            "",
            options={name: value for name, value in options.items() if value is not None},
        )

    @classmethod
    def of_trained(cls, trained: TrainedClassifier) -> TextModel:
        """The model that a training or a checkpoint gives."""
        model = cls.__new__(cls)
        model._trained = trained
        return model

    @property
    def trained(self) -> TrainedClassifier:
        """The same, as the rest of Right Reasons takes it."""
        return self._trained

    @property
    def classifier(self) -> keras.Model:
        """The Keras model."""
        return self._trained.classifier

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels' names, in the order of `predict_proba`'s columns."""
        return self._trained.labels

    @property
    def tokenizer(self) -> Any:
        """What `rrr.encode` takes to make this classifier's input."""
        return self._trained.vocabulary

    def predict_proba(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Probability of each label, `(texts, labels)`, rows summing to 1."""
        return self._trained.probabilities(checked_texts(texts))

    def predict(self, texts: Sequence[str]) -> list[str]:
        """The likeliest label of each text."""
        return [self.labels[number] for number in self.predict_proba(texts).argmax(axis=1)]

    def save(self, path: str | Path) -> None:
        """Write a folder that `rrr.load` reads back; it holds no pickles and no code.

        Raises:
            ConfigError: if the tokenizer is a function, which cannot be kept.
        """
        save_checkpoint(self._trained, Path(path).absolute())

    def __getstate__(self) -> dict[str, Any]:
        """Keras' own format inside a pickle, so that nothing of Keras is pickled."""
        with tempfile.TemporaryDirectory(prefix="rrr-") as folder:
            self.save(Path(folder, "model"))
            files = sorted(Path(folder, "model").iterdir())
            return {"files": {file.name: file.read_bytes() for file in files}}

    def __setstate__(self, state: dict[str, Any]) -> None:
        with tempfile.TemporaryDirectory(prefix="rrr-") as folder:
            for name, content in state["files"].items():
                Path(folder, Path(name).name).write_bytes(content)
            self._trained = load_checkpoint(folder)  # in safe mode


def load(path: str | Path) -> TextModel:
    """The model that `save`, or a run of the app, has written into a folder.

    It predicts what it predicted then. Code in a file of weights is refused.

    Args:
        path: the folder, for instance `data/workspace/checkpoints/run-2`.

    Raises:
        ConfigError: if it holds a pre-trained encoder and KerasHub is not installed.
        DataError: if it is damaged, or made by another version.
        NotFound: if there is none.

    Examples:
        >>> model.save(folder / "model")
        >>> rrr.load(folder / "model").labels
        ('bad', 'good')
    """
    if not Path(path).exists():
        raise NotFound(f"There is no folder {Path(path).name}. Look where the model was saved.")
    return TextModel.of_trained(load_checkpoint(path))


def trained_in(model: Any) -> TrainedClassifier:
    """What `rrr.explain` and its like work on, of a `TextModel` or a fitted estimator.

    Raises:
        ConfigError: if it is neither.
    """
    inner = getattr(model, "model_", model)
    if isinstance(inner, TextModel):
        return inner.trained
    if hasattr(model, "fit") and hasattr(model, "get_params"):
        raise ConfigError("This classifier is not fitted yet. Call fit first.")
    raise ConfigError(
        "Expected a rrr.TextModel or a fitted rrr.RightReasonsClassifier. "
        f"Received: {type(model).__name__}. Make a rrr.TextModel of your Keras model, its "
        "tokenizer and its labels."
    )


def _check(classifier: keras.Model, labels: tuple[str, ...], from_logits: bool | None) -> None:
    if not isinstance(classifier, keras.Model):
        raise ConfigError(
            f"The classifier must be a Keras model. Received: {type(classifier).__name__}."
        )
    if len(set(labels)) != len(labels) or len(labels) < 2:
        raise ConfigError(f"labels must be two names or more, all different. Received: {labels}.")
    inputs = getattr(classifier, "inputs", None) or [None]
    if len(inputs) != 1:
        raise ConfigError(
            "The classifier must have one input, the token ids. "
            f"Received: {len(inputs)} inputs. Make a model that computes the others from them."
        )
    ending = ending_of(classifier, from_logits)
    outputs = getattr(classifier, "outputs", None)
    number = outputs[0].shape[-1] if outputs else None
    if number is not None and number != len(labels) and (number, len(labels)) != (1, 2):
        raise ConfigError(
            f"The classifier has {number} outputs for {len(labels)} labels. Name one label for "
            "each output, or two for a single one."
        )
    if ending.multi_label and number != 1:
        raise ConfigError(
            "The classifier ends in several sigmoids, of which several can be true at once. "
            "A TextModel gives one label. Train it with RightReasonsModel and use it with Keras."
        )
