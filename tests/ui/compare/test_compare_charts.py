"""Charts of the Compare page: what they draw, how they are told, what can be taken away."""

import codecs
import io
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from rrr.formats.colours import AFTER_COLOUR, BEFORE_COLOUR, DARK_INK, LIGHT_INK, MODELS
from rrr.formats.percent import percent
from rrr.formats.usable_corpus import MAX_LABELS
from rrr.proportions import wilson_interval
from rrr.records import SALIENCY_TITLES
from rrr.services.comparison.calibration import calibration
from rrr.services.comparison.confusion import confusion
from rrr.services.comparison.leaning import LeanedOn, Leaning
from rrr.services.comparison.over_seeds import Spread
from rrr.services.comparison.slices import slices
from rrr.ui.chart_panel import ChartPanel
from rrr.ui.compare import confusion_cell
from rrr.ui.compare.leaning_chart import PICK, leaning_panel
from rrr.ui.compare.measure_charts import accuracy_panel, reliance_panel
from rrr.ui.compare.sureness_charts import calibration_panel, confusion_panels
from tests.records.measured import answers

BEFORE, AFTER = answers(), answers(after=True)
SLICES = slices({"a_split": (BEFORE, AFTER)}, ("bad", "good"))
LEANING = Leaning(
    (LeanedOn("odeon", 0.25, 0.01, True), LeanedOn("<b>", 0.1, 0.2, False)),
    "test",
    20,
    "integrated_gradients",
)
PANELS = [
    accuracy_panel(SLICES, "accuracy", "Accuracy"),
    reliance_panel({"swap": Spread(0.9, 0.8, 1, 1, 50)}, {"swap": Spread(0.1, 0, 0.2, 3, 50)}),
    calibration_panel(calibration(BEFORE), calibration(AFTER)),
    *confusion_panels(
        {"before": confusion(BEFORE), "after": confusion(AFTER)}, ("bad", "good"), "test"
    ),
    leaning_panel(LEANING, LEANING.words),
]


def rows(panel: ChartPanel, of: str) -> list[dict[str, Any]]:
    """The data set of a chart that has this column."""
    datasets = panel.draw(False).to_dict()["datasets"].values()
    return next(dataset for dataset in datasets if dataset and of in dataset[0])


def test_each_slice_has_a_point_before_and_after_with_its_interval() -> None:
    whole = rows(PANELS[0], "low")[0]
    assert (whole["what"], whole["model"]) == ("a split", "before")
    assert (whole["low"], whole["high"]) == pytest.approx(wilson_interval(5, 6))
    assert whole["of"] == "5 of 6"


def test_an_interval_says_what_it_is_over() -> None:
    assert PANELS[1].table["of"].tolist() == ["50 sentences, one seed", "3 seeds"]


def test_every_chart_is_told_in_words() -> None:
    assert f"a split before {percent(5 / 6)}" in PANELS[0].description
    assert (
        f"Expected calibration error before {percent(calibration(BEFORE).error)}"
        in PANELS[2].description
    )
    assert "before, test: bad taken for bad 2, bad taken for good 1" in PANELS[3].description
    assert f"odeon (marked) {percent(0.25)} before, {percent(0.01)} after" in PANELS[5].description
    assert SALIENCY_TITLES["integrated_gradients"] in PANELS[5].description


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.key)
def test_every_chart_can_be_read_in_both_themes_and_without_colour(panel: ChartPanel) -> None:
    light, dark = (panel.draw(dark).to_json() for dark in (False, True))
    assert LIGHT_INK in light
    assert DARK_INK in dark
    assert LIGHT_INK not in dark
    if "confusion" not in panel.key:
        assert BEFORE_COLOUR in light
        assert AFTER_COLOUR in light
        assert '"transparent"' in light  # a hollow dot before, a full one after


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.key)
def test_every_chart_can_be_taken_away_as_picture_drawing_and_numbers(panel: ChartPanel) -> None:
    assert panel.file("png").startswith(b"\x89PNG")
    assert b"<svg" in panel.file("svg")[:200]
    content = panel.file("csv")
    assert content.startswith(codecs.BOM_UTF8)
    read = pd.read_csv(io.BytesIO(content))
    assert list(read.columns) == list(panel.table.columns)
    for name in panel.shares:
        assert read[name].between(0, 1).all()  # numbers, not “88 %”


def test_a_word_that_is_a_formula_is_none_in_the_numbers() -> None:
    formula = '=HYPERLINK("http://example.org")'
    words = [replace(word, word=formula) for word in LEANING.words]
    panel = leaning_panel(replace(LEANING, words=tuple(words)), words)
    assert formula in panel.table["word"].tolist()
    assert pd.read_csv(io.BytesIO(panel.file("csv")))["word"].tolist() == [f"'{formula}"] * 2


def test_a_matrix_of_as_many_labels_as_are_allowed_can_be_taken_away() -> None:
    labels = [f"label {n}" for n in range(MAX_LABELS)]
    counts = np.eye(MAX_LABELS, dtype=int)
    panel, _ = confusion_panels(dict.fromkeys(MODELS, counts), labels, "test")
    drawn = panel.file("svg")
    assert b"label 99" in drawn


def test_a_marked_word_is_struck_through_and_a_word_can_be_picked() -> None:
    chart = PANELS[5].draw(False).to_dict()
    assert any(param["name"] == PICK for param in chart["params"])
    assert [row["shown"] for row in rows(PANELS[5], "before")] == [
        "o\u0336d\u0336e\u0336o\u0336n",
        "<b>",
    ]


def test_a_cell_of_the_matrix_can_be_picked_by_both_its_labels() -> None:
    (cell,) = PANELS[3].draw(False).to_dict()["params"]
    assert cell["name"] == confusion_cell.PICK
    assert cell["select"]["fields"] == ["true label", "predicted"]
