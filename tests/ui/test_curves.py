from __future__ import annotations

from typing import Any

from rrr.records import EpochReport
from rrr.ui.charts import AFTER_COLOUR, BEFORE_COLOUR
from rrr.ui.curves import CURVES, Curve, curve_chart, describe_curve

CLASSIFICATION, SALIENCY, ACCURACY = CURVES


def reports(**metrics: list[float]) -> list[EpochReport]:
    rows = [
        dict(zip(metrics, values, strict=True)) for values in zip(*metrics.values(), strict=True)
    ]
    return [EpochReport(n, 12, float(n), row) for n, row in enumerate(rows, start=1)]


def points(curve: Curve, before: list[EpochReport], after: list[EpochReport]) -> list[Any]:
    (rows,) = spec(curve, before, after)["datasets"].values()
    return [(row["run"], row["epoch"], row["value"]) for row in rows]


def spec(curve: Curve, before: list[EpochReport], after: list[EpochReport]) -> dict[str, Any]:
    return curve_chart(curve, before, after, num_epochs=12).to_dict()


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
    assert spec(ACCURACY, held_out, [])["title"]["text"] == "Accuracy in validation, by epoch"
    assert spec(ACCURACY, without, [])["title"]["text"] == "Accuracy, by epoch"


def test_before_is_grey_and_dashed_and_after_the_accent() -> None:
    line = spec(CLASSIFICATION, reports(classification_loss=[1.0]), [])["layer"][0]["encoding"]
    assert line["color"]["scale"]["range"] == [BEFORE_COLOUR, AFTER_COLOUR]
    assert line["strokeDash"]["scale"]["range"] == [[5, 3], [1, 0]]


def test_the_axis_spans_all_epochs_from_the_start() -> None:
    line = spec(CLASSIFICATION, reports(classification_loss=[1.0]), [])["layer"][0]["encoding"]
    assert line["x"]["scale"]["domain"] == [1, 12]


def test_words_tell_what_the_curves_show_last() -> None:
    before = reports(accuracy=[0.5, 0.75])
    assert describe_curve(ACCURACY, before, []) == "Accuracy: before 75.0% after epoch 2."
    assert describe_curve(ACCURACY, [], []) == "Accuracy: nothing reported yet."
