import pytest

from rrr.formats.names import rows_listed


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ([42], "row 42"),
        ([3, 1716], "rows 3, 1,716"),
        (list(range(1, 21)), f"rows {', '.join(map(str, range(1, 21)))}"),
        (list(range(1, 23)), f"rows {', '.join(map(str, range(1, 21)))} and 2 more"),
    ],
)
def test_rows_are_listed_and_the_many_beyond_are_counted(numbers: list[int], told: str) -> None:
    assert rows_listed(numbers) == told


def test_fewer_rows_are_listed_where_there_is_less_room() -> None:
    assert rows_listed([1, 2, 3], most=1) == "rows 1 and 2 more"
