"""One visual language: what means the same has the same colour wherever it is drawn."""

from __future__ import annotations

from rrr.formats.look import HEAT_RGB
from rrr.settings import ROOT


def test_heat_has_the_same_orange_under_the_annotators_words() -> None:
    css = (ROOT / "rrr" / "ui" / "token_marker" / "token_marker.css").read_text(encoding="utf-8")
    assert f"rgb({' '.join(map(str, HEAT_RGB))})" in css
