from __future__ import annotations

from pathlib import Path

import keras
import pytest

import rrr


def small() -> keras.Model:
    return rrr.build_classifier(
        "average", vocabulary_size=9, embedding_size=2, hidden_size=2, num_classes=2
    )


def test_what_is_no_right_reasons_model_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(rrr.NotFound, match="no file"):
        rrr.load_model(tmp_path / "none.keras")
    (tmp_path / "damaged.keras").write_bytes(b"no archive")
    with pytest.raises(rrr.DataError, match="cannot be read"):
        rrr.load_model(tmp_path / "damaged.keras")
    small().save(tmp_path / "plain.keras")
    with pytest.raises(rrr.DataError, match=r"keras\.saving\.load_model"):
        rrr.load_model(tmp_path / "plain.keras")


def test_a_file_that_holds_code_is_refused(tmp_path: Path) -> None:
    ids = keras.Input((None,), dtype="int32")
    embedded = keras.layers.Embedding(9, 2)(ids)
    summed = keras.layers.Lambda(lambda x: keras.ops.sum(x, 1), output_shape=(2,))(embedded)
    model = rrr.RightReasonsModel(keras.Model(ids, keras.layers.Dense(2)(summed)))
    model.save(tmp_path / "code.keras")
    with pytest.raises(rrr.DataError, match="holds code"):
        rrr.load_model(tmp_path / "code.keras")
