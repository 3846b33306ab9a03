from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from rrr.records import Project, TrainingConfig
from rrr.services import rules, runs
from rrr.services.workspace import Workspace
from rrr.settings import ROOT
from rrr.store import runs as stored_runs
from rrr.ui.state import training_setting

HOSTILE = ":red[**bold**] $x$ <b> [link](http://example.org)"


@pytest.fixture
def marked_project(fresh_workspace: Workspace, small_project: Project) -> Project:
    for word in ("odeon", "rialto"):
        rules.add_rule(fresh_workspace, small_project, word)
    return small_project


def page() -> AppTest:
    at = AppTest.from_file(str(ROOT / "pages" / "train.py"), default_timeout=60).run()
    assert not at.exception
    return at


def fill_in(at: AppTest, config: TrainingConfig) -> AppTest:
    at.selectbox(key=training_setting("classifier")).set_value(config.classifier)
    at.toggle(key=training_setting("automatic")).set_value(config.reason_weight == "auto")
    for name in ("embedding_size", "hidden_size", "batch_size", "epochs", "reason_weight"):
        at.number_input(key=training_setting(name)).set_value(getattr(config, name))
    return run(at)


def run(at: AppTest) -> AppTest:
    at.run()
    assert not at.exception
    return at


def press(at: AppTest, key: str) -> AppTest:
    at.button(key=key).click()
    return run(at)


def said(at: AppTest) -> str:
    told = [*at.markdown, *at.caption, *at.error, *at.text]
    rows = [element.proto.body for element in at.get("html")]
    bars = [element.proto.text for element in at.get("progress")]
    return "\n".join([*(element.value for element in told), *rows, *bars]).replace("\u00a0", " ")


def test_without_a_project_the_page_says_where_to_get_one(fresh_workspace: Workspace) -> None:
    at = page()
    assert "nothing to train on yet" in said(at)
    assert not at.button


def test_without_marks_the_page_says_so_and_nothing_can_be_pressed(small_project: Project) -> None:
    at = page()
    assert "No word is struck out yet" in said(at)
    assert at.button(key="train").disabled


def test_the_page_counts_what_is_struck_out(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    rules.add_rule(fresh_workspace, small_project, "odeon")
    told = said(page())
    assert "**30 words** struck out in 30 of 60 training sentences · 1 rule" in told
    assert "0 sentences reviewed" in told


def test_one_press_trains_both_and_shows_what_was_measured(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    config = replace(small_config, reason_weight=7.0)
    at = press(fill_in(page(), config), "train")
    marked, baseline = runs.list_runs(fresh_workspace, marked_project.id)
    assert marked.config == config
    assert baseline.config == replace(config, reason_weight=0.0)
    for started in (baseline, marked):
        assert runs.wait(fresh_workspace, started.id).status == "finished"

    told = said(run(at))
    assert "**before** · without your marks · finished" in told
    assert "**after** · with your marks · finished" in told
    assert "<strong>λ = 7</strong>" in told
    assert told.count("right in test") == 2
    assert told.count("changed by swaps") == 2
    assert "cancel" not in {button.key for button in at.button}


def test_a_run_goes_on_when_the_page_is_left_and_is_there_when_it_is_opened_again(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    press(fill_in(page(), replace(small_config, epochs=1_000_000)), "train")
    opened_again = page()
    assert len(opened_again.get("progress")) == 2
    assert "of 1000000" in said(opened_again) or "getting ready" in said(opened_again)

    press(opened_again, "cancel")
    statuses = {each.status for each in runs.list_runs(fresh_workspace, marked_project.id)}
    assert statuses == {"cancelled"}
    assert "cancel" not in {button.key for button in run(opened_again).button}


def test_a_setting_outside_its_range_is_explained_and_cannot_be_trained_with(
    marked_project: Project,
) -> None:
    at = page()
    at.number_input(key=training_setting("epochs")).set_value(0)
    run(at)
    assert "epochs must be 1 or more" in at.error[0].value.replace("\\", "")
    assert at.button(key="train").disabled
    press(at, "settings: Back to the defaults")
    assert not at.error
    assert at.number_input(key=training_setting("epochs")).value == TrainingConfig().epochs
    assert not at.button(key="train").disabled


def test_the_form_starts_with_the_defaults_and_tells_them(marked_project: Project) -> None:
    at = page()
    defaults = TrainingConfig().to_dict()
    assert defaults.pop("reason_weight") == "auto"
    for only_in_the_shell in ("word_vectors", "start_run"):
        assert defaults.pop(only_in_the_shell) is None
    assert at.toggle(key=training_setting("automatic")).value is True
    for name, value in defaults.items():
        widget: Any = next(
            w for w in [*at.number_input, *at.selectbox] if w.key == training_setting(name)
        )
        assert widget.value == value
        assert "Default: " in widget.help


def test_a_failed_run_tells_why_in_a_sentence_and_folds_the_traceback(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    database = fresh_workspace.database
    page()  # so that the run below is not taken for one whose process has died
    failed = stored_runs.add(database, marked_project.id, "x", small_config, "h", 1, None)
    stored_runs.set_failed(database, failed.id, HOSTILE, f"Traceback: {HOSTILE}")
    at = page()
    assert "[link](http" not in "".join(error.value for error in at.error)
    assert "<b>" not in "".join(element.proto.body for element in at.get("html"))
    (folded,) = [expander for expander in at.expander if expander.label == "Where it stopped"]
    assert folded.code[0].value == f"Traceback: {HOSTILE}"


def test_a_run_is_deleted_for_good(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    database = fresh_workspace.database
    page()
    old = stored_runs.add(database, marked_project.id, "x", small_config, "h", 1, None)
    stored_runs.set_cancelled(database, old.id)
    press(page(), f"delete {old.id}")
    assert runs.list_runs(fresh_workspace, marked_project.id) == []


def test_many_runs_are_folded(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    page()
    for _ in range(13):
        each = stored_runs.add(
            fresh_workspace.database, marked_project.id, "x", small_config, "h", 1, None
        )
        stored_runs.set_cancelled(fresh_workspace.database, each.id)
    assert "3 older runs" in [expander.label for expander in page().expander]
