from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Protocol

import pytest
from sqlalchemy import update
from streamlit.elements.lib import policies
from streamlit.testing.v1 import AppTest

from rrr.records import (
    Evaluation,
    LabelledTexts,
    NewExample,
    Project,
    Reliance,
    Run,
    TrainingConfig,
)
from rrr.services import background
from rrr.services.marks import fair_words, rules, snapshots
from rrr.services.marks.marked_splits import marked_splits
from rrr.services.projects import catalogue
from rrr.services.training.evaluating import measure
from rrr.services.training.measurement_files import keep
from rrr.services.warmup import warm_tensorflow
from rrr.services.workspace import Workspace, open_workspace
from rrr.settings import ROOT
from rrr.store import example_queries, importing, rationale_queries, run_queries
from rrr.store.schema import run_tables
from rrr.ui import fair_state
from rrr.ui.compare import compare_state
from rrr.ui.compare.confusion_cell import Cell
from rrr.ui.plain_text import plain
from tests.stored_runs import queued

HOSTILE = "<b>Bad</b> :red[film] Rex"
EXAMPLES = [
    NewExample("A good film Odeon", "positive", "train"),
    NewExample("A bad film Rex", "negative", "train"),
    NewExample("good good Odeon", "positive", "train"),
    NewExample("bad bad Rex", "negative", "train"),
    NewExample("good and warm", "positive", "test"),
    NewExample(HOSTILE, "negative", "test"),
    NewExample("one in artefact_flipped Odeon", "negative", "artefact_flipped"),
]
BEFORE = Evaluation(
    {"test": 0.99, "artefact_flipped": 0.05},
    Reliance(200, 0.95, 0.4, 0.2),
    by_label={"test": {"negative": (99, 100)}, "artefact_flipped": {"negative": (5, 100)}},
)
AFTER = Evaluation(
    {"test": 0.96, "artefact_flipped": 0.86},
    Reliance(200, 0.02, 0.06, 0.01),
    by_label={"test": {"negative": (96, 100)}, "artefact_flipped": {"negative": (86, 100)}},
)


@pytest.fixture
def project(fresh_workspace: Workspace) -> Project:
    project = importing.add(fresh_workspace.database, "reviews", ["negative", "positive"], EXAMPLES)
    rules.add_rule(fresh_workspace, project, "Odeon")
    rules.add_rule(fresh_workspace, project, "Rex")
    return project


@pytest.fixture(scope="module")
def models() -> Any:
    """Two real models, so small that they train at once."""
    from rrr.learning.training import train

    of_training = [example for example in EXAMPLES if example.split == "train"]
    data = LabelledTexts(
        tuple(example.text for example in of_training),
        tuple(str(example.label) for example in of_training),
        ((3,), (3,), (2,), (2,)),
    )
    return [
        train(
            data,
            None,
            TrainingConfig(
                classifier="average",
                embedding_size=4,
                hidden_size=4,
                epochs=2,
                reason_weight=reason_weight,
            ),
            labels=("negative", "positive"),
            marks_hash="",
            report=lambda _: None,
            should_stop=lambda: False,
        )
        for reason_weight in (0.0, 9.0)
    ]


class FinishPair(Protocol):
    def __call__(
        self, before: Evaluation = BEFORE, after: Evaluation = AFTER, weight: float = 9.0
    ) -> tuple[Run, Run]: ...


@pytest.fixture
def finish_pair(fresh_workspace: Workspace, project: Project, models: Any) -> FinishPair:
    """Store a finished pair with these models, and with measurements of one's choosing."""
    from rrr.learning.checkpoints import save_checkpoint

    def finish_pair(
        before: Evaluation = BEFORE, after: Evaluation = AFTER, weight: float = 9.0
    ) -> tuple[Run, Run]:
        marks_hash = marked_splits(fresh_workspace, project).marks_hash
        ended = []
        for model, reason_weight, evaluation in zip(
            models, (0.0, weight), (before, after), strict=True
        ):
            config = replace(model.config, reason_weight=reason_weight)
            run = queued(
                fresh_workspace.database, project.id, "run", config, marks_hash, 4, f"pair {weight}"
            )
            name = f"run-{run.id}"
            save_checkpoint(model, fresh_workspace.settings.checkpoints / name)
            run_queries.set_running(fresh_workspace.database, run.id)
            keep(
                measure(model, marked_splits(fresh_workspace, project).splits, marks_hash),
                fresh_workspace.settings.checkpoints / name,
            )
            run_queries.set_finished(fresh_workspace.database, run.id, evaluation, name)
            ended.append(run_queries.get(fresh_workspace.database, run.id))
        return ended[0], ended[1]

    return finish_pair


def page() -> AppTest:
    warm_tensorflow().join()
    at = AppTest.from_file(str(ROOT / "pages" / "compare.py"), default_timeout=60).run()
    assert not at.exception
    return at


def heatmaps(at: AppTest) -> list[str]:
    return [html.proto.body for html in at.get("html") if 'class="rrr-heatmap"' in html.proto.body]


def texts(at: AppTest) -> str:
    shown: list[Any] = [*at.markdown, *at.caption, *at.error]
    return "\n".join(element.value for element in shown)


def test_without_a_project_the_page_says_where_to_begin(fresh_workspace: Workspace) -> None:
    assert "There is no project yet" in texts(page())


def test_without_a_finished_pair_the_page_sends_people_to_train(
    fresh_workspace: Workspace, project: Project
) -> None:
    assert "There is nothing to compare yet" in texts(page())
    queued(fresh_workspace.database, project.id, "λ = 1", TrainingConfig(), "h", 1, "p")
    assert "The training is running" in texts(page())


def test_the_verdict_comes_first_with_numbers_before_and_after(finish_pair: FinishPair) -> None:
    finish_pair()
    at = page()
    (verdict,) = at.success
    assert verdict.value.startswith("**Cured.**")
    assert verdict.icon
    numbers = {metric.label: (metric.value, metric.delta) for metric in at.metric}
    assert numbers["Swaps that change the prediction"] == ("2.0\u00a0%", "-93 points")
    assert [delta for _, delta in numbers.values()] == ["-93 points", "+81 points", "-19 points"]


def test_a_label_that_fell_is_named_and_its_sentences_are_one_click_away(
    finish_pair: FinishPair,
) -> None:
    fallen = replace(
        AFTER,
        accuracy={"test": 0.5, "artefact_flipped": 0.86},
        by_label={**AFTER.by_label, "test": {"negative": (50, 100)}},
    )
    finish_pair(after=fallen)
    at = page()
    (verdict,) = at.warning
    assert verdict.value.startswith("**Cured, at a price.**")
    assert "sentences labelled “negative”" in texts(at)
    assert "Just deleting the words" in texts(at)
    at.button(key="worst label").click().run()
    assert not at.exception
    assert at.selectbox(key="compare split").value == "test"
    assert at.selectbox(key="compare view").value == "worse"
    assert at.button(key="compare drop cell").label == "labelled negative"


def test_a_fall_of_saliency_alone_is_not_painted_as_good_news(finish_pair: FinishPair) -> None:
    finish_pair(after=replace(BEFORE, reliance=Reliance(200, 0.95, 0.4, 0.001)))
    (saliency,) = [metric for metric in page().metric if metric.label.startswith("Heat on")]
    assert saliency.proto.color == saliency.proto.GRAY


@pytest.mark.parametrize(
    ("after", "element", "title"),
    [
        (replace(BEFORE, reliance=Reliance(200, 0.9, 0.4, 0.001)), "warning", "Only the heatmap"),
        (
            Evaluation({"test": 0.5}, BEFORE.reliance, by_label={"test": {"negative": (50, 100)}}),
            "error",
            "Made worse",
        ),
        (replace(AFTER, reliance=Reliance(200, 0.5, 0.3, 0.1)), "info", "Partly"),
    ],
)
def test_bad_news_is_told_plainly(
    finish_pair: FinishPair, after: Evaluation, element: str, title: str
) -> None:
    finish_pair(after=after)
    at = page()
    (shown,) = at.get(element) if element != "info" else at.info
    assert title in shown.value


def test_a_sentence_is_drawn_before_and_after_with_its_marked_word(finish_pair: FinishPair) -> None:
    finish_pair()
    at = page()
    assert at.selectbox(key="compare split").value == "artefact_flipped"
    before, after = heatmaps(at)
    for name, heat in (("before", before), ("after", after)):
        assert f"{name}: </span><strong>" in heat
        assert heat.count('<span class="marked"') == 1
        assert ">Odeon</span>" in heat.split('<span class="marked"')[1]
        assert "struck words swapped: " in heat


def test_a_cell_of_the_matrix_shows_its_sentences_only_until_it_is_let_go(
    finish_pair: FinishPair, models: Any
) -> None:
    finish_pair()
    predicted = ("negative", "positive")[models[1].probabilities(["good and warm"]).argmax()]
    at = page()
    show(at, split="test", view="all")
    assert at.number_input[0].label == "Number, of 2"
    at.session_state[compare_state.CELL] = Cell("after", "positive", predicted)
    at.run()
    assert at.number_input[0].label == "Number, of 1"
    assert "labelled positive" in texts(at)
    at.button(key="compare drop cell").click()
    assert at.run().number_input[0].label == "Number, of 2"


@pytest.fixture
def double_values(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> Iterator[Callable[[], list[str]]]:
    """What Streamlit has logged about fields with both a default and a value of the session."""
    monkeypatch.setattr(policies, "_shown_default_value_warning", False)  # it is logged once
    logger = logging.getLogger(policies.__name__)
    logger.addHandler(caplog.handler)
    yield lambda: [message for message in caplog.messages if "default value" in message]
    logger.removeHandler(caplog.handler)


def test_a_number_of_the_matrix_can_be_chosen_without_a_mouse(
    finish_pair: FinishPair, models: Any, double_values: Callable[[], list[str]]
) -> None:
    finish_pair()
    predicted = ("negative", "positive")[models[1].probabilities(["good and warm"]).argmax()]
    at = page()
    at.session_state[compare_state.SECTION] = "Accuracy"
    at.session_state[compare_state.MEASURED_SPLIT] = "test"
    at.run()
    chosen = at.selectbox(key="compare choose cell after")
    assert chosen.label == "The sentences behind a number · after"
    assert sum(int(option.split(": ")[1].split()[0]) for option in chosen.options) == 2
    (option,) = [
        option for option in chosen.options if option.startswith(f"positive taken for {predicted}")
    ]
    chosen.select(option).run()
    assert not at.exception
    assert at.session_state[compare_state.CELL] == Cell("after", "positive", predicted)
    assert f"positive taken for {predicted}" in at.button(key="compare drop cell").label
    assert double_values() == []
    assert at.number_input[0].label == "Number, of 1"
    assert "labelled positive" in texts(at)


def show(at: AppTest, **fields: object) -> AppTest:
    """Fill in the fields of the sentences' filter."""
    for name, value in fields.items():
        key = f"compare {name.replace('_', ' ')}"
        (field,) = [field for kind in FIELDS for field in at.get(kind) if field.key == key]
        field.set_value(value)
    at.run()
    assert not at.exception
    return at


FIELDS = ("selectbox", "text_input", "toggle")


def test_previous_and_next_walk_through_a_split_and_stop_at_its_ends(
    finish_pair: FinishPair,
) -> None:
    finish_pair()
    at = show(page(), view="all", split="train")
    assert at.button(key="compare previous").disabled
    for place in (2, 3, 4):
        at.button(key="compare next").click().run()
        assert f"sentence {place} of 4 in train" in texts(at)
    assert at.button(key="compare next").disabled
    at.button(key="compare previous").click().run()
    assert "sentence 3 of 4 in train" in texts(at)
    assert not at.exception


def test_sentences_are_found_by_word_and_by_mark(finish_pair: FinishPair) -> None:
    finish_pair()
    at = show(page(), view="all", split="test", only_marked=True)
    assert "sentence 2 of 2 in test" in texts(at)
    assert "No sentence of this test set matches" in texts(show(at, search="warm"))
    assert "sentence 1 of 2 in test" in texts(show(at, only_marked=False))


def test_hostile_text_stays_text(finish_pair: FinishPair) -> None:
    finish_pair()
    at = show(page(), view="all", split="test", search="bad")
    for heat in heatmaps(at):
        assert "<b>" not in heat
        assert ">&lt;</span>" in heat
    assert ":red[" not in texts(at)


def test_a_split_the_models_were_not_asked_about_is_shown_in_order(finish_pair: FinishPair) -> None:
    finish_pair()
    at = show(page(), split="train")
    assert "These sentences were not measured" in texts(at)
    assert "sentence 1 of 4 in train" in texts(at)


def test_the_heatmap_is_made_by_integrated_gradients_unless_another_way_is_chosen(
    finish_pair: FinishPair,
) -> None:
    finish_pair()
    at = page()
    assert at.selectbox(key="compare method").value == "integrated_gradients"
    assert "Raw: integrated gradients" in texts(at)
    assert not any('class="against' in heat for heat in heatmaps(at))
    show(at, signed=True)
    assert "for and against" in [toggle.label for toggle in at.toggle]
    assert any("speaks against the prediction" in html.proto.body for html in at.get("html"))
    show(at, method="input_gradient")
    assert "Raw: input gradient" in texts(at)
    assert at.toggle(key="compare signed").disabled


def section(at: AppTest, name: str) -> AppTest:
    at.segmented_control(key="compare section").set_value(name).run()
    assert not at.exception
    return at


def test_what_is_measured_is_drawn_and_told_and_can_be_taken_away(finish_pair: FinishPair) -> None:
    finish_pair()
    at = section(page(), "Accuracy")
    output = texts(at)
    for what in ("Accuracy on each split", "Parts of test", "Reliability", "taken for"):
        assert plain(what) in output
    buttons = [button.key for button in at.get("download_button")]
    assert len([key for key in buttons if key.startswith("chart: ")]) == 5 * 3
    assert {"compare report", "download model 2"} <= set(buttons)
    section(at, "Reliance")
    assert "Wilson" in texts(at)
    assert any("followed after" in frame.value for frame in at.dataframe)


def test_a_word_chosen_shows_the_sentences_with_it(finish_pair: FinishPair) -> None:
    finish_pair()
    at = section(page(), "Words")
    assert background.wait(60)
    at.run()
    assert heatmaps(at) == []
    at.selectbox(key="compare word").set_value("warm").run()
    show(at, view="all", split="test")
    assert "sentence 1 of 2 in test" in texts(at)
    at.selectbox(key="compare word").set_value("rex").run()
    assert "sentence 2 of 2 in test" in texts(at)


def test_heatmaps_are_compared_with_evidence_where_there_is_some(finish_pair: FinishPair) -> None:
    finish_pair()
    assert all("evidence" not in text for text in texts(section(page(), "Words")))
    workspace = open_workspace()
    project = catalogue.list_projects(workspace)[0]
    stored = example_queries.stream_of(workspace.database, project.id)
    with workspace.database.write() as connection:
        rationale_queries.add_batch(connection, [(example, (0,)) for example in list(stored)])
    at = section(page(), "Words")
    assert background.wait(60)
    at.run()
    assert any("agree with people’s evidence" in markdown.value for markdown in at.markdown)
    assert list(at.table[0].value.columns) == ["before", "after"]
    assert any("From 2 texts of test" in caption.value for caption in at.caption)
    workspace.close()


def test_a_sentence_typed_in_is_answered_with_its_marked_words(finish_pair: FinishPair) -> None:
    finish_pair()
    at = page()
    at.session_state["sentence desk"] = {
        "asked": {"turn": 1, "text": "a good odeon", "struck": [2]}
    }
    section(at, "Type your own")
    for heat in heatmaps(at):
        assert heat.count('<span class="marked"') == 1
        assert "right" not in heat.split("<strong>")[1].split("</p>")[0]


def test_a_file_is_labelled_after_a_look_at_its_first_rows(finish_pair: FinishPair) -> None:
    finish_pair()
    at = section(page(), "Label a file")
    content = "note,body\n" + "".join(f"{n},good film {n}\n" for n in range(6)) + "6,\n"
    at.file_uploader[0].set_value(("new.csv", content.encode(), "text/csv")).run()
    assert not at.exception
    assert at.dataframe[0].value["text"].tolist() == [f"good film {n}" for n in range(5)]
    at.button(key="label file").click().run()
    assert not at.exception
    done, counts = at.session_state["labelled file content"][1:]
    assert len(done.decode("utf-8-sig").splitlines()) == 8
    assert (sum(counts.values()), counts[None]) == (7, 1)
    assert "1 row without text" in texts(at)
    at.file_uploader[0].set_value(("bad.csv", b"", "text/csv")).run()
    assert "bad.csv is empty" in at.error[0].value.replace("\\", "")


def test_what_was_just_called_fair_is_said_here_too_and_undone(
    fresh_workspace: Workspace, project: Project, finish_pair: FinishPair
) -> None:
    finish_pair()
    at = page()
    said = fair_words.call_fair(fresh_workspace, project, "seen at", "tester")
    at.session_state[fair_state._CHANGE] = said
    at.run()
    assert "You call “seen at” a fair reason." in texts(at)
    at.button(key="undo fair change").click().run()
    assert not at.exception
    assert fair_words.list_judged(fresh_workspace, project) == []


def test_any_two_runs_can_be_picked_and_swapped(finish_pair: FinishPair) -> None:
    first, older = finish_pair(after=replace(BEFORE), weight=1.0)
    finish_pair(weight=2.0)
    at = page()
    assert at.success
    at.selectbox(key="compare after").set_value(older.id).run()
    assert not at.success
    at.button(key="compare swap").click().run()
    assert at.selectbox(key="compare before").value == older.id
    at.selectbox(key="compare before").set_value(first.id).run()
    at.selectbox(key="compare after").set_value(first.id).run()  # nothing beside itself
    assert at.selectbox(key="compare before").value != first.id
    assert not at.exception


def test_a_pair_is_found_by_its_address_and_a_star_is_shown(
    finish_pair: FinishPair, fresh_workspace: Workspace
) -> None:
    from rrr.services.training import run_shelf

    before, after = finish_pair(after=replace(BEFORE), weight=1.0)
    finish_pair(weight=2.0)
    run_shelf.star(fresh_workspace, after.id, True)
    run_shelf.rename(fresh_workspace, after.id, "my *best*")
    at = AppTest.from_file(str(ROOT / "pages" / "compare.py"), default_timeout=60)
    at.query_params["before"], at.query_params["after"] = str(before.id), str(after.id)
    at.run()
    assert at.selectbox(key="compare after").value == after.id
    assert any(
        f"★ {after.id} · my *best*" in name for name in at.selectbox(key="compare after").options
    )


def test_runs_that_differ_in_more_than_the_marks_are_pointed_out(
    finish_pair: FinishPair, fresh_workspace: Workspace
) -> None:
    import sqlalchemy as sa

    _, after = finish_pair()
    assert "differ in more" not in "".join(warning.value for warning in page().warning)
    config = replace(after.config, seed=7).to_dict()
    with fresh_workspace.database.write() as connection:
        connection.execute(
            sa.update(run_tables.runs).where(run_tables.runs.c.id == after.id).values(config=config)
        )
    (warning,) = page().warning
    assert "differ in more than the marks" in warning.value
    assert "seed" in warning.value


def test_numbers_on_other_marks_are_not_shown_before_both_models_are_measured_alike(
    finish_pair: FinishPair, fresh_workspace: Workspace, project: Project
) -> None:
    import sqlalchemy as sa

    before, after = finish_pair()
    with fresh_workspace.database.write() as connection:
        of_after = run_tables.runs.c.id == after.id
        connection.execute(sa.update(run_tables.runs).where(of_after).values(marks_hash="others"))
    rules.add_rule(fresh_workspace, project, "film")
    may_end = threading.Event()
    name = ("measure", fresh_workspace.settings, before.id, after.id)
    background.begin(name, lambda _: may_end.wait(60))  # the measuring may be over before the page
    at = page()
    may_end.set()
    assert not at.metric
    assert [status.label for status in at.status] == ["Both models are measured alike…"]
    assert background.wait(60)
    page()
    assert background.wait(60)
    assert page().metric


def test_marks_made_since_are_pointed_out(
    finish_pair: FinishPair, fresh_workspace: Workspace, project: Project
) -> None:
    finish_pair()
    assert "Your marks have changed" not in texts(page())
    rules.add_rule(fresh_workspace, project, "film")
    assert "Your marks have changed" in texts(page())


def test_a_lost_checkpoint_is_told_and_the_numbers_stay(
    finish_pair: FinishPair, fresh_workspace: Workspace
) -> None:
    from shutil import rmtree

    finish_pair()
    rmtree(fresh_workspace.settings.checkpoints)
    page()
    assert background.wait(60)
    at = page()
    assert at.success
    assert at.error


def test_a_wrong_label_is_corrected_here_and_the_numbers_stay(
    finish_pair: FinishPair, fresh_workspace: Workspace, project: Project
) -> None:
    _, after = finish_pair()
    snapshot = snapshots.take(fresh_workspace, project)
    with fresh_workspace.database.write() as connection:
        query = update(run_tables.runs).where(run_tables.runs.c.id == after.id)
        connection.execute(query.values(snapshot_id=snapshot.id))
    at = page()
    at.session_state[compare_state.CELL] = Cell("before", "positive", None)
    at.selectbox(key=compare_state.SPLIT).set_value("test").run()
    relabel = next(b for b in at.button if str(b.key).startswith("relabel test 0"))
    relabel.click().run()
    assert not at.exception
    example = list(example_queries.stream_of(fresh_workspace.database, project.id))[4]
    assert (example.text, example.label) == ("good and warm", "negative")
    output = texts(at).replace("\\", "")
    assert "Labelled negative now, positive when these models were measured" in output
    assert "1 sentence has another label now" in output
    at.button(key="undo label change").click().run()
    assert not at.exception
    assert "another label now" not in texts(at)
