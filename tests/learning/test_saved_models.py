"""Saved and exported models work where nothing but `import rrr`, or not even that, was said."""

from __future__ import annotations

import subprocess
import sys

import keras
import numpy as np
import pytest
import tensorflow as tf

import rrr
from rrr.learning import saved_names
from rrr.settings import ROOT
from tests import programs

KINDS = ("lstm", "bilstm", "gru", "cnn", "average")
IDS = np.array([[2, 3, 4, 5, 0, 0], [0, 0, 6, 7, 8, 2]], "int32")  # padded behind and before


@pytest.fixture(scope="module")
def models():
    keras.utils.set_random_seed(0)
    sizes = {"vocabulary_size": 9, "embedding_size": 4, "hidden_size": 3, "num_classes": 2}
    return {kind: rrr.RightReasonsModel(rrr.build_classifier(kind, **sizes)) for kind in KINDS}


LOAD = """
import sys
from pathlib import Path
import numpy as np
import rrr
assert not {"tensorflow", "keras"} & set(sys.modules)
import keras
assert not any(name.startswith("rrr.learning.model") for name in sys.modules)
for path in Path(sys.argv[1]).glob("*.keras"):
    model = keras.models.load_model(path)
    ids, expected = np.load(path.with_suffix(".npz")).values()
    found = model.predict({"token_ids": ids}, verbose=0)
    np.testing.assert_allclose(found, expected, atol=1e-6)
assert type(model) is rrr.RightReasonsModel
"""


def test_keras_finds_our_classes_after_import_rrr_alone(models, tmp_path):
    for kind, model in models.items():
        model.compile()
        model.save(tmp_path / f"{kind}.keras")
        np.savez(tmp_path / f"{kind}.npz", IDS, model.predict({"token_ids": IDS}, verbose=0))
    subprocess.run([sys.executable, "-c", LOAD, str(tmp_path)], check=True, cwd=ROOT)


def test_every_class_of_ours_has_a_stand_in(models):
    registered = {name for name in keras.saving.get_custom_objects() if name.startswith("rrr>")}
    assert registered == {f"rrr>{name}" for name in saved_names.CLASSES}


SERVE = """
import sys
from pathlib import Path
import numpy as np
import tensorflow as tf
for path in Path(sys.argv[1]).glob("*.npz"):
    ids, expected = np.load(path).values()
    served = tf.saved_model.load(path.with_suffix(""))
    np.testing.assert_allclose(served.serve(ids), expected, atol=1e-6)
assert "rrr" not in sys.modules
"""


def test_an_exported_model_is_served_without_this_package(models, tmp_path):
    for kind, model in models.items():
        model.export(tmp_path / kind, verbose=False)
        np.savez(tmp_path / f"{kind}.npz", IDS, model.predict({"token_ids": IDS}, verbose=0))
    programs.run(["-c", SERVE, str(tmp_path)], check=True, cwd=ROOT)


@pytest.mark.filterwarnings("ignore:.*tf.lite.Interpreter is deprecated")
@pytest.mark.parametrize("kind", ["bilstm", "gru", "cnn", "average"])
def test_a_model_for_tflite_answers_the_same(models, kind, tmp_path):
    """Recurrent kinds need a fixed length there, as Keras' own layers do. Within `bilstm` there is
    an `lstm`."""
    length = [keras.InputSpec(shape=(2, 6), dtype="int32")]
    models[kind].export(
        tmp_path / "model.tflite", format="litert", input_signature=length, verbose=False
    )
    interpreter = tf.lite.Interpreter(str(tmp_path / "model.tflite"))
    interpreter.allocate_tensors()
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"], IDS)
    interpreter.invoke()
    found = interpreter.get_tensor(interpreter.get_output_details()[0]["index"])
    expected = models[kind].predict({"token_ids": IDS}, verbose=0)
    np.testing.assert_allclose(found, expected, atol=1e-6)


def test_training_goes_on_after_loading_where_it_was_saved(models, tmp_path):
    """Weights and the optimizer's moments are kept."""
    model = models["average"]
    model.compile(keras.optimizers.Adam(0.1), metrics=["AUC"])
    Z = np.ones(IDS.shape, "float32")
    Z[:, 3] = 0
    x, y = {"token_ids": IDS, "Z": Z}, np.array([0, 1])
    model.fit(x, y, verbose=0)
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    for each in (model, loaded):
        each.fit(x, y, verbose=0)
    for one, other in zip(model.get_weights(), loaded.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-7)
