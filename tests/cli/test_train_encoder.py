"""A pre-trained encoder is trained and asked from the shell like any other classifier."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.test_train_command import marked_project, rrr


@pytest.mark.slow
def test_an_encoder_is_trained_and_explains_per_word_without_its_folder(tmp_path: Path) -> None:
    from tests.learning.tiny_encoder import tiny_encoder

    encoder = tiny_encoder(tmp_path / "encoder", num_layers=1)
    marked_project(tmp_path / "work")
    options = ("--encoder", encoder, "--trained-layers", "1", "--epochs", "1")
    trained = rrr(tmp_path / "work", "train", "reviews", "--reason-weight", "1", *options)
    assert trained.exit_code == 0, trained.output
    assert trained.stdout.startswith("Runs 1 (before) and 2 (after)\n")
    shutil.rmtree(encoder)
    explained = rrr(tmp_path / "work", "explain", "2", "good film at the Odeon")
    assert explained.exit_code == 0, explained.output
    assert [word for word in ("good", "film", "Odeon") if word not in explained.stdout] == []


def test_an_encoder_that_is_not_there_is_refused_in_a_sentence(tmp_path: Path) -> None:
    marked_project(tmp_path / "work")
    refused = rrr(tmp_path / "work", "train", "reviews", "--encoder", str(tmp_path / "nowhere"))
    assert refused.exit_code == 1
    assert "nowhere" in refused.output
    assert "Traceback" not in refused.output
