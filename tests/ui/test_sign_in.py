from __future__ import annotations

import time
from typing import Any

import pytest

from rrr.records import Person
from rrr.ui.loopback import is_loopback
from rrr.ui.sign_in import (
    PROXY_CLAIM,
    SECONDS_SIGNED_IN,
    person_of_provider,
    person_of_proxy,
)

NOW = time.time()
CLAIMS: dict[str, Any] = {
    "is_logged_in": True,
    "iat": NOW - 60,
    "sub": "42",
    "iss": "https://id.example.org",
    "email": "Ada@Example.org",
    "email_verified": True,
    "name": "Ada",
}


def test_a_verified_address_is_the_key_however_it_is_written() -> None:
    assert person_of_provider(CLAIMS, NOW) == Person("ada@example.org", "Ada")


@pytest.mark.parametrize("said", [False, None, "true", 1])
def test_an_address_that_is_not_verified_is_nobodys_key(said: object) -> None:
    person = person_of_provider({**CLAIMS, "email_verified": said}, NOW)
    assert person == Person("42@https://id.example.org", "Ada")


@pytest.mark.parametrize(
    "change",
    [
        {"is_logged_in": False},
        {"iat": None},
        {"iat": NOW - SECONDS_SIGNED_IN - 1},
        {"email": None, "sub": None},
        {"email_verified": False, "iss": ""},
    ],
)
def test_claims_that_name_nobody_or_are_too_old_sign_nobody_in(change: dict[str, Any]) -> None:
    assert person_of_provider({**CLAIMS, **change}, NOW) is None


def test_the_proxys_header_names_the_person() -> None:
    assert person_of_proxy({PROXY_CLAIM: " Ada@Example.org "}) == Person(
        "ada@example.org", "ada@example.org"
    )
    assert person_of_proxy({PROXY_CLAIM: None}) is None
    assert person_of_proxy({"email": "ada@example.org"}) is None


@pytest.mark.parametrize(
    ("address", "is_own"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("", False),
        (None, False),
        ("192.168.1.4", False),
        ("app.example.com", False),
    ],
)
def test_only_loopback_addresses_are_this_machine_alone(address: str | None, is_own: bool) -> None:
    assert is_loopback(address) is is_own
