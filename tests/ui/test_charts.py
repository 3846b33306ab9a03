from typing import Any

from rrr.formats.look import AFTER_COLOUR, BEFORE_COLOUR
from rrr.formats.percent import percent
from rrr.records import Evaluation, Reliance
from rrr.ui.charts import accuracy_chart, describe, reliance_chart

BEFORE = Evaluation({"test": 0.99, "artefact_free": 0.75}, Reliance(10, 0.95, 0.4, 0.2))
AFTER = Evaluation(
    {"test": 0.87, "artefact_free": 0.86, "new": 0.5}, Reliance(10, 0.02, 0.06, 0.01)
)


def bars(spec: dict[str, Any]) -> list[tuple[str, str, float]]:
    (rows,) = spec["datasets"].values()
    return [(row["what"], row["model"], row["share"]) for row in rows]


def test_each_split_both_runs_know_has_a_bar_before_and_after() -> None:
    assert bars(accuracy_chart(BEFORE, AFTER).to_dict()) == [
        ("test", "before", 0.99),
        ("test", "after", 0.87),
        ("artefact free", "before", 0.75),
        ("artefact free", "after", 0.86),
    ]


def test_reliance_has_all_three_measures() -> None:
    assert BEFORE.reliance
    assert AFTER.reliance
    told = bars(reliance_chart(BEFORE.reliance, AFTER.reliance).to_dict())
    assert [share for _, model, share in told if model == "before"] == [0.95, 0.4, 0.2]
    assert [share for _, model, share in told if model == "after"] == [0.02, 0.06, 0.01]


def test_before_is_grey_and_after_the_accent_from_zero_to_one() -> None:
    encoding = accuracy_chart(BEFORE, AFTER).to_dict()["layer"][0]["encoding"]
    assert encoding["color"]["scale"] == {
        "domain": ["before", "after"],
        "range": [BEFORE_COLOUR, AFTER_COLOUR],
    }
    assert encoding["x"]["scale"] == {"domain": [0, 1]}


def test_the_chart_is_told_in_words_with_its_unit() -> None:
    assert describe(accuracy_chart(BEFORE, AFTER)) == (
        "Accuracy on each test split (% right): "
        f"test before {percent(0.99)}, test after {percent(0.87)}, "
        f"artefact free before {percent(0.75)}, artefact free after {percent(0.86)}."
    )


def test_numbers_are_pale_on_a_dark_page() -> None:
    light, dark = (
        accuracy_chart(BEFORE, AFTER, dark=dark).to_dict()["layer"][1]["mark"]["color"]
        for dark in (False, True)
    )
    assert light < "#444444" < "#cccccc" < dark
