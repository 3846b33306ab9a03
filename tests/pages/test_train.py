from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from streamlit.runtime.scriptrunner import script_runner
from streamlit.testing.v1 import AppTest

from rrr.records import EpochReport, Evaluation, Person, Project, Run, TrainingConfig
from rrr.services import background
from rrr.services.marks import answers, marked_splits, rules
from rrr.services.people import members
from rrr.services.training import ownership, run_shelf, runs
from rrr.services.workspace import Workspace
from rrr.settings import ROOT
from rrr.store import reading_queries, run_owner_queries, run_progress_queries, run_queries
from rrr.store.reading_queries import WordReading
from rrr.ui import tab_state
from rrr.ui.plain_text import plain
from rrr.ui.train.live_runs import NO_WORKER
from rrr.ui.train.run_details import record_table
from rrr.ui.train.run_list import PAGE_SIZE
from rrr.ui.train.train_state import RUNS_PAGE, TRAINING_SETTINGS, setting_key
from tests.answering import answer, first_example
from tests.stored_runs import queued

HOSTILE = ":red[**bold**] $x$ <b> [link](http://example.org)"


def page(*opened: str) -> AppTest:
    """With the settings unfolded, and whatever else has these keys."""
    at = AppTest.from_file(str(ROOT / "pages" / "train.py"), default_timeout=60)
    for key in (TRAINING_SETTINGS, *opened):
        at.session_state[key] = True
    at.run()
    assert not at.exception
    return at


def fill_in(at: AppTest, config: TrainingConfig) -> AppTest:
    at.selectbox(key=setting_key("classifier")).set_value(config.classifier)
    at.toggle(key=setting_key("automatic")).set_value(config.reason_weight == "auto")
    run(at)  # λ can be given only where it is not found automatically
    for name in ("embedding_size", "hidden_size", "batch_size", "epochs", "reason_weight"):
        at.number_input(key=setting_key(name)).set_value(getattr(config, name))
    return run(at)


def run(at: AppTest) -> AppTest:
    at.run()
    assert not at.exception
    return at


def press(at: AppTest, key: str) -> AppTest:
    at.button(key=key).click()
    return run(at)


def said(at: AppTest) -> str:
    elements = [*at.markdown, *at.caption, *at.error, *at.text]
    rows = [element.proto.body for element in at.get("html")]
    bars = [element.proto.text for element in at.get("progress")]
    return "\n".join([*(element.value for element in elements), *rows, *bars]).replace(
        "\u00a0", " "
    )


def test_without_a_project_the_page_says_where_to_get_one(fresh_workspace: Workspace) -> None:
    at = page()
    assert "There is no project yet" in said(at)
    assert not at.button


def test_without_marks_the_page_says_so_and_nothing_can_be_pressed(small_project: Project) -> None:
    at = page()
    assert "You have not struck a word yet" in said(at)
    assert at.button(key="train").disabled


def test_the_page_counts_what_is_struck_out(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    rules.add_rule(fresh_workspace, small_project, "odeon")
    output = said(page())
    assert "**30 words** struck out in 30 of 60 training sentences · 1 rule" in output
    assert "0 sentences reviewed" in output


def test_struck_words_beyond_what_is_read_are_told_before_training(
    marked_project: Project,
) -> None:
    at = page()
    assert not any("stops reading" in warning.value for warning in at.warning)
    at.number_input(key=setting_key("max_tokens")).set_value(2)
    run(at)
    assert any(
        "struck words come after the first 2 words" in warning.value for warning in at.warning
    )


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

    output = said(run(at))
    assert "**before** · without your marks · finished" in output
    assert "**after** · with your marks · finished" in output
    assert "<strong>λ = 7</strong>" in output
    assert output.count("right in test") == 2
    assert output.count("changed by swaps") == 2
    assert "cancel" not in {button.key for button in at.button}

    at = page(f"details {marked.id}", f"details {baseline.id}")
    offered = {button.key for button in at.button}
    assert f"compare {marked.id}" in offered
    assert f"compare {baseline.id}" not in offered
    press(at, f"repeat {marked.id}")
    repeated = runs.list_runs(fresh_workspace, marked_project.id)[0]
    assert (repeated.origin, repeated.origin_run_id) == ("repeated", marked.id)
    assert runs.wait(fresh_workspace, repeated.id).status == "finished"
    again = said(page(f"details {repeated.id}"))
    assert f"This repetition of run {marked.id} gave exactly the same." in again

    at = press(page(f"details {repeated.id}"), f"delete {repeated.id}")
    assert f"Run {repeated.id} is deleted." in said(at)
    assert repeated.id not in {run.id for run in runs.list_runs(fresh_workspace, marked_project.id)}


def test_a_run_goes_on_when_the_page_is_left_and_is_there_when_it_is_opened_again(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    press(fill_in(page(), replace(small_config, epochs=1_000_000)), "train")
    opened_again = page()
    assert "left in all" in said(opened_again)
    assert "of 1000000" in said(opened_again) or "getting ready" in said(opened_again)

    press(opened_again, "cancel")
    statuses = {listed.status for listed in runs.list_runs(fresh_workspace, marked_project.id)}
    assert statuses == {"cancelled"}
    assert "cancel" not in {button.key for button in run(opened_again).button}


def test_a_training_that_waits_for_a_worker_process_says_that_none_is_there(
    fresh_workspace: Workspace,
    marked_project: Project,
    small_config: TrainingConfig,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RRR_EXECUTOR", "process")
    at = press(fill_in(page(), small_config), "train")
    assert [each.value for each in at.warning] == [NO_WORKER]
    assert "waits for its turn" in said(at)
    name = ownership.new_worker(fresh_workspace)
    assert not run(at).warning
    ownership.leave(fresh_workspace, name)
    assert run(at).warning
    at = press(at, "cancel")
    assert not at.warning


def test_a_second_press_is_answered_though_it_starts_nothing(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    at = press(fill_in(page(), replace(small_config, epochs=1_000_000)), "train")
    assert tab_state._NOTICES not in at.session_state
    press(at, "train")
    assert "already running" in at.session_state[tab_state._NOTICES][0].text
    assert len(runs.list_runs(fresh_workspace, marked_project.id)) == 2


def test_a_setting_outside_its_range_is_explained_and_cannot_be_trained_with(
    marked_project: Project,
) -> None:
    at = page()
    at.number_input(key=setting_key("epochs")).set_value(0)
    run(at)
    assert "epochs must be 1 or more" in at.error[0].value.replace("\\", "")
    assert at.button(key="train").disabled
    press(at, "settings: Back to the defaults")
    assert not at.error
    assert at.number_input(key=setting_key("epochs")).value == TrainingConfig().epochs
    assert not at.button(key="train").disabled


@pytest.mark.parametrize("read_at_once", [0, 5_000])
def test_marks_that_cannot_be_read_are_told_and_tried_again_when_asked(
    fresh_workspace: Workspace,
    marked_project: Project,
    monkeypatch: pytest.MonkeyPatch,
    read_at_once: int,
) -> None:
    monkeypatch.setattr(marked_splits, "READ_AT_ONCE", read_at_once)
    first = first_example(fresh_workspace, marked_project)
    answer(fresh_workspace, first, "me", "marked", [0])
    seen = answers.sentence(fresh_workspace, first, "me")
    store_marks(fresh_workspace, "[99]")
    at = page()
    assert background.wait(60)
    run(at)
    message = (
        f"Sentence {first} (/annotate?project={marked_project.id}&example={first}): A mark is "
        f"stored for word 100 of a sentence that has {len(seen.tokens)}. Open the sentence on the "
        "Annotate page and save its marks again."
    )
    assert [error.value for error in at.error] == [plain(message)]
    assert at.button(key="train").disabled
    run(at)  # it is not read again and again
    assert len(at.error) == 1
    store_marks(fresh_workspace, "[0]")
    (again,) = (button for button in at.button if button.label == "Try again")
    again.click()
    run(at)
    assert background.wait(60)
    run(at)
    assert not at.error
    assert not at.button(key="train").disabled


def store_marks(workspace: Workspace, marks: str) -> None:
    """As a damaged or foreign program would."""
    with workspace.database.write() as connection:
        connection.exec_driver_sql("UPDATE annotations SET marked = ?", (marks,))


def test_the_kind_can_be_left_open_and_the_page_tells_which_was_taken_and_why(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    at = fill_in(page(), replace(small_config, classifier="auto"))
    assert "First compares the kinds of classifier and takes the best." in said(at)
    minutes = at.number_input(key=setting_key("search_minutes"))
    assert not minutes.disabled
    minutes.set_value(1e-9)  # the first kind only
    press(run(at), "train")
    marked, baseline = runs.list_runs(fresh_workspace, marked_project.id)
    for started in (baseline, marked):
        assert runs.wait(fresh_workspace, started.id).status == "finished"
    at = page("how the kind was chosen", f"details {marked.id}")
    assert "How the kind of classifier was chosen: 1 kind" in {e.label for e in at.expander}
    assert said(at).count("The kind “words without their order” was taken") == 2
    assert "words without their order" in at.dataframe[0].value["kind"].tolist()


def test_the_form_starts_with_the_defaults_and_tells_them(marked_project: Project) -> None:
    at = page()
    defaults = TrainingConfig().to_dict()
    del defaults["encoder"], defaults["trained_layers"]  # asked only where one is chosen
    assert defaults.pop("reason_weight") == "auto"
    assert at.toggle(key=setting_key("automatic")).value is True
    for name, value in defaults.items():
        widget: Any = next(
            w for w in [*at.number_input, *at.selectbox] if w.key == setting_key(name)
        )
        assert widget.value == value
        assert "Default: " in widget.help


def test_settings_that_decide_nothing_cannot_be_changed(marked_project: Project) -> None:
    def idle(at: AppTest) -> set[str]:
        fields = [*at.number_input, *at.selectbox]
        return {
            name
            for name in TrainingConfig().to_dict()
            for field in fields
            if field.key == setting_key(name) and field.disabled
        }

    at = page()
    assert idle(at) == {"reason_weight", "target", "token_penalty"}
    at.toggle(key=setting_key("automatic")).set_value(False)
    at.selectbox(key=setting_key("penalty")).set_value("input_gradient")
    run(at)
    assert idle(at) == {"search_minutes"}


def test_a_failed_run_tells_why_in_a_sentence_and_folds_the_traceback(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    database = fresh_workspace.database
    page()  # so that the run below is not taken for one whose process has died
    failed = queued(database, marked_project.id, HOSTILE, small_config, "h", 1, None)
    run_queries.set_failed(database, failed.id, HOSTILE, f"Traceback: {HOSTILE}")
    at = page(f"details {failed.id}")
    assert "[link](http" not in "".join(error.value for error in at.error)
    assert "<b>" not in "".join(element.proto.body for element in at.get("html"))
    (folded,) = [expander for expander in at.expander if expander.label == "Where it stopped"]
    assert folded.code[0].value == f"Traceback: {HOSTILE}"
    assert "again 1" in {button.key for button in at.button}


def test_a_run_is_renamed_starred_and_deleted_and_the_deleting_undone(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    page()
    older, newer = (over(fresh_workspace, marked_project, small_config) for _ in range(2))
    at = press(page(f"details {older}"), f"star {older}")
    at.text_input[0].set_value("the good one")
    press(at, f"rename {older}")
    assert runs.get_run(fresh_workspace, older).name == "the good one"
    rows = [row for row in rows_of(at) if "baseline" in row or "λ" in row]
    assert "the good one" in rows[0]
    assert len(rows) == 2
    press(at, f"delete {older}")
    assert [listed.id for listed in runs.list_runs(fresh_workspace, marked_project.id)] == [newer]
    press(at, "undo delete")
    assert len(runs.list_runs(fresh_workspace, marked_project.id)) == 2
    assert runs.get_run(fresh_workspace, older).starred
    assert "undo delete" not in {button.key for button in run(at).button}


def test_what_stopped_when_the_program_ended_is_offered_to_be_resumed_on_top(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    database = fresh_workspace.database
    page()
    config = replace(small_config, epochs=12)
    stopped = queued(database, marked_project.id, "x", config, "h", 1, None)
    run_queries.set_running(database, stopped.id)
    run_progress_queries.add_epoch(database, stopped.id, EpochReport(7, 12, 1.0, {"loss": 0.5}))
    run_owner_queries.mark_interrupted(database, None)
    at = page()
    assert "stopped at epoch 7 of 12 when the server ended" in said(at).replace("\\", "")
    press(at, "resume")  # this run's marks were not kept, as by an older version
    (notice,) = at.session_state["notices to show once"]  # app.py shows it on top
    assert "did not keep the marks" in notice.text


def test_a_run_that_waits_is_cancelled_in_its_details(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    page()
    waiting = queued(fresh_workspace.database, marked_project.id, "x", small_config, "h", 1, None)
    press(page(f"details {waiting.id}"), f"cancel {waiting.id}")
    (run_now,) = runs.list_runs(fresh_workspace, marked_project.id)
    assert run_now.status == "cancelled"


def test_what_stopped_because_the_disk_was_full_says_so(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    database = fresh_workspace.database
    page()
    stopped = queued(database, marked_project.id, "x", small_config, "h", 1, None)
    run_queries.set_running(database, stopped.id)
    run_queries.set_interrupted(database, stopped.id, "The disk is full.")
    assert "stopped before its first epoch. The disk is full." in said(page()).replace("\\", "")


def test_the_record_of_a_run_tells_hashes_versions_and_settings() -> None:
    made = Run(
        id=3,
        project_id=1,
        name="x",
        status="finished",
        config=TrainingConfig(seed=4),
        marks_hash="m" * 64,
        num_marked_tokens=1,
        created_at=datetime.now(UTC),
        data_hash="d" * 64,
        versions={"keras": "3.15.0"},
        seconds=12,
        evaluation=Evaluation({}, None, num_cut_marks=5),
    )
    record = dict(record_table(made).itertuples(index=False))
    assert record["struck words that the model does not read"] == "5"
    assert record["marks, SHA-256"] == "m" * 12
    assert record["data, SHA-256"] == "d" * 12
    assert record["tokenizer, SHA-256"] == "not kept"
    assert (record["seed"], record["keras"], record["epochs"]) == ("4", "3.15.0", "12")


def test_long_lists_of_runs_come_page_by_page(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    page()
    for _ in range(PAGE_SIZE + 3):
        over(fresh_workspace, marked_project, small_config)
    at = page()
    assert len(rows_of(at)) == PAGE_SIZE
    at.session_state[RUNS_PAGE] = 2
    assert len(rows_of(run(at))) == 3


def test_where_the_page_of_runs_is_gone_rows_and_choice_are_of_one_page(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    for number in range(2 * PAGE_SIZE + 1):
        over(fresh_workspace, marked_project, small_config, f"run {number}")
    at = page()
    first_page = rows_of(at)
    at.session_state[RUNS_PAGE] = 3
    assert len(rows_of(run(at))) == 1
    oldest = runs.list_runs(fresh_workspace, marked_project.id)[-1]
    run_shelf.delete(fresh_workspace, oldest.id)
    assert rows_of(run(at)) == first_page
    assert at.session_state[RUNS_PAGE] == 1


def test_a_setting_that_is_folded_still_counts(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    at = fill_in(page(), replace(small_config, epochs=1_000_000))
    at.session_state[TRAINING_SETTINGS] = False
    press(run(at), "train")
    assert runs.list_runs(fresh_workspace, marked_project.id)[0].config.epochs == 1_000_000


def test_a_press_folds_the_settings_so_that_the_training_is_in_sight(
    fresh_workspace: Workspace, marked_project: Project, small_config: TrainingConfig
) -> None:
    at = press(fill_in(page(), replace(small_config, epochs=1_000_000)), "train")
    assert not any(box.key == setting_key("classifier") for box in at.selectbox)
    assert runs.list_runs(fresh_workspace, marked_project.id)[0].config.epochs == 1_000_000


def test_a_setting_draws_only_the_settings_anew(
    fresh_workspace: Workspace, marked_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = page()
    drawn: list[tuple[str, ...]] = []
    run_script = script_runner.ScriptRunner._run_script

    def in_its_fragment(runner: Any, data: Any) -> None:
        """As a browser asks for it, which AppTest does not: the fragment the widget stands in."""
        (start,) = (
            fragment
            for fragment, wrapped in runner._fragment_storage._fragments.items()
            for cell in wrapped.__closure__ or ()
            if getattr(cell.cell_contents, "__name__", "") == "start"
        )
        run_script(runner, replace(data, fragment_id_queue=[start]))

    monkeypatch.setattr(script_runner.ScriptRunner, "_run_script", in_its_fragment)
    monkeypatch.setattr(runs, "list_runs", lambda *asked: drawn.append(asked) or [])
    before = said(at)
    at.toggle(key=setting_key("automatic")).set_value(False)
    after = said(run(at))
    assert "Trains twice on the same sentences" not in before
    assert "Trains twice on the same sentences" in after
    assert at.session_state[setting_key("automatic")] is False
    assert not drawn, "the runs were drawn, too"


def test_a_finished_run_of_the_usual_settings_can_be_repaired_and_one_of_others_cannot(
    fresh_workspace: Workspace, marked_project: Project
) -> None:
    database = fresh_workspace.database
    usual, other = (
        queued(database, marked_project.id, "x", config, "h", 1, None)
        for config in (TrainingConfig(), TrainingConfig(hidden_size=7))
    )
    for made in (usual, other):
        run_queries.set_running(database, made.id)
        run_queries.set_finished(database, made.id, Evaluation({"test": 0.5}, None), "x")
    offered = page().selectbox(key=setting_key("start_run")).options
    assert any(f"run {usual.id} " in option for option in offered)
    assert not any(f"run {other.id} " in option for option in offered)


def over(workspace: Workspace, project: Project, config: TrainingConfig, name: str = "x") -> int:
    """The id of a new run that was cancelled."""
    made = queued(workspace.database, project.id, name, config, "h", 1, None)
    run_queries.set_cancelled(workspace.database, made.id)
    return made.id


def rows_of(at: AppTest) -> list[str]:
    return [e.proto.body for e in at.get("html") if 'class="rrr-run"' in e.proto.body]


def test_a_word_the_model_relies_on_is_a_question_and_fair_settles_it(
    fresh_workspace: Workspace, trained_project: Project
) -> None:
    rules.add_rule(fresh_workspace, trained_project, "rialto")
    readings = [WordReading("odeon", 30.0, 30, 0.9), WordReading("warm", 20.0, 30, 0.9)]
    reading_queries.add_words(fresh_workspace.database, 2, readings)
    reading_queries.set_complete(fresh_workspace.database, 2, 60)
    at = page()
    assert "Is *odeon* a fair reason for *good*?" in said(at)
    at = press(at, "answer not sure")
    assert "Is *warm* a fair reason for *good*?" in said(at)
    at = press(at, "answer fair")
    assert "You call “warm” a fair reason" in said(at)
    assert "a fair reason for" not in said(at)
    at = press(at, "undo fair change")
    assert "Is *warm* a fair reason for *good*?" in said(at)
    at = press(at, "answer not fair")
    shown = at.session_state["pattern to be struck, and what it spares"]
    assert shown.pattern.pattern == "warm"


def test_a_reviewer_is_told_who_trains_and_offered_no_training(
    fresh_workspace: Workspace, marked_project: Project
) -> None:
    for name, role in (("olga", "owner"), ("tester", "reviewer")):
        members.put(fresh_workspace, marked_project, Person.named(name), role)  # type: ignore[arg-type]
    at = page()
    assert "Only the project’s owners train" in said(at)
    assert not at.button
    assert not at.expander
