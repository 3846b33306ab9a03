from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import rrr
from rrr.library.irrelevant import as_told, irrelevant_shares, irrelevant_tokens

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


def test_where_people_differ_a_token_is_irrelevant_from_one_half_on() -> None:
    given = [{0: 0.25, 3: 0.5, 6: 1, 1: 0.0}, {}]
    assert irrelevant_tokens([TEXT, "fine"], given) == ((3, 6), ())
    assert irrelevant_shares([TEXT, "fine"], given) == (((0, 0.25), (3, 0.5)), ())
    assert irrelevant_shares([TEXT], [{3: 1.0}]) == irrelevant_shares([TEXT], {"Corvane"}) == ()


@pytest.mark.parametrize("given", [{3: 1.5}, {3: "x"}, {3: float("nan")}, {99: 0.2}, {"a": 0.2}])
def test_shares_that_do_not_fit_are_refused(given: Any) -> None:
    with pytest.raises(rrr.AnnotationError, match=r"\{2: 0.5\}"):
        irrelevant_tokens([TEXT], [given])


def test_one_text_instead_of_several_is_refused() -> None:
    with pytest.raises(rrr.DataError, match="list of texts"):
        irrelevant_tokens(TEXT, {"Corvane"})


@pytest.mark.parametrize(
    "named", [[False, True], [1.0, 0.0], [np.bool_(True)], np.array([0.0, 1.0]), [(0.0, 4.0)]]
)
def test_masks_and_fractions_are_no_places(named: Any) -> None:
    with pytest.raises(rrr.AnnotationError, match="indices of its tokens"):
        irrelevant_tokens([TEXT], [named])


def test_numpys_numbers_are_places() -> None:
    assert irrelevant_tokens([TEXT], [np.array([3, 0])]) == ((0, 3),)
    assert irrelevant_tokens([TEXT], [{np.int64(3): 0.5}]) == ((3,),)


def test_an_iterator_of_words_counts_wherever_it_is_looked_at() -> None:
    given = as_told(iter(["corvane"]))
    assert irrelevant_tokens([TEXT], given) == irrelevant_tokens([TEXT], given) == ((3, 6),)
