"""What is taken along answers as the app does, where nothing of this project is installed."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from rrr.errors import RunError
from rrr.records import ClassifierKind, Project, TrainingConfig
from rrr.services.comparison.model_download import model_zip
from rrr.services.marks import rules
from rrr.services.training import runs
from rrr.services.training.models import load_trained
from rrr.services.workspace import Workspace
from rrr.text import Vocabulary
from tests import programs

KINDS: tuple[ClassifierKind, ...] = ("lstm", "bilstm", "gru", "cnn", "average")
LABELS = ("<b>a</b>\n", "b")
TEXTS = (
    "A good film, isn’t it? Ünïcode STRASSE e\u0301tude 東京 \U0001f469\U0001f3fd\u200d\U0001f680!",
    "good",
    "",
    "unheard of " * 9,
)
VOCABULARY = Vocabulary.fit([*TEXTS, "straße isn't etude a b c d e f g"])

# As a person would start it in each folder, but with TensorFlow loaded once.
EACH_FOLDER = """
import runpy, sys
folders, texts = sys.argv[1].split("\\n"), sys.argv[2:]
for folder in folders:
    sys.argv = ["predict.py", *texts]
    runpy.run_path(f"{folder}/predict.py", run_name="__main__")
assert not any(name.split(".")[0] == "rrr" for name in sys.modules)
"""


def answers_of(folders: list[str], texts: Sequence[str], cwd: Path) -> list[dict[str, float]]:
    done = programs.run(["-c", EACH_FOLDER, "\n".join(folders), *texts], cwd=cwd, text=True)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_every_kind_answers_alike_in_a_fresh_process(tmp_path: Path) -> None:
    import keras

    from rrr.formats.model_archive import model_archive
    from rrr.learning.classifiers import build_classifier
    from rrr.learning.plain_keras import plain_keras_file
    from rrr.learning.trained import TrainedClassifier

    sizes = {"vocabulary_size": len(VOCABULARY), "embedding_size": 4, "hidden_size": 3}
    folders, expected = [], []
    for kind in KINDS:
        keras.utils.set_random_seed(1)
        config = TrainingConfig(classifier=kind, max_tokens=11)
        classifier = build_classifier(kind, num_classes=2, **sizes)
        trained = TrainedClassifier(classifier, VOCABULARY, LABELS, config, "", temperature=0.3)
        archive = model_archive(plain_keras_file(trained), "", LABELS, VOCABULARY.ids, 11, {})
        folder = tmp_path / kind
        zipfile.ZipFile(io.BytesIO(archive)).extractall(folder)
        folders.append(str(folder))
        expected += trained.probabilities(TEXTS).tolist()
    answers = answers_of(folders, TEXTS, tmp_path)
    assert len(answers) == len(KINDS) * len(TEXTS)
    for answer, probabilities in zip(answers, expected, strict=True):
        assert list(answer) == list(LABELS)
        assert list(answer.values()) == pytest.approx(probabilities, abs=1e-5)


def unzipped(archive: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        return {n: file.read(n).decode() for n in file.namelist() if not n.endswith(".keras")}


def test_the_zip_of_a_run_tells_what_it_is(
    fresh_workspace: Workspace, trained_project: Project
) -> None:
    for decoy in ("odeon", "rialto"):
        rules.add_rule(fresh_workspace, trained_project, decoy)
    run = runs.get_run(fresh_workspace, 2)
    files = unzipped(model_zip(fresh_workspace, run))
    assert json.loads(files["labels.json"]) == ["bad", "good"]
    vocabulary = load_trained(fresh_workspace, run).vocabulary
    assert json.loads(files["vocabulary.json"]) == vocabulary.ids  # type: ignore[attr-defined]
    assert json.loads(files["settings.json"])["training"]["reason_weight"] == 3.0
    card = files["MODEL_CARD.md"]
    for part in ("# Model card: Small, run 2", "| train | 60 |", "People struck 60 words"):
        assert part in card
    assert "## What it is worth\n\n**Cured" in card  # beside its baseline
    assert "## Limits" in card
    assert (
        "None: this model was trained without marks."
        in unzipped(model_zip(fresh_workspace, runs.get_run(fresh_workspace, 1)))["MODEL_CARD.md"]
    )


def test_a_run_without_a_model_says_so(
    fresh_workspace: Workspace, trained_project: Project
) -> None:
    from dataclasses import replace

    run = replace(runs.get_run(fresh_workspace, 2), checkpoint=None, status="cancelled")
    with pytest.raises(RunError, match="no trained model"):
        model_zip(fresh_workspace, run)


def test_an_encoder_answers_alike_in_a_fresh_process(tmp_path: Path) -> None:
    from rrr.formats.model_archive import model_archive
    from rrr.learning.encoders import encoder_classifier, encoder_vocabulary
    from rrr.learning.plain_keras import plain_keras_file
    from rrr.learning.trained import TrainedClassifier
    from rrr.records import ENCODER_SETTINGS
    from tests.learning.tiny_encoder import tiny_encoder

    encoder = tiny_encoder(tmp_path / "tiny")
    config = TrainingConfig(encoder=encoder, **{**ENCODER_SETTINGS, "max_tokens": 11})
    trained = TrainedClassifier(
        encoder_classifier(encoder, 2),
        encoder_vocabulary(encoder),
        LABELS,
        config,
        "",
        temperature=0.3,
    )
    pieces = trained.vocabulary.to_json()
    archive = model_archive(plain_keras_file(trained), "", LABELS, pieces, 11, {"encoder": "tiny"})
    folder = tmp_path / "taken along"
    zipfile.ZipFile(io.BytesIO(archive)).extractall(folder)
    texts = (*TEXTS, "unfilmed " * 9)  # more pieces than the encoder can read
    expected = trained.probabilities(texts).tolist()
    shutil.rmtree(encoder)
    answers = answers_of([str(folder)], texts, tmp_path)
    assert len({tuple(each) for each in expected}) == len(texts)
    for answer, probabilities in zip(answers, expected, strict=True):
        assert list(answer.values()) == pytest.approx(probabilities, abs=1e-5)
