"""The colours that mean something, the same on every page, in the report and in the charts.

Before (without the marks) is grey and, where it is a line, dashed; after (with them) is the accent
and solid; as a dot, before is hollow and after full. Heat is one orange whose opacity is the
amount. A marked word is struck through (dotted where a rule did it) and hatched, or boxed where
heat lies under it. No fact is told by colour alone.
"""

from __future__ import annotations

MODELS = ("before", "after")
"""The two models of a pair in their order: their names in tables and charts, and in CSS."""

BEFORE_COLOUR, AFTER_COLOUR = "#8b9097", "#3b87bb"
"""Both stand out by 3 : 1 or more from the light and from the dark page."""

BEFORE_DASH = (5, 3)
"""Pixels drawn and left out of a line that tells about before."""

HEAT_RGB = (242, 140, 40)
"""The saturated end of the heat scale; the other end is the page's own background."""

AGAINST_RGB = (86, 164, 214)
"""The same for words that speak against the prediction, where that is shown: a blue that people
who confuse colours tell from the orange."""

LIGHT_INK, DARK_INK = "#1d1d1f", "#ececec"
"""Text on a light and on a dark page, for charts, which do not inherit it."""


LIGHT_PAGE, DARK_PAGE = "#fdfcfa", "#17181b"
"""What everything stands on, as in .streamlit/config.toml."""


def heat_colour(opacity: float | str, rgb: tuple[int, int, int] = HEAT_RGB) -> str:
    """The orange, or another colour, at an opacity in [0, 1], as CSS."""
    red, green, blue = rgb
    return f"rgba({red},{green},{blue},{opacity})"


KEY_CSS = f"""\
.rrr-key::before {{ content: ""; display: inline-block; box-sizing: border-box; width: .78em;
  height: .78em; margin-right: .4em; border-radius: 50%; -webkit-print-color-adjust: exact;
  print-color-adjust: exact; }}
.rrr-key.before::before {{ border: .17em solid {BEFORE_COLOUR}; }}
.rrr-key.after::before {{ background: {AFTER_COLOUR}; }}
"""
"""For `<span class="rrr-key before">before</span>`, and the same with after."""

HATCH = (
    "repeating-linear-gradient(-45deg, "
    "color-mix(in srgb, currentColor 13%, transparent) 0 2px, transparent 2px 6px)"
)
"""What lies under a marked word, besides the line through it."""
