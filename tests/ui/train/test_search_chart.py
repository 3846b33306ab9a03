from __future__ import annotations

from rrr.records import Reliance, Trial, WeightSearch
from rrr.ui.train.search_chart import describe, search_rows, search_spec, search_table


def reliance(flips: float, accuracy: float) -> Reliance:
    return Reliance(50, flips, 0.0, 0.1, accuracy, accuracy)


SEARCH = WeightSearch(
    reliance(0.7, 0.4),
    0.9,
    (
        Trial(10.0, "collapsed", None, 1.0),
        Trial(0.1, "too_weak", reliance(0.6, 0.5), 1.0, masked=True),
        Trial(1.0, "good", reliance(0.01, 0.89), 1.0),
    ),
    "",
    1.0,
    "At λ = 1 …",
)


def test_each_trial_that_learned_is_two_points_and_the_chosen_one_is_ringed() -> None:
    rows = search_rows(SEARCH)
    assert sorted(zip(rows["weight"], rows["share"], rows["chosen"], strict=True)) == [
        (0.1, 0.5, False),
        (0.1, 0.6, False),
        (1.0, 0.01, True),
        (1.0, 0.89, True),
    ]


def test_the_table_is_in_the_order_of_the_weight_and_keeps_what_collapsed() -> None:
    table = search_table(SEARCH)
    assert list(table["λ"]) == ["0.1", "1", "10"]
    assert list(table["chosen"]) == ["", "✓", ""]
    assert list(table["judged"]) == [
        "still relies on them, though the heatmap hides it",
        "no longer relies on them",
        "stopped learning",
    ]
    assert table["changed by swaps"][2] == "–"


def test_the_dashed_line_is_drawn_once_it_is_known() -> None:
    assert len(search_spec(SEARCH, dark=False)["layer"]) == 4
    assert len(search_spec(WeightSearch(), dark=True)["layer"]) == 3


def test_the_chart_is_told_in_words_too() -> None:
    assert "λ 10 stopped learning" in describe(SEARCH)
    assert "none yet" in describe(WeightSearch())
