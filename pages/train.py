"""Train: one press trains a baseline and a model with the marks, and shows them as they go."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from rrr.counted import counted
from rrr.formats.duration import duration_range
from rrr.records import TRAIN, VALIDATION, Project, Run, TrainingConfig
from rrr.services.comparison.pairs import pair_to_show, run_pairs
from rrr.services.guidance import advice
from rrr.services.marks import answers
from rrr.services.marks.answers import Progress
from rrr.services.marks.marked_splits import MarkedSplits, marked_splits_soon
from rrr.services.training import runs
from rrr.services.training.cut_marks import cut_marks_note
from rrr.services.training.outlook import Outlook, outlook_of
from rrr.services.training.run_progress import pair_on_show
from rrr.services.training.versions import inputs_of
from rrr.ui import tab_state
from rrr.ui.marks_wait import marks_or_wait
from rrr.ui.neighbour_question import neighbour_question
from rrr.ui.no_project import no_project_yet
from rrr.ui.page_links import page_link
from rrr.ui.page_part import page_part
from rrr.ui.refusals import errors_shown
from rrr.ui.train import train_state
from rrr.ui.train.advice_panel import advice_panel
from rrr.ui.train.explore_panel import explore_panel
from rrr.ui.train.interrupted_runs import interrupted_runs
from rrr.ui.train.live_runs import live_runs
from rrr.ui.train.run_list import run_list
from rrr.ui.train.training_form import training_settings

# By whether λ is found automatically.
_WHAT_HAPPENS = {
    False: "Trains twice on the same sentences, without your marks and with them. Whatever "
    "differs comes from your marks.",
    True: "Trains twice, without and with your marks. It tries different strengths until struck "
    "words no longer matter and accuracy holds.",
}
_COMPARES = "First compares the kinds of classifier and takes the best. "
TEXT_WIDTH = 600  # pixels, about 75 characters of a caption


@page_part()
def start(project: Project, all_runs: Sequence[Run]) -> None:
    """What is marked, the button, and the settings behind it; a setting draws only these anew."""
    marked = marks_or_wait(project)
    if marked is None:
        press(project, TrainingConfig(), None, all_runs, disabled=True)
        return
    progress = answers.progress(tab_state.workspace(), project, tab_state.annotator())
    summary(marked, progress)
    button = st.container()
    config = training_settings(all_runs)
    if config is None:
        with button:
            press(project, TrainingConfig(), None, all_runs, disabled=True)
        return
    has_marks = any(marked.splits[TRAIN].marked)
    with button:
        outlook = expected(config, all_runs, marked)
        press(project, config, outlook, all_runs, disabled=not has_marks)
        if note := cut_marks_note(marked.splits[TRAIN], config.max_tokens):
            st.warning(note, icon=":material/content_cut:", width=TEXT_WIDTH)
        if has_marks:
            given_advice = advice.advise(
                tab_state.workspace(), project, tab_state.annotator(), marked, all_runs
            )
            advice_panel(project, given_advice, progress, automatic=config.reason_weight == "auto")


def expected(config: TrainingConfig, all_runs: Sequence[Run], marked: MarkedSplits) -> Outlook:
    """What a press with these settings will take."""
    validation = marked.splits.get(VALIDATION)
    return outlook_of(
        config,
        marked.num_training_words,
        all_runs,
        partial(runs.epochs, tab_state.workspace()),
        inputs_of(config),
        holds_back=validation is None or not any(validation.marked),
    )


def summary(marked: MarkedSplits, progress: Progress) -> None:
    training = marked.splits[TRAIN]
    num_words = sum(map(len, training.marked))
    if not num_words:
        st.markdown("You have not struck a word yet. Strike at least one word first.")
        page_link("annotate", "Strike some words first", ":material/ink_eraser:")
        return
    num_sentences = sum(map(bool, training.marked))
    st.markdown(
        f"**{counted(num_words, 'word')}** struck out in {num_sentences:,} of "
        f"{counted(len(training), 'training sentence')} · {counted(progress.num_rules, 'rule')}"
        f" · {counted(progress.reviewed, 'sentence')} reviewed",
    )


def press(
    project: Project,
    config: TrainingConfig,
    outlook: Outlook | None,
    all_runs: Sequence[Run],
    *,
    disabled: bool,
) -> None:
    pressed = st.button(
        "Train with my marks",
        type="primary",
        icon=":material/model_training:",
        key="train",
        disabled=disabled,
        on_click=train_state.fold_settings,  # open, they push what is being trained off the screen
    )
    if outlook is not None:
        first = _COMPARES if config.classifier == "auto" else ""
        st.caption(
            f"{first}{_WHAT_HAPPENS[config.reason_weight == 'auto']} {_how_long(outlook)} You can "
            "leave this page.",
            width=TEXT_WIDTH,
        )
    if pressed:
        with st.spinner("Reading the marks…"):
            _, marked = runs.start_pair(tab_state.workspace(), project.id, config)
        if marked.id in {run.id for run in all_runs}:
            tab_state.add_notice(
                "This training is already running, with the same marks and settings."
            )
        st.rerun()


def _how_long(outlook: Outlook) -> str:
    """No seconds before this machine has measured any."""
    if not outlook.pace.is_measured:
        return "How long it takes is known after the first passes."
    return f"Takes about {duration_range(outlook.seconds, outlook.most_seconds)}."


def page() -> None:
    st.title("Train")
    project = tab_state.current_project()
    if project is None:
        no_project_yet()
        return
    all_runs = runs.list_runs(tab_state.workspace(), project.id)
    interrupted_runs(all_runs)
    if tab_state.may(project, "train"):
        start(project, all_runs)
    else:
        st.caption("Only the project’s owners train. You see what they trained.")
    splits = marked_splits_soon(tab_state.workspace(), project)
    marked = splits if isinstance(splits, MarkedSplits) else None
    on_show = [run for run in pair_on_show(all_runs) if run is not None]
    outlook = None
    if marked is not None and on_show:
        outlook = expected(on_show[-1].config, all_runs, marked)
    live_runs(project.id, all_runs, outlook)
    neighbour_question(project, pair_to_show(all_runs) if run_pairs(all_runs) else None, marked)
    explore_panel(project, has_marks=marked is None or any(marked.splits[TRAIN].marked))
    run_list(all_runs)


with errors_shown():
    page()
