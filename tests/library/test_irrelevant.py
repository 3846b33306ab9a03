from __future__ import annotations

from typing import Any

import pytest

import rrr
from rrr.library.irrelevant import irrelevant_tokens

TEXT = "Seen at the Corvane, on Corvane Road"


def test_words_are_irrelevant_wherever_they_stand_whatever_their_case() -> None:
    assert irrelevant_tokens([TEXT, "fine"], {"CORVANE"}) == ((3, 6), ())


def test_a_phrase_is_irrelevant_only_as_a_whole() -> None:
    assert irrelevant_tokens([TEXT], ["corvane road"]) == ((6, 7),)


def test_indices_are_taken_as_they_are_and_sorted() -> None:
    assert irrelevant_tokens([TEXT, "fine"], [[3, 0], []]) == ((0, 3), ())


def test_a_span_takes_every_token_that_it_touches() -> None:
    start = TEXT.index("Corvane")
    assert irrelevant_tokens([TEXT], [[(start + 2, start + 7)]]) == ((3,),)
    assert irrelevant_tokens([TEXT], [[(0, 8)]]) == ((0, 1),)


@pytest.mark.parametrize(
    "irrelevant",
    [
        "Corvane",
        [[99]],
        [[-1]],
        [[(5, 2)]],
        [[(0, 999)]],
        [[]] * 3,
        [3],
        ["Corvane", " "],
        [["Corvane"]],
        [[1.5, "x"]],
    ],
)
def test_what_does_not_fit_the_texts_is_refused_with_what_would(irrelevant: Any) -> None:
    with pytest.raises(rrr.AnnotationError, match=r"Pass words|blank"):
        irrelevant_tokens([TEXT], irrelevant)


def test_one_text_instead_of_several_is_refused() -> None:
    with pytest.raises(rrr.DataError, match="list of texts"):
        irrelevant_tokens(TEXT, {"Corvane"})
