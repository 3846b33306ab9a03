"""One visual language: what means the same has the same colour wherever it is drawn."""

from __future__ import annotations

import tomllib

from rrr.formats.colours import DARK_PAGE, HEAT_RGB, LIGHT_PAGE
from rrr.settings import ROOT


def test_heat_has_the_same_orange_under_the_annotators_words() -> None:
    css = (ROOT / "rrr/ui/annotate/token_marker/token_marker.css").read_text(encoding="utf-8")
    assert f"rgb({' '.join(map(str, HEAT_RGB))})" in css


def test_the_app_stands_on_the_page_colours_that_the_others_reckon_with() -> None:
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"]
    assert [theme[of]["backgroundColor"] for of in ("light", "dark")] == [LIGHT_PAGE, DARK_PAGE]
