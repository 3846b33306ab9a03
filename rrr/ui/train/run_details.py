"""All that is recorded of one run, and what can be done to it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from rrr.counted import counted
from rrr.errors import NotFound
from rrr.formats.duration import duration
from rrr.records import ACTIVE_STATUSES, MERGE_SENTENCES, EpochReport, Run, TrainingConfig
from rrr.services.marks import snapshots
from rrr.services.training import repetition, run_shelf, runs
from rrr.ui import compared_runs, tab_state
from rrr.ui.page_links import go_to
from rrr.ui.plain_text import plain
from rrr.ui.refusals import errors_shown, refusal_noted
from rrr.ui.train import train_state

_HASH = 12
"""Characters of a hash that are shown."""


def run_details(run: Run) -> None:
    """Draw them into an open popover."""
    with errors_shown():
        _rename(run)
        if run.traceback:
            with st.expander("Where it stopped"):
                st.code(run.traceback, language=None)
        _record(run)
        _repetition(run)
        _actions(run)


def _rename(run: Run) -> None:
    if not tab_state.may(run.project_id, "train"):
        return
    # The name in the keys empties the form once the run has another one.
    with st.form(f"rename run {run.id} {run.name}", border=False):
        field, button = st.columns([3, 1], vertical_alignment="bottom")
        name = field.text_input("Name", run.name, max_chars=run_shelf.MAX_NAME_LENGTH)
        if button.form_submit_button("Rename", key=f"rename {run.id}"):
            run_shelf.rename(tab_state.workspace(), run.id, name)
            st.rerun()


def _record(run: Run) -> None:
    usual = TrainingConfig().to_dict()
    changed = {n: v for n, v in run.config.to_dict().items() if v != usual[n]}
    settings_text = ", ".join(
        f"{name.replace('_', ' ')} {value}" for name, value in changed.items()
    )
    st.text(
        f"Run {run.id}, {counted(run.num_marked_tokens, 'word')} struck out. "
        f"Settings other than the defaults: {settings_text or 'none'}."
    )
    if run.choice is not None and run.choice.why:
        st.text(run.choice.why)
    with st.expander("Reproducibility record"):
        merge = snapshots.merge_used(tab_state.workspace(), run.snapshot_id)
        st.dataframe(record_table(run, merge), hide_index=True)
        if merge is not None:
            st.caption(MERGE_SENTENCES[merge])
        reports = runs.epochs(tab_state.workspace(), run.id)
        if reports:
            st.dataframe(epoch_table(reports), hide_index=True)


def record_table(run: Run, merge: str | None = None) -> pd.DataFrame:
    """What the run was trained on and with: columns `what`, `is`.

    `merge` says how the marks of several people were put together, if any two shared a sentence.
    """
    hashes = {"data": run.data_hash, "marks": run.marks_hash, "tokenizer": run.tokenizer_hash}
    rows = [
        ("seed", str(run.config.seed)),
        ("time at work", duration(run.seconds) if run.seconds else "–"),
        *(() if merge is None else (("marks of several people", merge),)),
        ("marks kept as", f"snapshot {run.snapshot_id}" if run.snapshot_id else "not kept"),
        *((f"{name}, SHA-256", (of or "not kept")[:_HASH]) for name, of in hashes.items()),
        *(run.versions or {}).items(),
        *((n.replace("_", " "), "none" if v is None else str(v)) for n, v in _settings(run)),
    ]
    if run.evaluation is not None and run.evaluation.num_cut_marks:
        rows.insert(
            0, ("struck words that the model does not read", str(run.evaluation.num_cut_marks))
        )
    if run.origin is not None:
        rows.insert(0, (run.origin, f"run {run.origin_run_id}"))
    if run.num_resumed:
        rows.insert(0, ("resumed", f"{run.num_resumed} ×"))
    return pd.DataFrame(rows, columns=["what", "is"])


def _settings(run: Run) -> list[tuple[str, object]]:
    return [(name, value) for name, value in run.config.to_dict().items() if name != "seed"]


def epoch_table(reports: Sequence[EpochReport]) -> pd.DataFrame:
    """One row per epoch, every metric a column."""
    rows = [{"epoch": r.epoch, "seconds": round(r.seconds, 1), **r.metrics} for r in reports]
    table = pd.DataFrame(rows)
    return table.rename(columns={name: name.replace("_", " ") for name in table.columns})


def _baseline_of(run: Run) -> Run | None:
    """The finished baseline that a finished run with marks can be compared with."""
    if run.is_baseline or run.status != "finished":
        return None
    known = runs.list_runs(tab_state.workspace(), run.project_id)
    pair = [other for other in known if other.pair_id == run.pair_id is not None]
    return next((o for o in pair if o.is_baseline and o.status == "finished"), None)


def _repetition(run: Run) -> None:
    """What would keep a repetition from giving the same numbers, or whether one gave them."""
    if run.status != "finished":
        return
    if run.origin == "repeated":
        try:
            differing = repetition.numbers_that_differ(tab_state.workspace(), run.id)
        except NotFound:
            st.text("It repeats a run that was deleted.")
        else:
            outcome = f"differs: {'; '.join(differing)}" if differing else "gave exactly the same"
            st.text(f"This repetition of run {run.origin_run_id} {outcome}.")
    if changed := repetition.what_has_changed(tab_state.workspace(), run.id):
        st.caption(
            f"Changed since then: {plain('; '.join(changed))}. A repetition may give other numbers."
        )


def _actions(run: Run) -> None:
    may_train = tab_state.may(run.project_id, "train")
    with st.container(horizontal=True):
        if run.status in ACTIVE_STATUSES:
            if may_train:
                st.button(
                    "Cancel this run", key=f"cancel {run.id}", on_click=_cancel, args=(run.id,)
                )
            return
        before = _baseline_of(run)
        if before is not None and st.button("Compare with its baseline", key=f"compare {run.id}"):
            compared_runs.compare(before.id, run.id)
            go_to("compare")
        if not may_train:
            return
        if run.status == "finished":
            st.button(
                "Repeat exactly",
                key=f"repeat {run.id}",
                help="Trains again with the same settings, seed, marks and sentences.",
                on_click=_repeat,
                args=(run.id,),
            )
        st.button(
            "Delete",
            key=f"delete {run.id}",
            help="Can be undone.",
            on_click=_delete,
            args=(run.id,),
        )


@refusal_noted
def _cancel(run_id: int) -> None:
    runs.cancel(tab_state.workspace(), run_id)


@refusal_noted
def _repeat(run_id: int) -> None:
    runs.repeat(tab_state.workspace(), run_id)


@refusal_noted
def _delete(run_id: int) -> None:
    run_shelf.delete(tab_state.workspace(), run_id)
    train_state.keep_deleted_run(run_id)
