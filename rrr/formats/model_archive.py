"""A trained model to take along: a zip that needs Keras and TensorFlow, and nothing of ours.

A pre-trained encoder needs KerasHub besides, which has its layers and brings `tokenizers`.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from rrr.formats.word_pattern import word_pattern

# Its text is divided, spelled and numbered exactly as `rrr.text` does it.
_PREDICT = '''\
"""Prints the probability of each label: python predict.py "a text" "another text"."""

import json, re, sys, unicodedata
from pathlib import Path
import keras, numpy

files = [Path(__file__).with_name(f"{name}.json") for name in ("settings", "labels", "vocabulary")]
settings, labels, vocabulary = (json.loads(file.read_text(encoding="utf-8")) for file in files)
model = keras.models.load_model(Path(__file__).with_name("model.keras"), safe_mode=True)

for text in sys.argv[1:]:
    words = [unicodedata.normalize("NFD", word) for word in re.findall(settings["words"], text)]
    words = [unicodedata.normalize("NFC", word.casefold()) for word in words]
    words = [re.sub(r"\\u2019|(?<=\\w)\\u02bc(?=\\w)", "'", word) for word in words]
    ids = [vocabulary.get(word, 1) for word in words[: settings["max_tokens"]]] or [1]
    probabilities = keras.ops.convert_to_numpy(model(numpy.array([ids], "int32")))[0].tolist()
    print(json.dumps(dict(zip(labels, probabilities))))
'''


_PREDICT_WITH_ENCODER = '''\
"""Prints the probability of each label: python predict.py "a text" "another text"."""

import json, re, sys
from pathlib import Path
import keras, keras_hub, numpy, tokenizers

files = [Path(__file__).with_name(f"{name}.json") for name in ("settings", "labels", "vocabulary")]
settings, labels, vocabulary = (json.loads(file.read_text(encoding="utf-8")) for file in files)
model = keras.models.load_model(Path(__file__).with_name("model.keras"), safe_mode=True)
ids = {piece: number for number, piece in enumerate(vocabulary["pieces"])}
pieces = tokenizers.Tokenizer(
    tokenizers.models.WordPiece(ids, unk_token="[UNK]", max_input_chars_per_word=100)
)
pieces.normalizer = tokenizers.normalizers.BertNormalizer(lowercase=vocabulary["lowercase"])
pieces.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()

for text in sys.argv[1:]:
    read = []
    for word in re.findall(settings["words"], text)[: settings["max_tokens"]]:
        of_word = pieces.encode(word, add_special_tokens=False).ids
        if len(read) + len(of_word) > vocabulary["most_ids"] - 2:
            break
        read += of_word
    read = [ids["[CLS]"], *read, ids["[SEP]"]]
    probabilities = keras.ops.convert_to_numpy(model(numpy.array([read], "int32")))[0].tolist()
    print(json.dumps(dict(zip(labels, probabilities))))
'''


def model_archive(
    model: bytes,
    card: str,
    labels: Sequence[str],
    vocabulary: Mapping[str, Any],
    max_tokens: int,
    training: Mapping[str, Any],
) -> bytes:
    """The zip's bytes.

    Args:
        model: a `.keras` file from token ids, padded with 0 behind, to probabilities.
        card: a model card in Markdown.
        labels: in the order of the probabilities.
        vocabulary: the id of each word, all other words having id 1; or, of an encoder, its
            `pieces` in the order of their ids, whether it knows `lowercase` only, and `most_ids`.
        max_tokens: how many words of a text are read.
        training: the settings it was trained with.
    """
    settings = {"max_tokens": max_tokens, "training": training, "words": word_pattern()}
    files = {
        "predict.py": _PREDICT_WITH_ENCODER if "encoder" in training else _PREDICT,
        "MODEL_CARD.md": card,
        "labels.json": _json(labels),
        "settings.json": _json(settings),
        "vocabulary.json": _json(vocabulary),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text.encode())
        archive.writestr("model.keras", model)
    return written.getvalue()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, indent=1)
