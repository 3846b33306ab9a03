"""All sentences with a pattern, shown before it is struck there; some can be unticked."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from rrr.counted import counted
from rrr.errors import RightReasonsError
from rrr.records import TRAIN, Project
from rrr.services.marks import rules, sweep
from rrr.services.marks.sweep import Hit, Sweep
from rrr.ui import rule_state, tab_state
from rrr.ui.paging import page_start
from rrr.ui.plain_text import plain
from rrr.ui.refusals import refusal_noted
from rrr.ui.rule_state import Preview
from rrr.ui.words.hit_html import STYLE, hit_html

_PAGE_SIZE = 20
# A long sentence stays beside its box. Columns would do so, too, with five elements for two.
_STYLE = """<style>
.st-key-hits div { flex-wrap: nowrap !important; }
.st-key-hits [data-testid=stHtml] { min-width: 0; }
[class*="st-key-word-row"] { display: none; }
</style>"""
"""The words that were looked at go at once. One after another they would move under the pointer,
and the second click of a double one would go to another word."""

_KINDS = {
    "word": "the word",
    "exact": "exactly the word",
    "phrase": "the phrase",
    "regex": "the expression",
}


def words_preview(project: Project, preview: Preview) -> None:
    """What would be struck, page by page, and the one button that strikes it."""
    st.html(STYLE + _STYLE)
    bar = st.empty()
    try:
        matches = sweep.sweep(
            tab_state.workspace(),
            project,
            preview.pattern,
            lambda done, total: _tell(bar, done, total),
        )
    except RightReasonsError as error:
        bar.empty()
        st.error(plain(str(error)), icon=":material/error:")
        _back()
        return
    bar.empty()
    _heading(matches)
    _actions(project, preview, matches)
    if len(matches.left_standing):
        _left_standing(preview, matches)
    if len(matches.ids):
        _hits(preview, matches)


def _tell(bar: st.delta_generator.DeltaGenerator, done: int, total: int) -> None:
    text = f"Looked at {done:,} of {counted(total, 'sentence')}."
    bar.progress(done / total if total else 1.0, text=text)


def _heading(matches: Sweep) -> None:
    kind, name = _KINDS[matches.pattern.kind], plain(matches.pattern.pattern)
    st.subheader(f"Strike {kind} “{name}” everywhere", anchor=False)
    if not len(matches.ids):
        st.markdown("No sentence has it yet. The rule will strike it in sentences added later.")
        return
    num_others = len(matches.ids) - matches.num_training
    places = f"{counted(matches.num_training, 'training sentence')}"
    and_others = f" and {num_others:,} to test on" if num_others else ""
    st.markdown(
        f"It stands in {places}{and_others}. Untick the sentences where it should count. They stay "
        f"unreviewed."
    )


def _actions(project: Project, preview: Preview, matches: Sweep) -> None:
    exists = rules.spared_by(tab_state.workspace(), project, preview.pattern) is not None
    number = len(matches.ids) - len(preview.spared & frozenset(matches.ids.tolist()))
    with st.container(horizontal=True):
        st.button(
            f"Strike in {counted(number, 'sentence')}",
            type="primary",
            icon=":material/format_strikethrough:",
            key="strike everywhere",
            on_click=_strike,
            args=(project, preview),
        )
        if exists:
            st.button(
                "Strike it nowhere", key="strike nowhere", on_click=_remove, args=(project, preview)
            )
        _back()


def _back() -> None:
    st.button(
        "Back to the words", key="close preview", on_click=rule_state.keep_preview, args=(None,)
    )


def _left_standing(preview: Preview, matches: Sweep) -> None:
    left_standing = frozenset(matches.left_standing.tolist())
    many = "sentence was" if len(left_standing) == 1 else "sentences were"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f":material/pan_tool: {len(left_standing):,} {many} reviewed by hand and it was left "
            "standing.",
            width="content",
        )
        if left_standing <= preview.spared:
            st.caption("All of them are taken out.", width="content")
        else:
            st.button(
                "Take these out",
                key="spare left standing",
                on_click=rule_state.keep_preview,
                args=(replace(preview, spared=preview.spared | left_standing),),
            )


def _hits(preview: Preview, matches: Sweep) -> None:
    start = page_start(len(matches.ids), _PAGE_SIZE, rule_state.PREVIEW_PAGE)
    hits = sweep.hits(tab_state.workspace(), matches, start, _PAGE_SIZE)
    with st.container(key="hits"):
        for hit in hits:
            _hit(preview, hit)


def _hit(preview: Preview, hit: Hit) -> None:
    example = hit.example
    spared = example.id in preview.spared
    notes = [example.label or "no label"]
    notes += [] if example.split == TRAIN else [f"split {example.split}"]
    notes += ["left standing by hand"] if hit.by_hand else []
    notes += ["taken out"] if spared else []
    with st.container(horizontal=True, vertical_alignment="center"):
        st.checkbox(
            f"Strike in sentence {example.position + 1}",
            value=not spared,
            # The state in the key: a box drawn anew shows what is so, whoever changed it.
            key=f"strike in {example.id} {spared}",
            label_visibility="collapsed",
            on_change=_toggle,
            args=(preview, example.id),
            width="content",
        )
        st.html(hit_html(hit, spared, " · ".join(notes)))


def _toggle(preview: Preview, example_id: int) -> None:
    rule_state.keep_preview(replace(preview, spared=preview.spared ^ {example_id}))


@refusal_noted
def _strike(project: Project, preview: Preview) -> None:
    change = rules.strike(tab_state.workspace(), project, preview.pattern, preview.spared)
    rule_state.keep_rule_change(change)
    rule_state.keep_preview(None)


@refusal_noted
def _remove(project: Project, preview: Preview) -> None:
    change = rules.take_back(tab_state.workspace(), project, preview.pattern)
    rule_state.keep_rule_change(change)
    rule_state.keep_preview(None)
