"""Checkpoints: all together or not at all, read back exactly, refused when they do not fit."""

import dataclasses
import json

import keras
import numpy as np
import pytest

from rrr.errors import DataError, NotFound
from rrr.learning.checkpoints import load_checkpoint, save_checkpoint
from rrr.learning.classifiers import build_classifier
from rrr.learning.layers import LastStep, MaskedMean
from rrr.learning.recurrent import CausalLSTM
from rrr.learning.trained import TrainedClassifier
from rrr.records import TrainingConfig
from rrr.settings import ROOT
from rrr.text import Vocabulary
from tests import programs

TEXTS = ["the film was fine", "déjà vu", "unheard of"]


def trained(kind="lstm", seed=0):
    keras.utils.set_random_seed(seed)
    vocabulary = Vocabulary.fit(["the film was fine", "déjà vu"])
    classifier = build_classifier(
        kind,
        vocabulary_size=len(vocabulary),
        embedding_size=4,
        hidden_size=3,
        num_classes=2,
        max_embedding_norm=1.0,
    )
    return TrainedClassifier(
        classifier, vocabulary, ("no", "yes"), TrainingConfig(classifier=kind), "abc"
    )


def test_a_folder_may_be_named_by_a_string(tmp_path):
    save_checkpoint(trained("average"), str(tmp_path / "run-1"))
    assert load_checkpoint(str(tmp_path / "run-1")).labels == ("no", "yes")
    with pytest.raises(NotFound, match="no checkpoint in run-2"):
        load_checkpoint(str(tmp_path / "run-2"))


@pytest.mark.parametrize("kind", ["lstm", "bilstm", "gru", "cnn", "average"])
def test_a_checkpoint_predicts_what_it_predicted_when_saved(kind, tmp_path):
    before = trained(kind)
    save_checkpoint(before, tmp_path / "run-1")
    after = load_checkpoint(tmp_path / "run-1")
    np.testing.assert_array_equal(after.probabilities(TEXTS), before.probabilities(TEXTS))
    assert (after.vocabulary, after.labels, after.config, after.marks_hash) == (
        before.vocabulary,
        before.labels,
        before.config,
        before.marks_hash,
    )


def test_the_temperature_comes_back_and_older_checkpoints_have_none(tmp_path):
    before = dataclasses.replace(trained("average"), temperature=2.5)
    save_checkpoint(before, tmp_path / "run-1")
    after = load_checkpoint(tmp_path / "run-1")
    assert after.temperature == 2.5
    np.testing.assert_array_equal(after.probabilities(TEXTS), before.probabilities(TEXTS))
    path = tmp_path / "run-1" / "checkpoint.json"
    description = json.loads(path.read_text("utf-8"))
    for value, expected in ((None, 1.0), (0, None), ("2", None), (float("nan"), None)):
        description["temperature"] = value
        if value is None:
            del description["temperature"]
        path.write_text(json.dumps(description), "utf-8")
        if expected is None:
            with pytest.raises(DataError, match="cannot be read"):
                load_checkpoint(tmp_path / "run-1")
        else:
            assert load_checkpoint(tmp_path / "run-1").temperature == expected


def test_classifiers_of_older_versions_are_still_read(tmp_path):
    new = trained("lstm")
    token_ids = keras.Input((None,), dtype="int32")
    embedded = keras.layers.Embedding(len(new.vocabulary), 4, mask_zero=True)(token_ids)
    features = [LastStep()(CausalLSTM(3)(embedded)), MaskedMean()(embedded)]
    logits = keras.layers.Dense(2)(keras.layers.Concatenate()(features))
    old = dataclasses.replace(new, classifier=keras.Model(token_ids, logits))
    save_checkpoint(old, tmp_path / "run-1")
    loaded = load_checkpoint(tmp_path / "run-1")
    np.testing.assert_array_equal(loaded.probabilities(TEXTS), old.probabilities(TEXTS))


def test_saving_again_replaces_the_checkpoint_and_leaves_nothing_else(tmp_path):
    save_checkpoint(trained(seed=0), tmp_path / "run-1")
    second = trained(seed=1)
    save_checkpoint(second, tmp_path / "run-1")
    loaded = load_checkpoint(tmp_path / "run-1")
    np.testing.assert_array_equal(loaded.probabilities(TEXTS), second.probabilities(TEXTS))
    assert [path.name for path in tmp_path.iterdir()] == ["run-1"]


def test_a_failed_save_leaves_the_old_checkpoint(tmp_path, monkeypatch):
    first = trained(seed=0)
    save_checkpoint(first, tmp_path / "run-1")
    second = trained(seed=1)
    object.__setattr__(second, "marks_hash", object())  # JSON cannot hold it
    with pytest.raises(TypeError):
        save_checkpoint(second, tmp_path / "run-1")
    loaded = load_checkpoint(tmp_path / "run-1")
    np.testing.assert_array_equal(loaded.probabilities(TEXTS), first.probabilities(TEXTS))
    assert [path.name for path in tmp_path.iterdir()] == ["run-1"]


def test_a_missing_checkpoint_is_not_found(tmp_path):
    with pytest.raises(NotFound, match="Train the run again"):
        load_checkpoint(tmp_path / "run-1")


@pytest.mark.parametrize("file", ["classifier.keras", "checkpoint.json"])
def test_a_damaged_file_is_refused(file, tmp_path):
    save_checkpoint(trained(), tmp_path / "run-1")
    (tmp_path / "run-1" / file).write_bytes(b"not what it was")
    with pytest.raises(DataError, match="cannot be read"):
        load_checkpoint(tmp_path / "run-1")


@pytest.mark.parametrize(
    ("name", "value", "named"),
    [
        ("labels", ["no"], "1 labels, but its weights are for 2"),
        ("labels", ["no", "yes", "perhaps"], "3 labels"),
        ("vocabulary", ["film"], "words"),
        ("vocabulary", [f"word{n}" for n in range(50)], "words"),
    ],
)
def test_labels_or_words_that_do_not_fit_the_weights_are_refused(name, value, named, tmp_path):
    save_checkpoint(trained(), tmp_path / "run-1")
    path = tmp_path / "run-1" / "checkpoint.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), name: value}))
    with pytest.raises(DataError, match=named):
        load_checkpoint(tmp_path / "run-1")


def test_marks_made_with_another_tokenizer_are_refused(tmp_path):
    save_checkpoint(trained(), tmp_path / "run-1")
    path = tmp_path / "run-1" / "checkpoint.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "tokenizer": "words-0"}))
    with pytest.raises(DataError, match="tokenizer 'words-0'"):
        load_checkpoint(tmp_path / "run-1")


def test_a_classifier_that_holds_code_is_refused(tmp_path):
    save_checkpoint(trained(), tmp_path / "run-1")
    hostile = keras.Sequential([keras.Input((3,)), keras.layers.Lambda(lambda x: x)])
    hostile.save(tmp_path / "run-1" / "classifier.keras")
    with pytest.raises(DataError, match="cannot be read"):
        load_checkpoint(tmp_path / "run-1")


def test_a_fresh_process_knows_every_layer_that_a_checkpoint_may_hold(tmp_path):
    """Others import the layers by the way; loading alone must do, too."""
    save_checkpoint(trained("bilstm"), tmp_path / "run")
    load = "import sys; from pathlib import Path; from rrr.learning.checkpoints import *"
    code = f"{load}; load_checkpoint(Path(sys.argv[1]))"
    programs.run(["-c", code, str(tmp_path / "run")], check=True, cwd=ROOT)
