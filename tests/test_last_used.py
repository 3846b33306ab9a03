"""The values used last are kept, and each is made only once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from rrr.last_used import LastUsed


def test_the_one_not_used_for_longest_is_forgotten() -> None:
    kept: LastUsed[str, int] = LastUsed(2)
    kept.put("a", 1)
    kept.put("b", 2)
    assert kept.get("a") == 1  # used again
    kept.put("c", 3)
    assert [kept.get(key) for key in "abc"] == [1, None, 3]


def test_another_value_takes_the_place_of_the_first() -> None:
    kept: LastUsed[str, int] = LastUsed(2)
    for value in range(5):
        assert kept.put("a", value) == value
    kept.put("b", 7)
    assert (kept.get("a"), kept.get("b")) == (4, 7)


def test_what_is_kept_is_not_made_again() -> None:
    kept: LastUsed[str, list[int]] = LastUsed(2)
    first = kept.get_or_make("a", list)
    assert first == []  # an empty value is one, too
    assert kept.get_or_make("a", list) is first


def test_threads_that_ask_at_once_get_the_one_that_was_made() -> None:
    kept: LastUsed[str, object] = LastUsed(2)
    everybody = threading.Barrier(4)

    def ask() -> object:
        everybody.wait(5)
        return kept.get_or_make("a", object)

    with ThreadPoolExecutor(4) as pool:
        got = [future.result() for future in [pool.submit(ask) for _ in range(4)]]
    assert len(set(got)) == 1


def test_what_is_there_can_be_had_while_another_is_made() -> None:
    kept: LastUsed[str, int] = LastUsed(2)
    kept.put("a", 1)
    begun, go_on = threading.Event(), threading.Event()

    def make() -> int:
        begun.set()
        assert go_on.wait(5)
        return 2

    with ThreadPoolExecutor(1) as pool:
        made = pool.submit(kept.get_or_make, "b", make)
        assert begun.wait(5)
        assert kept.get_or_make("a", int) == 1
        assert kept.get("b") is None
        go_on.set()
        assert made.result(5) == 2


def test_what_could_not_be_made_is_tried_again() -> None:
    kept: LastUsed[str, float] = LastUsed(2)
    with pytest.raises(ZeroDivisionError):
        kept.get_or_make("a", lambda: 1 / 0)
    assert kept.get_or_make("a", lambda: 1 / 2) == 0.5
