import pytest

from rrr.counted import counted


@pytest.mark.parametrize(
    ("number", "told"), [(0, "0 words"), (1, "1 word"), (2, "2 words"), (1716, "1,716 words")]
)
def test_only_one_thing_is_told_in_the_singular(number: int, told: str) -> None:
    assert counted(number, "word") == told


def test_a_verb_agrees_with_its_number() -> None:
    assert counted(1, "text stands", "texts stand") == "1 text stands"
    assert counted(2, "text stands", "texts stand") == "2 texts stand"
