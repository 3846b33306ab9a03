"""One sentence as two models see it: heatmaps side by side on one scale, the numbers below."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from rrr.formats.colours import KEY_CSS, MODELS
from rrr.formats.heatmap_html import HEATMAP_CSS, heatmap_html, legend_html, shared_maximum
from rrr.formats.percent import percent
from rrr.records import (
    DEFAULT_SALIENCY,
    SALIENCY_TITLES,
    Answers,
    Explanation,
    SaliencyName,
    known_method,
)
from rrr.services.comparison.pairs import ExplainedPair
from rrr.ui.compare import compare_state

_STYLE = f"""
<style>
{HEATMAP_CSS}
.rrr-model {{ margin: 0 0 .15rem; font-size: .95rem; overflow-wrap: anywhere; }}
{KEY_CSS}
.rrr-swapped {{ margin: .15rem 0 0; font-size: .85rem; overflow-wrap: anywhere; }}
</style>
"""
_HELP = (
    "How words are weighed. Integrated gradients and removal find the words that decide; the input "
    "gradient often does not (docs/evidence), and is here to be compared with."
)


def pick_method() -> tuple[SaliencyName, bool]:
    """Draw the choice of the saliency method, and whether its signs are shown, into a row."""
    method = known_method(
        st.selectbox(
            "Heatmap by",
            [*SALIENCY_TITLES],
            index=[*SALIENCY_TITLES].index(DEFAULT_SALIENCY),
            format_func=lambda name: SALIENCY_TITLES[name],
            help=_HELP,
            key=compare_state.METHOD,
            width=230,
            persist_state="session",
        )
    )
    signed = st.toggle(
        "for and against",
        value=True,
        help="Words that speak against the prediction in blue, words that hardly count without "
        "colour. Switch it off to see the share of every word.",
        key=compare_state.SIGNED,
        disabled=method == "input_gradient",
        persist_state="session",
    )
    return method, signed and method != "input_gradient"


def heatmap_pair(
    pair: ExplainedPair,
    label: str | None,
    *,
    signed: bool = False,
    swapped: tuple[str, str] | None = None,
) -> None:
    """Draw both heatmaps, the scale and the table.

    Args:
        pair: the sentence and its explanations.
        label: what is right; None where nobody knows, as for a text typed in.
        signed: whether to tell words for the prediction from those against it.
        swapped: what each model answers with the marked words swapped, in words.
    """
    maximum = shared_maximum([pair.before, pair.after])
    models = (("before", pair.before), ("after", pair.after))
    for place, (column, (name, explanation)) in enumerate(
        zip(st.columns(2, gap="large"), models, strict=True)
    ):
        heat = heatmap_html(
            pair.text, explanation, marked=pair.marked, maximum=maximum, signed=signed
        )
        below = f'<p class="rrr-swapped">{escape(swapped[place])}</p>' if swapped else ""
        column.html(_STYLE + _heading(name, explanation, label) + heat + below)
    st.html(_STYLE + legend_html(maximum, signed=signed))
    with st.expander("The numbers as a table"):
        st.dataframe(
            numbers(pair),
            hide_index=True,
            column_config={
                name: st.column_config.NumberColumn(format="percent") for name in MODELS
            },
        )
        st.caption(
            f"before, after: share of the sentence’s saliency. Raw: {pair.after.method}, whose "
            "size differs between models for reasons that have nothing to do with the words"
            + ("; below 0 it speaks against the prediction." if pair.after.signed else ".")
        )


def when_swapped(
    answers: tuple[Answers, Answers], labels: tuple[str, ...], row: int
) -> tuple[str, str] | None:
    """What each model answers to a row with its marked words swapped; None if it has none."""
    place = answers[0].marked.searchsorted(row)
    if place >= len(answers[0].marked) or answers[0].marked[place] != row:
        return None
    before, after = (_swapped(of_model, labels, row, int(place)) for of_model in answers)
    return before, after


def numbers(pair: ExplainedPair) -> pd.DataFrame:
    """One row for each token; shares in [0, 1], raw saliency as the method gives it."""
    return pd.DataFrame(
        {
            "word": pair.before.tokens,
            "marked": [
                "marked" if i in pair.marked else "" for i in range(len(pair.before.tokens))
            ],
            "before": pair.before.shares,
            "after": pair.after.shares,
            "before, raw": pair.before.saliency,
            "after, raw": pair.after.saliency,
        }
    )


def _swapped(answers: Answers, labels: tuple[str, ...], row: int, place: int) -> str:
    label = int(answers.swapped[place].argmax())
    follows = label != int(answers.predicted[row])
    outcome = "the prediction follows them" if follows else "no change"
    return (
        f"struck words swapped: {labels[label]} {percent(float(answers.swapped[place][label]))} "
        f"({outcome})"
    )


def _heading(name: str, explanation: Explanation, label: str | None) -> str:
    predicted = explanation.predicted
    outcome = "" if label is None else " ✓ right" if predicted == label else " ✗ wrong"
    return (
        f'<p class="rrr-model"><span class="rrr-key {name}">{name}: </span>'
        f"<strong>{escape(predicted)}</strong> "
        f"{escape(percent(explanation.probabilities[predicted]))}{outcome}</p>"
    )
