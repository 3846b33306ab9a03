from __future__ import annotations

from typing import Any

import rrr
from rrr.formats.percent import percent

HOSTILE = 'A fine <script>alert("1")</script>\nfilm & more'


def test_a_page_of_a_hostile_text_holds_no_markup_of_it(fitted: Any) -> None:
    (explanation,) = rrr.explain(fitted, [HOSTILE], irrelevant={"film"})
    for page in (explanation.to_html(), explanation._repr_html_()):
        assert "<script" not in page
        assert "&lt;" in page
        assert 'class="marked"' in page
        assert "Predicted: " in page
    assert explanation.to_html().startswith("<!doctype html>")
    assert explanation.text == HOSTILE


def test_one_maximum_gives_two_heatmaps_one_scale(fitted: Any) -> None:
    short, long = rrr.explain(fitted, ["fine film", "a warm film that nobody saw at all"])
    assert short.to_html(0.9) != short.to_html()
    assert all(percent(0.9) in each.to_html(0.9) for each in (short, long))
