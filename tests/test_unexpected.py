from __future__ import annotations

import errno
import io
import logging
from collections.abc import Iterator

import pytest

from rrr.unexpected import is_own_fault, keep_texts_out_of_logs, sentence_for, way_of

SECRET = "a sentence of somebody's"


@pytest.fixture
def texts_kept_out() -> Iterator[None]:
    usual = logging.getLogRecordFactory()
    keep_texts_out_of_logs()
    keep_texts_out_of_logs()  # as every rerun of the app does
    yield
    logging.setLogRecordFactory(usual)


def raised(error: Exception) -> Exception:
    try:
        raise error
    except Exception as caught:
        return caught


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(errno.ENOSPC, "No space left on device", SECRET), "The disk is full"),
        (PermissionError(errno.EACCES, "Permission denied", "x.csv"), "at x.csv (Permission"),
        (UnicodeEncodeError("utf-8", f"{SECRET}\ud800", 24, 25, "surrogates"), "not valid Unicode"),
        (MemoryError(SECRET), "not enough memory"),
        (KeyError(SECRET), "an error of Right Reasons itself (KeyError)"),
    ],
)
def test_what_is_said_of_an_error_says_what_to_do_and_quotes_no_text(
    error: Exception, sentence: str
) -> None:
    told = sentence_for(raised(error))
    assert sentence in told
    assert SECRET not in told + way_of(raised(error))
    assert is_own_fault(error) == isinstance(error, KeyError)


def test_the_way_of_an_error_leads_to_where_it_was_raised() -> None:
    way = way_of(raised(KeyError(SECRET)))
    assert "in raised" in way
    assert way.endswith("KeyError")


def test_no_text_of_an_exception_comes_into_a_log(texts_kept_out: None) -> None:
    stream = io.StringIO()
    log = logging.getLogger("test of texts in logs")
    log.addHandler(logging.StreamHandler(stream))
    try:
        raise ValueError(SECRET)
    except ValueError:
        log.exception("It went wrong")
    assert "It went wrong" in stream.getvalue()
    assert "ValueError" in stream.getvalue()
    assert SECRET not in stream.getvalue()
