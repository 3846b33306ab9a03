"""Results come in order while the next call is at work, and errors where they are due."""

import subprocess
import sys
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
    assert next(results).startswith("ahead")
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


READS_TO_THE_END = """
import atexit, threading, time
from rrr.learning.ahead import ahead

stop = threading.Event()

def read():
    try:
        for _ in ahead(lambda: time.sleep(0.001) for _ in iter(stop.is_set, True)):
            pass
        print("asked to stop")
    except BaseException as error:
        print(repr(error))

reader = threading.Thread(target=read, daemon=True)

def end():  # as `rrr.services.background` ends, behind something that takes its time
    time.sleep(0.3)
    stop.set()
    reader.join(10)

atexit.register(end)
reader.start()
time.sleep(0.1)
"""


def test_who_reads_while_the_program_ends_goes_on_until_asked_to_stop():
    command = [sys.executable, "-c", READS_TO_THE_END]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "asked to stop\n"
