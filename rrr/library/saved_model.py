"""Read a saved `RightReasonsModel`."""

from __future__ import annotations

from pathlib import Path

import keras

from rrr.errors import DataError, NotFound
from rrr.learning.model import RightReasonsModel


def load_model(path: str | Path) -> RightReasonsModel:
    """The `RightReasonsModel` that its `save` has written: compiled as it was, optimizer included.

    Code in the file is refused. The classifier alone, without its tokenizer, is `.classifier`.

    Args:
        path: a `.keras` file.

    Raises:
        DataError: if it is damaged, holds code, or another kind of model.
        NotFound: if there is none.

    Examples:
        >>> saved = rrr.RightReasonsModel(model.classifier, reason_weight=100.0)
        >>> saved.save(folder / "model.keras")
        >>> rrr.load_model(folder / "model.keras").reason_weight
        100.0
    """
    path = Path(path)
    if not path.exists():
        raise NotFound(f"There is no file {path.name}. Look where the model was saved.")
    try:
        model = keras.saving.load_model(path, safe_mode=True)
    except Exception as error:  # whatever a damaged file makes Keras raise
        raise DataError(
            f"{path.name} cannot be read as a Keras model ({type(error).__name__}). It is damaged, "
            "holds code, or layers of yours that are not registered with "
            "keras.saving.register_keras_serializable."
        ) from error
    if not isinstance(model, RightReasonsModel):
        raise DataError(
            f"{path.name} holds a {type(model).__name__}, not a RightReasonsModel. Load it with "
            "keras.saving.load_model."
        )
    return model
