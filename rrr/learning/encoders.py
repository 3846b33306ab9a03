"""Pre-trained encoders of KerasHub: BERT and its relatives, from a folder or a preset.

They come with the extra `encoders`. A folder is read without a network, in KerasHub's layout
or in Hugging Face's (`config.json`, `model.safetensors`, `vocab.txt`); a preset's name is looked up
by KerasHub, which fetches what it names. Weights are read from arrays, never from pickles.
"""

from __future__ import annotations

import os
from pathlib import Path
from types import ModuleType
from typing import Any

import keras

from rrr.errors import ConfigError, DataError
from rrr.learning.embedding_layer import all_layers
from rrr.learning.layers import MaskedMean
from rrr.learning.word_pieces import PieceVocabulary
from rrr.text import PADDING_ID


def keras_hub() -> ModuleType:
    """KerasHub, imported when it is first needed; Keras then knows its layers in saved models, too.

    Raises:
        ConfigError: if it is not installed.
    """
    try:
        import keras_hub
    except ImportError as error:
        raise ConfigError(
            "Pre-trained encoders need KerasHub, which is not installed. Install the extra: "
            "pip install 'right-reasons[encoders]'."
        ) from error
    return keras_hub


def encoder_vocabulary(encoder: str) -> PieceVocabulary:
    """The pieces that an encoder reads.

    Args:
        encoder: a folder, or the name of one of KerasHub's presets.

    Raises:
        ConfigError: if KerasHub is not installed.
        DataError: if there is no such encoder, or its vocabulary is no WordPiece vocabulary.

    Examples:
        >>> pieces = rrr.encoder_vocabulary(encoder)
        >>> x = rrr.encode(["A good film"], pieces, irrelevant={"film"})
        >>> x["Z"]  # [CLS] a good film [SEP]
        array([[1., 1., 1., 0., 1.]], dtype=float32)
    """
    hub = keras_hub()
    tokenizer = _from_preset(hub.models.Tokenizer, encoder)
    if not isinstance(tokenizer, hub.tokenizers.WordPieceTokenizer):
        raise DataError(
            f"The encoder {_name(encoder)} divides words in another way than WordPiece "
            f"({type(tokenizer).__name__}). Take BERT, MiniLM or DistilBERT."
        )
    config = _from_preset(hub.models.Backbone, encoder, load_weights=False).get_config()
    pieces = tuple(tokenizer.get_vocabulary())
    return PieceVocabulary(pieces, tokenizer.lowercase, config["max_sequence_length"])


def encoder_classifier(
    encoder: str, num_classes: int, trained_layers: int | None = None
) -> keras.Model:
    """A classifier that reads with a pre-trained encoder; its last layer's weights are fresh.

    Args:
        encoder: a folder, or the name of one of KerasHub's presets.
        num_classes: number of logits, at least 2.
        trained_layers: as in `train_last_layers`.

    Raises:
        ConfigError: if KerasHub is not installed, or a number is out of range.
        DataError: if there is no such encoder, or it cannot be used.
    """
    if num_classes < 2:
        raise ConfigError(f"num_classes must be 2 or more. Received: {num_classes!r}.")
    # Two passes draw the same noise only if there is none; and with none they share a batch.
    backbone = _from_preset(keras_hub().models.Backbone, encoder, dropout=0.0)
    if not hasattr(backbone, "token_embedding") or not hasattr(backbone, "transformer_layers"):
        raise DataError(
            f"{_name(encoder)} is a {type(backbone).__name__}, which cannot be used as an encoder. "
            "Take BERT, MiniLM or DistilBERT."
        )
    token_ids = keras.Input((None,), dtype="int32", name="token_ids")
    is_piece = keras.ops.not_equal(token_ids, PADDING_ID)
    inputs = {
        "token_ids": token_ids,
        "padding_mask": keras.ops.cast(is_piece, "int32"),
        "segment_ids": keras.ops.zeros_like(token_ids),
    }
    encoded = backbone({name: inputs[name] for name in backbone.input})
    if isinstance(encoded, dict):
        encoded = encoded["sequence_output"]
    pooled = MaskedMean()(encoded, mask=is_piece)
    logits = keras.layers.Dense(num_classes, name="logits")(pooled)
    classifier = keras.Model(token_ids, logits, name="encoder")
    train_last_layers(classifier, trained_layers)
    return classifier


def train_last_layers(classifier: keras.Model, count: int | None) -> None:
    """Choose which layers of an encoder's classifier learn.

    Args:
        classifier: from `encoder_classifier`.
        count: of the encoder's layers, counted from its end; 0 trains the classifier's last layer
            only. None trains all, embeddings included.

    Raises:
        ConfigError: if the encoder has fewer layers.
    """
    backbone = next(
        layer for layer in all_layers(classifier) if hasattr(layer, "transformer_layers")
    )
    layers = backbone.transformer_layers
    if count is not None and not 0 <= count <= len(layers):
        raise ConfigError(
            f"trained_layers must be 0 to {len(layers)}, the number of the encoder's layers, or "
            f"None for all of them and the embeddings. Received: {count}."
        )
    backbone.trainable = count is None
    for layer in layers[len(layers) - (count or 0) :]:
        layer.trainable = True
    for layer in backbone.layers:
        if layer.name == "pooled_dense":  # its output is not used
            layer.trainable = False


def _from_preset(kind: Any, encoder: str, **options: Any) -> Any:
    folder = Path(encoder).expanduser()
    if not folder.is_dir() and (folder.is_absolute() or encoder.startswith(("~", "."))):
        raise DataError(
            f"There is no folder {_name(encoder)} to read an encoder from. Name a folder with "
            "config.json, model.safetensors and vocab.txt, or one of KerasHub's presets."
        )
    try:
        return kind.from_preset(str(folder) if folder.is_dir() else encoder, **options)
    except Exception as error:  # whatever a damaged folder or a missing network makes others raise
        raise DataError(
            f"The encoder {_name(encoder)} cannot be loaded ({type(error).__name__}). Name a "
            "folder with config.json, model.safetensors and vocab.txt, or one of KerasHub's "
            "presets, which are fetched from the network."
        ) from error


def _name(encoder: str) -> str:
    """Without the folders above."""
    return os.path.basename(os.path.normpath(encoder))[:100]
