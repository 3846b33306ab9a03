import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from rrr.formats.colours import AGAINST_RGB, HEAT_RGB
from rrr.formats.heatmap_html import (
    heat_style,
    heatmap_html,
    legend_html,
    opacity,
    shared_maximum,
)
from rrr.records import Explanation
from rrr.text import tokenize

HOSTILE = '<script>alert("1")</script> & \'onmouseover="x\n</p>\r\n\t<img src=x> \u202eabc'


def explain(text: str, *saliency: float) -> Explanation:
    tokens = tokenize(text)
    return Explanation(
        tokens=tuple(token.text for token in tokens),
        starts=tuple(token.start for token in tokens),
        saliency=saliency or tuple(float(number) for number in range(len(tokens))),
        probabilities={"negative": 0.25, "positive": 0.75},
    )


class Reader(HTMLParser):
    """What a browser would show, and which elements it would make."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[str] = []
        self.attributes: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.append(dict(attrs))

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


def test_shares_divide_the_saliency_by_the_sentences_total() -> None:
    assert explain("a b c", 1.0, 0.0, 3.0).shares == (0.25, 0.0, 0.75)


def test_a_sentence_without_saliency_has_shares_of_zero() -> None:
    assert explain("a b", 0.0, 0.0).shares == (0.0, 0.0)


def test_the_shared_maximum_is_over_both_models_and_blind_to_gradient_magnitude() -> None:
    before, after = explain("a b", 1.0, 3.0), explain("a b", 600.0, 400.0)
    assert shared_maximum([before, after]) == 0.75
    assert shared_maximum([]) == 0.0


def test_heat_is_the_square_root_of_the_share() -> None:
    assert opacity(0.25, 1.0) == 0.5
    assert opacity(0.8, 0.8) == 1.0
    assert opacity(0.0, 0.0) == 0.0


def test_two_tokens_are_drawn_as_worked_out_by_hand() -> None:
    html = heatmap_html("ab c", explain("ab c", 1.0, 4.0), marked={0}, maximum=0.8)
    assert html == (
        '<p class="rrr-heatmap" dir="auto" role="group" '
        'aria-label="Strongest words: c 80\u00a0%, ab 20\u00a0%">'
        '<span class="marked" style="background:rgba(242,140,40,0.500);color:light-dark(#000,#fff)"'
        ' title="ab: 20\u00a0% of the saliency, struck out">ab</span> '
        '<span style="background:rgba(242,140,40,1.000);color:#000"'
        ' title="c: 80\u00a0% of the saliency">c</span></p>'
    )


@pytest.mark.parametrize(
    "text", [HOSTILE, "", "  \n ", "e\u0301 👩‍👩‍👧 我爱 שלום\n\nx\r\ny", "\x00a"]
)
def test_any_text_comes_back_unchanged_and_makes_no_elements(text: str) -> None:
    explanation = explain(text)
    reader = read(heatmap_html(text, explanation, marked={0, 2}, maximum=1.0))
    assert reader.text == text
    assert reader.tags == ["p"] + ["span"] * len(explanation.tokens)
    allowed = {"class", "dir", "role", "aria-label", "style", "title"}
    assert all(set(attributes) <= allowed for attributes in reader.attributes)


def test_the_html_holds_no_raw_line_break() -> None:
    assert "\n" not in heatmap_html("a\n  b", explain("a\n  b"), marked=(), maximum=1.0)


def test_the_legend_prints_both_ends_of_its_scale() -> None:
    text = read(legend_html(0.42)).text
    assert "0\u00a0%" in text
    assert "42\u00a0%" in text


def test_the_legend_needs_no_word_of_the_field_where_it_is_told_plainly() -> None:
    assert "saliency" in read(legend_html(0.42)).text
    text = read(legend_html(0.42, plainly=True)).text
    assert "saliency" not in text
    assert "struck out" in text


def luminance(rgb: tuple[float, ...]) -> float:
    """Relative luminance after WCAG 2, of sRGB values in 0 … 255."""
    linear = [v / 3294.6 if v <= 10 else ((v / 255 + 0.055) / 1.055) ** 2.4 for v in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("page", "text", "is_dark"),
    [
        ((253, 252, 250), (29, 29, 31), False),
        ((23, 24, 27), (236, 236, 236), True),
    ],
)
def test_every_heat_leaves_the_word_readable_in_both_themes(
    page: tuple[int, ...], text: tuple[int, ...], is_dark: bool
) -> None:
    named = {"#000": (0, 0, 0), "light-dark(#000,#fff)": (255, 255, 255) if is_dark else (0, 0, 0)}
    for rgb, sign in ((HEAT_RGB, 1), (AGAINST_RGB, -1)):
        for share in (number / 1000 for number in range(1, 1001)):
            style = re.fullmatch(
                r"background:rgba\([^)]*,([\d.]+)\)(?:;color:([^\"]*))?",
                heat_style(sign * share, 1),
            )
            assert style
            heat, colour = float(style[1]), named[style[2]] if style[2] else text
            mixed = tuple(heat * h + (1 - heat) * p for h, p in zip(rgb, page, strict=True))
            assert contrast(mixed, colour) >= 4.5, (sign, share, heat)


def test_a_word_that_speaks_against_the_prediction_is_told_apart_without_colour() -> None:
    explanation = replace(explain("ab c", 1.0, -4.0), signed=True)
    told = heatmap_html("ab c", explanation, marked=(), maximum=0.8, signed=True)
    assert 'c: 80\u00a0% of the saliency, against the prediction"' in told
    assert told.count('class="against"') == 1
    assert "c 80\u00a0% against, ab" in told
    assert "against" not in heatmap_html("ab c", explanation, marked=(), maximum=0.8)


def test_small_shares_have_no_colour_where_signs_are_shown_but_keep_their_number() -> None:
    explanation = replace(explain("ab c d", 90.0, -6.0, 4.0), signed=True)
    signed = heatmap_html("ab c d", explanation, marked=(), maximum=0.9, signed=True)
    assert signed.count("0.000)") == 2
    assert 'class="against"' not in signed
    assert 'c: 6.0\u00a0% of the saliency, against the prediction"' in signed
    assert "0.000)" not in heatmap_html("ab c d", explanation, marked=(), maximum=0.9)


def test_punctuation_is_not_named_among_the_strongest_words() -> None:
    told = heatmap_html("ab !", explain("ab !", 1.0, 4.0), marked=(), maximum=0.8)
    assert 'aria-label="Strongest words: ab 20\u00a0%"' in told


def test_the_legend_of_signs_has_both_ends() -> None:
    assert "−80\u00a0%" in legend_html(0.8, signed=True)
    assert "speaks against the prediction" in legend_html(0.8, signed=True)
    assert "speaks against the verdict" in legend_html(0.8, signed=True, plainly=True)
