from __future__ import annotations

import pytest

from rrr.errors import NotFound
from rrr.records import NewExample, Project
from rrr.store import example_queries, importing
from rrr.store.database import Database

pytestmark = pytest.mark.both_stores

# Splits of the small project by position: validation train odd train test train validation
WALK = [1, 3, 5, 0, 6, 4, 2]


def positions(database: Database, project: Project, direction: int) -> list[int]:
    order = tuple(project.split_sizes)
    here = {
        example.position: example
        for example in list(example_queries.stream_of(database, project.id))
    }
    step: int | None = here[(WALK if direction > 0 else WALK[::-1])[0]].id
    walked = []
    while step is not None:
        example = example_queries.get(database, step)
        walked.append(example.position)
        step = example_queries.neighbour(database, example, order, direction)
    return walked


def test_examples_come_back_in_file_order_with_everything(
    database: Database, project: Project
) -> None:
    found = list(example_queries.stream_of(database, project.id))
    assert [example.text for example in found] == [f"text {n}" for n in range(7)]
    assert [example.position for example in found] == list(range(7))
    assert example_queries.get(database, found[2].id) == found[2]
    assert (found[2].split, found[2].label) == ("odd", "a")


def test_the_walk_goes_through_training_first_and_each_split_in_order(
    database: Database, project: Project
) -> None:
    assert positions(database, project, +1) == WALK


def test_the_walk_back_is_the_same_way_reversed(database: Database, project: Project) -> None:
    assert positions(database, project, -1) == WALK[::-1]


def test_the_walk_stays_within_its_project(database: Database, project: Project) -> None:
    importing.add(
        database, "other", ("a",), [NewExample("other", "a", s) for s in ("train", "odd")]
    )
    assert positions(database, project, +1) == WALK


def test_a_missing_example_is_said_to_be_missing(database: Database) -> None:
    with pytest.raises(NotFound, match="no sentence 5"):
        example_queries.get(database, 5)
