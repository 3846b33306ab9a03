"""A value of somebody else's JSON is what it should be, or is refused."""

from datetime import UTC, datetime

import pytest

from rrr.formats.json_values import moment_of, text_of


def test_a_text_stays_as_it_is():
    assert text_of("süß 🍬") == "süß 🍬"


@pytest.mark.parametrize("value", [None, 1, ["a"], {"a": 1}, b"a", "half \ud83c of a pair"])
def test_what_cannot_be_stored_as_a_text_is_refused(value):
    with pytest.raises(ValueError, match=r"no text|surrogates"):
        text_of(value)


def test_a_moment_is_told_in_utc():
    moment = moment_of("2026-03-01T12:30:00+02:00")
    assert moment == datetime(2026, 3, 1, 10, 30, tzinfo=UTC)
    assert moment.tzinfo is UTC


@pytest.mark.parametrize("value", [None, 1, "", "yesterday", ["2026-03-01"]])
def test_what_is_no_moment_is_refused(value):
    with pytest.raises((ValueError, TypeError)):
        moment_of(value)
