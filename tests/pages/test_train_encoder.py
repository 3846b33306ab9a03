"""A pre-trained encoder is chosen on the Train page."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from rrr.records import Project, TrainingConfig
from rrr.services.marks import rules
from rrr.services.training import runs
from rrr.services.workspace import Workspace
from rrr.ui.train.train_state import setting_key
from tests.pages.test_train import page, press, run, said

OWN = {"embedding_size", "hidden_size", "vocabulary_size", "max_embedding_norm"}


@pytest.fixture
def marked_project(fresh_workspace: Workspace, small_project: Project) -> Project:
    rules.add_rule(fresh_workspace, small_project, "odeon")
    return small_project


def choose(at: AppTest, kind: str) -> AppTest:
    at.selectbox(key=setting_key("classifier")).set_value(kind)
    return run(at)


def name_folder(at: AppTest, folder: str) -> AppTest:
    at.text_input(key=setting_key("encoder")).set_value(folder)
    return run(at)


def number(at: AppTest, name: str) -> float | None:
    value: float | None = at.number_input(key=setting_key(name)).value
    return value


def test_choosing_an_encoder_fills_in_what_suits_it_and_disables_what_it_brings(
    marked_project: Project,
) -> None:
    at = page()
    at.number_input(key=setting_key("epochs")).set_value(7)
    choose(run(at), "encoder")
    assert (number(at, "learning_rate"), number(at, "batch_size")) == (1e-4, 16)
    assert number(at, "epochs") == 7, "what somebody typed stays"
    assert all(at.number_input(key=setting_key(name)).disabled for name in OWN)
    assert at.selectbox(key=setting_key("word_vectors")).disabled
    choose(at, "lstm")
    usual = TrainingConfig()
    assert number(at, "learning_rate") == usual.learning_rate
    assert number(at, "batch_size") == usual.batch_size
    assert not any(at.number_input(key=setting_key(name)).disabled for name in OWN)


def test_without_a_usable_folder_nothing_can_be_pressed_and_the_page_says_why(
    marked_project: Project, tmp_path: Path
) -> None:
    at = choose(page(), "encoder")
    assert "Type the folder of a pre-trained encoder" in at.info[0].value
    assert at.button(key="train").disabled
    name_folder(at, str(tmp_path))
    assert "lacks config" in said(at)
    assert at.button(key="train").disabled
    choose(at, "cnn")
    assert not at.button(key="train").disabled


def test_without_the_library_the_page_says_how_to_install_it(
    marked_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "keras_hub", None)
    at = choose(page(), "encoder")
    assert "pip install 'right-reasons[encoders]'" in at.info[0].value
    assert not at.text_input
    assert at.button(key="train").disabled


@pytest.mark.slow
def test_one_press_trains_the_encoders_last_layers(
    fresh_workspace: Workspace, marked_project: Project, tmp_path: Path
) -> None:
    from tests.learning.tiny_encoder import tiny_encoder

    folder = tiny_encoder(tmp_path / "encoder")
    at = name_folder(choose(page(), "encoder"), folder)
    at.number_input(key=setting_key("trained_layers")).set_value(1)
    at.number_input(key=setting_key("epochs")).set_value(1)
    at.toggle(key=setting_key("automatic")).set_value(False)
    press(run(at), "train")
    marked, baseline = runs.list_runs(fresh_workspace, marked_project.id)
    runs.cancel(fresh_workspace, marked.id)  # tests/cli trains with marks, too
    for started in (baseline, marked):
        assert (started.config.encoder, started.config.trained_layers) == (folder, 1)
    finished = runs.wait(fresh_workspace, baseline.id)
    assert finished.status == "finished", finished.error
