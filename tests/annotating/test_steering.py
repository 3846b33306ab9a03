from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrr.annotating.steering import LEAST_SENTENCES, steering
from rrr.records import Annotation, Exposure


def answer(
    marked: tuple[int, ...], pointed: tuple[int, ...] | None, *, blind: bool = False
) -> Annotation:
    exposure = None if pointed is None else Exposure(1, blind, pointed)
    return Annotation(1, "me", "marked", marked, (), 1, datetime.now(UTC), exposure=exposure)


def test_shares_by_hand() -> None:
    found = steering(
        [
            answer((1, 2), (2,)),
            answer((3,), (3, 4)),
            answer((5,), (6,), blind=True),
            answer((), (6,)),  # nothing struck by hand
            answer((1,), None),  # nothing to be seen
        ]
    )
    assert (found.shown_sentences, found.blind_sentences) == (2, 1)
    assert (found.shown_share, found.blind_share) == (0.75, 0.0)
    assert (found.low, found.high) == (None, None)


def test_without_answers_there_is_nothing_to_tell() -> None:
    found = steering([])
    assert (found.shown_share, found.blind_share, found.low) == (None, None, None)


@pytest.mark.parametrize("missing", [0, 1])
def test_too_few_control_sentences_tell_nothing(missing: int) -> None:
    shown = [answer((1,), (1,))] * 300
    blind = [answer((1,), (2,), blind=True)] * (LEAST_SENTENCES - missing)
    assert (steering(shown + blind).low is None) == bool(missing)


def test_people_who_strike_what_they_are_shown_are_found_out() -> None:
    steered = [answer((1,), (1,))] * 270 + [answer((1,), (2,), blind=True)] * 30
    found = steering(steered)
    assert found.low is not None
    assert found.low > 0.8


def test_people_who_strike_the_same_either_way_are_not() -> None:
    half = [((1,), (1,)), ((1,), (2,))]
    answers = [answer(*each) for each in half * 135]
    answers += [answer(*each, blind=True) for each in half * 15]
    found = steering(answers)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0 < found.high


@given(st.lists(st.tuples(st.sets(st.integers(0, 5)), st.sets(st.integers(0, 5)), st.booleans())))
def test_shares_stay_shares_and_the_interval_holds_their_difference(
    given_answers: list[tuple[set[int], set[int], bool]],
) -> None:
    found = steering(
        answer(tuple(sorted(marked)), tuple(pointed), blind=blind)
        for marked, pointed, blind in given_answers * 10
    )
    for share in (found.shown_share, found.blind_share):
        assert share is None or 0 <= share <= 1
    if found.low is not None and found.high is not None:
        assert found.shown_share is not None
        assert found.blind_share is not None
        assert found.low <= found.shown_share - found.blind_share <= found.high
