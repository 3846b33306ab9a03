"""Compare: what the marks changed, measured first, then seen sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from rrr.counted import counted
from rrr.formats.html_report import html_report
from rrr.records import ACTIVE_STATUSES, Project, Run
from rrr.services.background import Failed, Pending
from rrr.services.comparison.differences import have_other_data, have_other_marks
from rrr.services.comparison.measured_pairs import MeasuredPair, measured_pair_soon
from rrr.services.comparison.pairs import RunPair
from rrr.services.comparison.reporting import report_of
from rrr.services.comparison.verdict import verdict
from rrr.services.marks.labels import num_changed_since
from rrr.services.marks.marked_splits import MarkedSplits, marked_splits_soon
from rrr.services.training import runs
from rrr.services.warmup import warm_tensorflow
from rrr.ui import tab_state
from rrr.ui.compare import compare_state
from rrr.ui.compare.asking_sections import desk_section, sentences_section, words_section
from rrr.ui.compare.confusion_cell import worst_label_button
from rrr.ui.compare.evidence_section import evidence_section
from rrr.ui.compare.file_section import file_section
from rrr.ui.compare.measured_sections import accuracy_section, reliance_section
from rrr.ui.compare.more_seeds_offer import more_seeds_offer
from rrr.ui.compare.run_pair_picker import pick_pair
from rrr.ui.fair_question import fair_change_line
from rrr.ui.marks_wait import marks_or_wait
from rrr.ui.model_button import model_button
from rrr.ui.neighbour_question import neighbour_question
from rrr.ui.no_project import no_project_yet
from rrr.ui.page_links import page_link, train_link
from rrr.ui.refusals import errors_shown
from rrr.ui.verdict_card import big_numbers, verdict_card
from rrr.ui.waiting import arrived, offer_retry, wait_for_tensorflow

SENTENCES, WORDS, ACCURACY, RELIANCE, DESK, FILE = SECTIONS = (
    "Sentences",
    "Words",
    "Accuracy",
    "Reliance",
    "Type your own",
    "Label a file",
)


def nothing_to_compare(project: Project, all_runs: Sequence[Run]) -> None:
    if any(run.status in ACTIVE_STATUSES for run in all_runs):
        st.markdown(
            "The training is running. When it is done, you see here what your marks changed."
        )
        page_link("train", "Watch it train", ":material/model_training:")
    else:
        st.markdown(
            "There is nothing to compare yet. One training gives you two models: without and "
            "with your marks."
        )
        train_link(project)


def take_along(project: Project, pair: RunPair) -> None:
    """The report, and the model after."""
    workspace = tab_state.workspace()
    st.download_button(
        "Download as a report",
        data=lambda: html_report(report_of(workspace, project, pair)),
        file_name="right-reasons-report.html",
        mime="text/html",
        icon=":material/download:",
        on_click="ignore",
        key="compare report",
    )
    model_button(pair.after, pair)


def measured_alike(project: Project, pair: RunPair) -> tuple[MeasuredPair | None, Pending | None]:
    """Both runs' answers, or the work still pending. If the work failed, show why and return
    neither."""
    measured = measured_pair_soon(tab_state.workspace(), project, pair)
    if isinstance(measured, Pending):
        return None, measured
    if isinstance(measured, Failed):
        offer_retry(measured)
        return None, None
    if not measured.is_of_after:
        st.caption("Measured with your marks as they are now.")
    return measured, None


def section_of(
    chosen: str,
    project: Project,
    pair: RunPair,
    measured: MeasuredPair | None,
    pending: Pending | None,
    all_runs: list[Run],
) -> None:
    """Draw one section, or what it still waits for."""
    if chosen in (ACCURACY, RELIANCE):
        if pending:
            arrived(pending, "Both models are asked about all sentences…")
        elif measured and chosen == ACCURACY:
            accuracy_section(measured, SENTENCES)
        elif measured:
            reliance_section(measured, pair, all_runs)
        return
    if chosen == FILE:
        if wait_for_tensorflow():
            file_section(pair)
        return
    marked = marks_or_wait(project)
    if marked is None:
        return
    if chosen == SENTENCES and marked.marks_hash != pair.after.marks_hash:
        st.caption(
            "Your marks have changed since this training. The struck words below are "
            "your marks now."
        )
    if wait_for_tensorflow():
        asking_section(chosen, pair, measured, marked)
        if chosen == WORDS:
            evidence_section(project, pair)


def asking_section(
    chosen: str, pair: RunPair, measured: MeasuredPair | None, marked: MarkedSplits
) -> None:
    if chosen == WORDS:
        words_section(pair, measured, marked)
    elif chosen == DESK:
        desk_section(pair, marked)
    else:
        sentences_section(pair, measured, marked)


def relabelled_line(pair: RunPair) -> None:
    """Say that labels have been changed since, and what to do."""
    number = num_changed_since(tab_state.workspace(), pair.after)
    if number:
        sentences_have = counted(number, "sentence has", "sentences have")
        st.caption(
            f"{sentences_have} another label now. The numbers are of the labels as they were. "
            "Train again to learn from the new ones."
        )


def page() -> None:
    project = tab_state.current_project()
    if project is None:
        st.title("Compare")
        no_project_yet()
        return
    workspace = tab_state.workspace()
    all_runs = runs.list_runs(workspace, project.id)
    pair = pick_pair(all_runs)
    if pair is None:
        nothing_to_compare(project, all_runs)
        return
    measured, pending = measured_alike(project, pair)
    evaluations = pair.evaluations
    of_earlier_version = not all(evaluation.by_label for evaluation in evaluations)
    differ = have_other_marks(pair.before, pair.after) or have_other_data(pair.before, pair.after)
    if measured and (of_earlier_version or differ):
        evaluations = measured.before.evaluation, measured.after.evaluation
    elif differ:  # what was measured on other marks or sentences must not stand side by side
        if pending:
            arrived(pending, "Both models are measured alike…")
        return
    judged = verdict(*evaluations, pair.after.search)
    verdict_card(judged)
    relabelled_line(pair)
    with st.container():  # always there, as below: what comes later keeps its place
        if measured and judged.worst:
            worst_label_button(judged.worst, SENTENCES)
        more_seeds_offer(pair.after, evaluations[1], all_runs)
    splits = None if warm_tensorflow().is_alive() else marked_splits_soon(workspace, project)
    fair_change_line(project)
    neighbour_question(project, pair, splits if isinstance(splits, MarkedSplits) else None)
    big_numbers(*evaluations)
    is_chosen = compare_state.SECTION in st.session_state  # then a default would be a second value
    chosen = st.segmented_control(
        "Section",
        SECTIONS,
        default=None if is_chosen else SENTENCES,
        required=True,
        key=compare_state.SECTION,
        label_visibility="collapsed",
        persist_state="session",
    )
    chosen = chosen or SENTENCES
    section_of(chosen, project, pair, measured, pending, all_runs)
    if not warm_tensorflow().is_alive():
        with st.container(horizontal=True):
            take_along(project, pair)


with errors_shown():
    page()
