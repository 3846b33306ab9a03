"""AutoGraph writes a file for each function it rewrites, and a killed process leaves them behind in
the system's temporary folder. Nothing of ours needs it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from tensorflow.python.autograph.impl import api

from rrr.explaining.saliency_methods import SALIENCY_METHODS
from rrr.last_used import LastUsed
from rrr.learning import compiled, compiled_inference
from rrr.learning.training import train
from rrr.records import LabelledTexts, TrainingConfig


def test_neither_training_nor_explaining_writes_to_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    # Else nothing might be left to compile.
    monkeypatch.setattr(compiled, "_models", LastUsed(2))
    monkeypatch.setattr(compiled_inference, "_readings", LastUsed(2))
    monkeypatch.setattr(
        api, "_TRANSPILER", api.PyToTF()
    )  # or what it wrote for earlier tests serves
    data = LabelledTexts(("good film", "bad film"), ("yes", "no"), ((1,), ()))
    trained = train(
        data,
        data,
        TrainingConfig("lstm", 4, 4, epochs=1, batch_size=2, reason_weight=2.0),
        labels=("no", "yes"),
        marks_hash="",
        report=lambda _: None,
        should_stop=lambda: False,
    )
    for explained in SALIENCY_METHODS.values():
        explained(trained, ["a good film"])
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {}
