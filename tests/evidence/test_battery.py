"""Which cells the battery has, and which part of it is chosen."""

from collections import Counter

from rrr.evidence.battery import KINDS, WINDOW_SEEDS, battery, chosen
from rrr.evidence.methods import METHODS, STARTING, WINDOW, automatic


def test_no_cell_is_measured_twice_and_every_method_is_known():
    cells = battery()
    assert max(Counter(cells).values()) == 1
    assert {cell.method for cell in cells} == set(METHODS)


def test_every_kind_is_measured_on_both_decoy_tasks_that_ship_with_five_seeds():
    for corpus in ("demo", "decoy_demo"):
        cells = chosen(battery(), corpora=[corpus], methods=[automatic("blanking")])
        assert sorted((cell.classifier, cell.seed) for cell in cells) == sorted(
            (kind, seed) for kind in KINDS for seed in range(5)
        )


def test_the_window_of_lambda_has_fewer_seeds():
    methods = [name for series in WINDOW.values() for name in series if name != STARTING]
    assert {cell.seed for cell in chosen(battery(), methods=methods)} == set(range(WINDOW_SEEDS))


def test_what_is_chosen_has_one_of_the_names_of_each_kind():
    cells = chosen(battery(2), corpora=["demo"], methods=["plain"], classifiers=["cnn", "gru"])
    assert [(cell.classifier, cell.seed) for cell in cells] == [
        ("gru", 0),
        ("cnn", 0),
        ("gru", 1),
        ("cnn", 1),
    ]
