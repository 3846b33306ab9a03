import pytest

from rrr.ui.compare.sentence_desk import Asked, parse
from rrr.ui.compare.sentence_desk.desk_component import MAX_LENGTH


def test_a_question_is_read_as_it_was_asked() -> None:
    message = {"turn": 3, "text": "so good", "struck": [0, 1]}
    assert parse(message) == Asked(3, "so good", (0, 1))


@pytest.mark.parametrize(
    "message",
    [
        None,
        "text",
        {"turn": 1, "text": "x"},
        {"turn": 1, "text": "x", "struck": ["0"]},
        {"turn": 1, "text": "x", "struck": [-1]},
        {"turn": "1", "text": "x", "struck": []},
    ],
)
def test_what_does_not_fit_asks_nothing(message: object) -> None:
    assert parse(message) == Asked()


def test_of_an_endless_text_the_beginning_is_answered() -> None:
    assert len(parse({"turn": 1, "text": "x" * 10_000, "struck": []}).text) == MAX_LENGTH
