"""A token heatmap as HTML, for the page and for the report.

What is coloured is each token's *share* of its sentence's saliency (`Explanation.shares`), so that
two models can be set side by side on one scale: pass the same `maximum` to both, normally
`shared_maximum` of everything shown together. The square root of share / maximum is the opacity
of one orange, from transparent to saturated: small shares stay visible. Marked tokens are struck
through and boxed as well, so that no fact is told by colour alone.

Every piece of text is escaped, quotes included. White space between tokens is kept as it is in the
text; line breaks are written as character references because Streamlit re-indents raw ones.
"""

from __future__ import annotations

import html
import math
from collections.abc import Collection, Iterable

from rrr.formats.colours import AGAINST_RGB, HEAT_RGB, heat_colour
from rrr.formats.percent import percent
from rrr.records import Explanation

LIGHT_TEXT_FROM, BLACK_TEXT_FROM, BLACK_ON_BLUE_FROM = 0.5, 0.66, 0.71
"""Opacities from which a token's text is white on a dark page, then black on any page.

The orange and the blue grow too bright for a dark page's pale text and are never dark enough for
white: with these steps every token keeps a contrast of 4.5 : 1 or more on the page colour of both
themes.
"""

NUM_NAMED_TOKENS = 3

SMALL = 0.1
"""Part of the maximum below which a share is left without colour where signs are shown: the few
words that decide stand out. Its number stays in the tooltip."""

HEATMAP_CSS = """\
.rrr-heatmap { white-space: pre-wrap; overflow-wrap: anywhere; max-width: 75ch;
  font-size: 1.15rem; line-height: 2; margin: 0; }
.rrr-heatmap span { unicode-bidi: isolate; padding: .14em .08em; border-radius: .2em;
  -webkit-box-decoration-break: clone; box-decoration-break: clone;
  -webkit-print-color-adjust: exact; print-color-adjust: exact; }
.rrr-heatmap .marked { text-decoration: line-through .09em; outline: 1.5px dashed currentColor;
  outline-offset: -1px; }
.rrr-heatmap .against { border-bottom: .12em dotted currentColor; }
.rrr-legend .against { border-bottom: .12em dotted currentColor; }
.rrr-legend { display: flex; flex-wrap: wrap; gap: .3rem .8rem; align-items: center;
  font-size: .875rem; margin: 0; }
.rrr-legend .scale { display: inline-flex; gap: .5em; align-items: center; white-space: nowrap; }
.rrr-legend .bar { width: 8rem; height: .9rem; border: 1px solid currentColor; border-radius: .2em;
  -webkit-print-color-adjust: exact; print-color-adjust: exact; }
.rrr-legend .marked { text-decoration: line-through .09em; outline: 1.5px dashed currentColor;
  padding: 0 .25em; border-radius: .2em; }
"""


def shared_maximum(explanations: Iterable[Explanation]) -> float:
    """Largest share of any token in any of them, in [0, 1]: the top of a common scale."""
    return max((share for explanation in explanations for share in explanation.shares), default=0.0)


def heatmap_html(
    text: str,
    explanation: Explanation,
    *,
    marked: Collection[int],
    maximum: float,
    signed: bool = False,
) -> str:
    """Draw one sentence as seen by one model.

    Args:
        text: the text that `explanation` explains.
        marked: indices of tokens that were marked irrelevant.
        maximum: share drawn in full colour, at least every share in the explanation.
        signed: draw words that speak against the prediction in blue, with a dotted line below,
            where the explanation tells them from the others; and no word with a small share.

    Returns:
        One `<p class="rrr-heatmap">`; its looks need `HEATMAP_CSS` on the page. Each token's
        number is its tooltip, and the strongest are named for screen readers.
    """
    pieces = []
    end = 0
    shares = explanation.shares
    for index, (token, start) in enumerate(
        zip(explanation.tokens, explanation.starts, strict=True)
    ):
        pieces.append(_escape(text[end:start]))
        against = signed and explanation.signed and explanation.saliency[index] < 0
        share = -shares[index] if against else shares[index]
        least = SMALL * maximum if signed else 0.0
        pieces.append(_token_html(token, share, index in marked, maximum, least))
        end = start + len(token)
    pieces.append(_escape(text[end:]))
    label = _escape(_strongest(explanation, signed and explanation.signed))
    opening = f'<p class="rrr-heatmap" dir="auto" role="group" aria-label="{label}">'
    return f"{opening}{''.join(pieces)}</p>"


def legend_html(maximum: float, *, signed: bool = False, plainly: bool = False) -> str:
    """The printed scale, from 0 to `maximum`, and what a marked word looks like.

    Args:
        maximum: the share that is saturated.
        signed: whether the scale goes both ways: against the prediction, and for it.
        plainly: whether it is for people who have never heard of saliency.
    """
    legend, judged = "Share of the sentence’s saliency (square-root scale):", "prediction"
    if plainly:
        legend, judged = "How much of the verdict hangs on a word:", "verdict"
    start, colours, meaning = percent(0), [heat_colour(0), heat_colour(1)], ""
    if signed:
        start = f"−{percent(maximum)}"
        colours = [heat_colour(1, AGAINST_RGB), *colours]
        meaning = (
            f'<span><span class="against">word</span> speaks against the {judged}</span>'
            "<span>words that hardly count have no colour</span>"
        )
    gradient = f"linear-gradient(to right, {', '.join(colours)})"
    return (
        f'<p class="rrr-legend"><span>{legend}</span>'
        f'<span class="scale">{_escape(start)}'
        f'<span class="bar" style="background:{gradient}"></span>{_escape(percent(maximum))}</span>'
        f'{meaning}<span><span class="marked">word</span> struck out</span></p>'
    )


def opacity(share: float, maximum: float) -> float:
    """Opacity of the orange in [0, 1]: √(share / maximum); 0 where there is no saliency at all."""
    return min(1.0, math.sqrt(share / maximum)) if maximum > 0 else 0.0


def heat_style(share: float, maximum: float) -> str:
    """CSS of a word with this share: its background, and a text colour that can be read on it.

    A share below 0 is drawn in blue.
    """
    heat = opacity(abs(share), maximum)
    rgb, black_from = (
        (HEAT_RGB, BLACK_TEXT_FROM) if share >= 0 else (AGAINST_RGB, BLACK_ON_BLUE_FROM)
    )
    style = f"background:{heat_colour(f'{heat:.3f}', rgb)}"
    if heat >= black_from:
        style += ";color:#000"
    elif heat >= LIGHT_TEXT_FROM:
        style += ";color:light-dark(#000,#fff)"
    return style


def _token_html(token: str, share: float, is_marked: bool, maximum: float, least: float) -> str:
    is_shown = abs(share) >= least
    style = heat_style(share if is_shown else 0.0, maximum)
    title = f"{token}: {percent(abs(share))} of the saliency"
    title += (", against the prediction" if share < 0 else "") + (
        ", struck out" if is_marked else ""
    )
    names = ["marked"] * is_marked + ["against"] * (share < 0 and is_shown)
    named = f' class="{" ".join(names)}"' if names else ""
    return f'<span{named} style="{style}" title="{_escape(title)}">{_escape(token)}</span>'


def _strongest(explanation: Explanation, signed: bool) -> str:
    shares = explanation.shares
    words = [i for i, token in enumerate(explanation.tokens) if any(map(str.isalnum, token))]
    ranked = sorted(words, key=lambda index: -shares[index])[:NUM_NAMED_TOKENS]
    named = ", ".join(
        f"{explanation.tokens[index]} {percent(shares[index])}"
        + (" against" if signed and explanation.saliency[index] < 0 else "")
        for index in ranked
    )
    return f"Strongest words: {named}" if named else "No words"


def _escape(text: str) -> str:
    return html.escape(text).replace("\n", "&#10;").replace("\r", "&#13;")
