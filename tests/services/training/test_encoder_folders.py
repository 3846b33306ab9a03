"""An encoder's folder is looked at before anything is loaded from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from rrr.errors import DataError
from rrr.services.training.encoder_folders import checked_encoder

HUGGING_FACES = ("config.json", "model.safetensors", "vocab.txt")
KERAS_HUBS = ("config.json", "model.weights.h5", "assets/tokenizer/vocabulary.txt")


def folder_of(path: Path, files: tuple[str, ...]) -> Path:
    for file in files:
        (path / file).parent.mkdir(parents=True, exist_ok=True)
        (path / file).touch()
    return path


@pytest.mark.parametrize("files", [HUGGING_FACES, KERAS_HUBS])
def test_both_layouts_are_taken_by_their_whole_path(
    tmp_path: Path, files: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_of(tmp_path / "encoder", files)
    monkeypatch.chdir(tmp_path)
    assert checked_encoder(" ./encoder ") == checked_encoder(str(folder)) == str(folder.resolve())


@pytest.mark.parametrize("missing", HUGGING_FACES)
def test_a_folder_that_lacks_a_file_is_refused_by_the_files_name(
    tmp_path: Path, missing: str
) -> None:
    folder = folder_of(tmp_path / "bert", tuple(file for file in HUGGING_FACES if file != missing))
    (folder / "pytorch_model.bin").touch()  # pickles are no weights
    with pytest.raises(DataError, match=rf"^The folder bert lacks {missing}\."):
        checked_encoder(str(folder))


@pytest.mark.parametrize("name", ["/nowhere/at/all", "./nowhere", "~/nowhere at all"])
def test_a_folder_that_is_not_there_is_refused(name: str) -> None:
    with pytest.raises(DataError, match="There is no folder"):
        checked_encoder(name)


@pytest.mark.parametrize("name", ["x" * 5000, "~nobody-of-this-name/x"])
def test_a_name_that_no_folder_can_have_is_refused(name: str) -> None:
    with pytest.raises(DataError, match="Check its spelling"):
        checked_encoder(name)


def test_another_name_is_that_of_a_preset() -> None:
    assert checked_encoder("bert_tiny_en_uncased") == "bert_tiny_en_uncased"
