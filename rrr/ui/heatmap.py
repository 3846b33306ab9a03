"""One sentence as two models see it: heatmaps side by side on one scale, the numbers below."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from rrr.formats.heatmap_html import HEATMAP_CSS, heatmap_html, legend_html, shared_maximum
from rrr.formats.look import AFTER_COLOUR, BEFORE_COLOUR
from rrr.formats.percent import percent
from rrr.records import Explanation
from rrr.services.comparing import ExplainedPair

_STYLE = f"""
<style>
{HEATMAP_CSS}
.rrr-model {{ margin: 0 0 .15rem; font-size: .95rem; overflow-wrap: anywhere; }}
.rrr-model .dot {{ display: inline-block; width: .7em; height: .7em; border-radius: .15em;
  margin-right: .4em; }}
</style>
"""


def heatmap_pair(pair: ExplainedPair, label: str | None) -> None:
    """Draw both heatmaps, the scale and the table.

    Args:
        pair: the sentence and its explanations.
        label: what is right; None where nobody knows, as for a text typed in.
    """
    maximum = shared_maximum([pair.before, pair.after])
    models = (("before", pair.before, BEFORE_COLOUR), ("after", pair.after, AFTER_COLOUR))
    for column, (name, explanation, colour) in zip(st.columns(2, gap="large"), models, strict=True):
        heat = heatmap_html(pair.text, explanation, marked=pair.marked, maximum=maximum)
        column.html(_STYLE + _heading(name, explanation, colour, label) + heat)
    st.html(_STYLE + legend_html(maximum))
    with st.expander("The numbers as a table"):
        st.dataframe(
            numbers(pair),
            hide_index=True,
            column_config={
                name: st.column_config.NumberColumn(format="percent")
                for name in ("before", "after")
            },
        )
        st.caption(
            "before, after: share of the sentence’s saliency. Raw: length of the gradient, whose "
            "size differs between models for reasons that have nothing to do with the words."
        )


def numbers(pair: ExplainedPair) -> pd.DataFrame:
    """One row for each token; shares in percent, raw saliency at least 0."""
    return pd.DataFrame(
        {
            "word": pair.before.tokens,
            "marked": [
                "marked" if i in pair.marked else "" for i in range(len(pair.before.tokens))
            ],
            "before": [100 * share for share in pair.before.shares],
            "after": [100 * share for share in pair.after.shares],
            "before, raw": pair.before.saliency,
            "after, raw": pair.after.saliency,
        }
    )


def _heading(name: str, explanation: Explanation, colour: str, label: str | None) -> str:
    predicted = explanation.predicted
    outcome = "" if label is None else " ✓ right" if predicted == label else " ✗ wrong"
    return (
        f'<p class="rrr-model"><span class="dot" style="background:{colour}"></span>{name}: '
        f"<strong>{escape(predicted)}</strong> "
        f"{escape(percent(explanation.probabilities[predicted]))}{outcome}</p>"
    )
