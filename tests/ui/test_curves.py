from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest

from rrr.formats.colours import AFTER_COLOUR, BEFORE_COLOUR
from rrr.formats.percent import percent
from rrr.records import EpochReport
from rrr.ui.curves import (
    CURVES,
    MOST_POINTS,
    NOW,
    Curve,
    curve_rows,
    curve_spec,
    curve_title,
    describe_curve,
    unseen_html,
)

CLASSIFICATION, SALIENCY, RATIO, ACCURACY, RELIANCE = CURVES


def reports(**metrics: list[float]) -> list[EpochReport]:
    rows = [
        dict(zip(metrics, values, strict=True)) for values in zip(*metrics.values(), strict=True)
    ]
    return [EpochReport(n, 12, float(n), row) for n, row in enumerate(rows, start=1)]


def points(curve: Curve, before: list[EpochReport], after: list[EpochReport]) -> list[Any]:
    rows = curve_rows(curve, before, after)
    return [(row["run"], row["epoch"], row["value"]) for row in rows.to_pylist()]


def line(curve: Curve) -> dict[str, Any]:
    encoding: dict[str, Any] = curve_spec(curve, curve.title, 12)["layer"][0]["encoding"]
    return encoding


def test_every_report_is_a_point_on_the_curve_of_its_run() -> None:
    before = reports(classification_loss=[0.7, 0.2])
    after = reports(classification_loss=[0.6])
    assert points(CLASSIFICATION, before, after) == [
        ("before", 1, 0.7),
        ("before", 2, 0.2),
        ("after", 1, 0.6),
    ]


def test_a_saliency_loss_of_zero_is_left_out_of_the_logarithmic_curve() -> None:
    assert points(SALIENCY, reports(saliency_loss=[0.0, 3.0]), []) == [("before", 2, 3.0)]


def test_accuracy_is_that_of_validation_where_there_is_one() -> None:
    held_out = reports(accuracy=[1.0], val_accuracy=[0.8])
    without = reports(accuracy=[0.9])
    assert points(ACCURACY, held_out, without) == [("before", 1, 0.8), ("after", 1, 0.9)]
    assert curve_title(ACCURACY, held_out) == "Accuracy in validation"
    assert curve_title(ACCURACY, without) == "Accuracy"


def test_before_is_grey_and_dashed_and_after_the_accent() -> None:
    assert line(CLASSIFICATION)["color"]["scale"]["range"] == [BEFORE_COLOUR, AFTER_COLOUR]
    assert line(CLASSIFICATION)["strokeDash"]["scale"]["range"] == [[5, 3], [1, 0]]


def test_the_legend_names_only_what_is_drawn_each_in_its_own_colour() -> None:
    drawn = curve_spec(RELIANCE, "", 12, ("now",))["layer"][0]["encoding"]
    assert drawn["color"]["scale"] == {"domain": ["now"], "range": [AFTER_COLOUR]}
    assert drawn["strokeDash"]["scale"] == {"domain": ["now"], "range": [[1, 0]]}


def test_a_step_of_the_search_is_not_taken_for_the_model_that_will_be_kept() -> None:
    rows = curve_rows(RELIANCE, [], reports(reliance=[0.0]), NOW)
    assert rows["run"].to_pylist() == ["now"]
    assert "now 0" in describe_curve(RELIANCE, [], reports(reliance=[0.0]), NOW)


def test_shares_are_written_as_everywhere_else() -> None:
    right = curve_rows(ACCURACY, reports(accuracy=[0.984]), [])
    loss = curve_rows(CLASSIFICATION, reports(classification_loss=[0.5]), [])
    assert right["written"].to_pylist() == [percent(0.984)]
    assert loss["written"].to_pylist() == ["0.500"]


def test_a_curve_for_everybody_is_large_and_has_no_word_of_the_field() -> None:
    held_out = reports(val_accuracy=[0.8])
    usual, plain = (
        Curve("Right", ("val_accuracy",)),
        Curve("Right", ("val_accuracy",), for_everybody=True),
    )
    assert curve_title(usual, held_out) == "Right in validation"
    assert curve_title(plain, held_out) == "Right"
    drawn = [curve_spec(curve, "Right", 12) for curve in (usual, plain)]
    assert [spec["title"]["text"] for spec in drawn] == ["Right, by epoch", "Right"]
    assert drawn[1]["height"] > drawn[0]["height"]


def test_the_axis_spans_all_epochs_from_the_start() -> None:
    assert line(CLASSIFICATION)["x"]["scale"]["domain"] == [1, 12]


def test_only_the_penalty_is_logarithmic() -> None:
    scales = [line(curve)["y"]["scale"].get("type") for curve in CURVES]
    assert scales == [None, "log", "log", None, None]


def test_words_tell_what_the_curves_show_last() -> None:
    before = reports(accuracy=[0.5, 0.75])
    assert (
        describe_curve(ACCURACY, before, []) == f"Accuracy: before {percent(0.75)} after epoch 2."
    )
    assert describe_curve(ACCURACY, [], []) == "Accuracy: nothing reported yet."


def test_of_very_many_epochs_evenly_spread_ones_are_drawn_and_the_newest() -> None:
    many = reports(accuracy=[n / 1000 for n in range(3 * MOST_POINTS + 5)])
    epochs = [epoch for _, epoch, _ in points(ACCURACY, many, [])]
    assert epochs == [*range(4, 3 * MOST_POINTS + 5, 4), 3 * MOST_POINTS + 5]
    few = reports(accuracy=[0.5] * MOST_POINTS)
    assert len(points(ACCURACY, few, [])) == MOST_POINTS


def test_what_the_curves_say_in_words_is_escaped() -> None:
    assert "&lt;b&gt;" in unseen_html(["<b>"])


def drawn_after(num_epochs: int) -> list[Any]:
    """Of each chart, all that is sent but its points."""

    def page(num_epochs: int) -> None:
        from rrr.records import EpochReport
        from rrr.ui.curves import draw_curves

        metrics = {"classification_loss": 0.5, "saliency_loss": 3.0, "reliance": 0.25}
        reports = [
            EpochReport(n, 12, 1.0, {name: value / n for name, value in metrics.items()})
            for n in range(1, num_epochs + 1)
        ]
        draw_curves(reports, [], num_epochs=12)

    at = AppTest.from_function(page, args=(num_epochs,)).run()
    assert not at.exception
    assert f"after epoch {num_epochs}" in at.get("html")[0].proto.body
    charts = [element.proto for element in at.get("vega_lite_chart")]
    return [(chart.id, chart.spec, chart.alt) for chart in charts]


def test_a_new_epoch_changes_nothing_of_a_chart_but_its_points() -> None:
    """Else the browser lays out every chart anew, every second of a training."""
    drawn = drawn_after(3)
    assert len(drawn) == 3
    assert drawn == drawn_after(4)
