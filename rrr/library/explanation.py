"""What a model relies on in a text, to look at in a notebook or as HTML."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from rrr import records
from rrr.explaining.saliency_methods import saliency_method_named
from rrr.formats.heatmap_html import HEATMAP_CSS, heatmap_html, legend_html, shared_maximum
from rrr.formats.percent import percent
from rrr.library.given import checked_texts
from rrr.library.irrelevant import Irrelevant, irrelevant_tokens
from rrr.library.text_model import trained_in

_PAGE = """\
<!doctype html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Heatmap</title>
<style>:root {{ color-scheme: light dark; font-family: system-ui, sans-serif; }}</style>
</head><body>
{body}
</body></html>
"""


@dataclass(frozen=True)
class Explanation(records.Explanation):
    """Token heatmap of one text by one model; `rrr.explain` makes it.

    `tokens`, `starts` (their places in `text`) and `saliency` have one entry per token;
    `probabilities` maps labels to their probabilities, and `predicted` is the likeliest. `method`
    says in words how it was made. Where `signed`, a token below 0 speaks against the prediction.
    `marked` are indices of tokens named irrelevant. A notebook shows the heatmap by itself.
    """

    text: str = ""
    marked: tuple[int, ...] = ()

    def to_html(self, maximum: float | None = None) -> str:
        """A page with this heatmap, which needs no network. Every piece of text is escaped.

        Args:
            maximum: share of the saliency drawn in full colour, in [0, 1]; pass the same one for
                heatmaps that are to be compared. None: the largest share in this text.

        Examples:
            >>> page = rrr.explain(model, ["A fine film <b>"])[0].to_html()
            >>> "&lt;" in page and "<b>" not in page
            True
        """
        return _PAGE.format(body=self._body(maximum))

    def _repr_html_(self) -> str:
        """For notebooks."""
        return self._body(None)

    def _body(self, maximum: float | None) -> str:
        top = shared_maximum([self]) if maximum is None else maximum
        heatmap = heatmap_html(self.text, self, marked=self.marked, maximum=top, signed=self.signed)
        likeliest = percent(self.probabilities[self.predicted])
        return (
            f"<style>{HEATMAP_CSS}</style>{heatmap}{legend_html(top, signed=self.signed)}"
            f"<p>Predicted: {html.escape(self.predicted)}, {likeliest}. "
            f"Shown: {html.escape(self.method)}.</p>"
        )


def explain(
    model: Any,
    texts: Sequence[str],
    *,
    method: str = records.DEFAULT_SALIENCY,
    irrelevant: Irrelevant | None = None,
) -> list[Explanation]:
    """Show which tokens of each text decide the model's answer.

    A heatmap can hide what a model relies on; `rrr.measure_reliance` cannot be fooled so.

    Args:
        model: a `rrr.TextModel`, or a fitted `rrr.RightReasonsClassifier`.
        texts: the texts.
        method: `"integrated_gradients"`, `"removal"`, `"gradient_times_input"` or
            `"input_gradient"`.
        irrelevant: as in `rrr.relevance_mask`; these tokens are shown struck through.

    Raises:
        AnnotationError: if `irrelevant` does not fit the texts.
        ConfigError: if there is no such method, or the model cannot be explained.
        DataError: if `texts` are anything else than several strings.

    Examples:
        >>> (explanation,) = rrr.explain(model, ["A fine film at the Corvane"], method="removal")
        >>> explanation.tokens
        ('A', 'fine', 'film', 'at', 'the', 'Corvane')
    """
    texts = checked_texts(texts)
    marked = irrelevant_tokens(texts, irrelevant)
    plain = saliency_method_named(method)(trained_in(model), texts)
    return [
        Explanation(
            **{f.name: getattr(explanation, f.name) for f in fields(explanation)},
            text=text,
            marked=struck,
        )
        for explanation, text, struck in zip(plain, texts, marked, strict=True)
    ]
