"""Results come in order while the next call is at work, and errors where they are due."""

import time
from threading import Barrier, Event, current_thread

import pytest

from rrr.learning.ahead import ahead


def test_results_come_in_order():
    assert list(ahead((lambda n=n: n * n) for n in range(7))) == [n * n for n in range(7)]
    assert list(ahead(iter(()))) == []


def test_two_calls_are_at_work_at_a_time():
    both = Barrier(2, timeout=10)  # breaks where one comes alone
    assert len(list(ahead([both.wait, both.wait, both.wait, both.wait]))) == 4


def test_calls_are_made_no_further_than_needed():
    made = []

    def calls():
        for n in range(10):
            made.append(n)
            yield lambda: current_thread().name

    results = ahead(calls())
    assert next(results) == "ahead"
    assert made == [0, 1]


def test_an_error_is_raised_where_its_result_is_due():
    results = ahead([lambda: 1, lambda: 1 // 0, lambda: 3])
    assert next(results) == 1
    with pytest.raises(ZeroDivisionError):
        next(results)


def test_nothing_goes_on_once_the_results_are_given_up():
    begun, over = Event(), Event()

    def slow():
        begun.wait(10)
        time.sleep(0.05)
        over.set()

    results = ahead([lambda: 1, slow])
    next(results)
    begun.set()
    results.close()
    assert over.is_set()
