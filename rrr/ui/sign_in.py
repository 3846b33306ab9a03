"""Who has signed in: through an OpenID provider, or at a proxy that stands before the app.

Streamlit keeps what the provider said in a signed cookie, and reads it when a tab connects. With a
proxy it reads the header that the proxy sets (`server.trustedUserHeaders`). Either way a tab that
reconnects as somebody else gets a new session.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, Literal

import streamlit as st
from streamlit.auth_util import get_secrets_auth_section

from rrr.records import Person
from rrr.services.people.naming import address_key
from rrr.settings import Settings

Way = Literal["provider", "proxy"]

PROXY_CLAIM = "signed in by the proxy"
"""Under which Streamlit keeps the header's value."""

SECONDS_SIGNED_IN = 30 * 24 * 3600
"""How long a sign-in counts, by the time at which the provider confirmed it."""


def way_of_signing_in(settings: Settings) -> Way | None:
    """How people sign in here; None if they do not, and are believed when they give a name."""
    if settings.trusted_header is not None:
        return "proxy"
    return "provider" if get_secrets_auth_section() else None


def signed_in_person(way: Way) -> Person | None:
    """Who has signed in, in this tab; None if nobody has, or too long ago."""
    claims = st.user.to_dict()
    return person_of_proxy(claims) if way == "proxy" else person_of_provider(claims, time.time())


def person_of_provider(claims: Mapping[str, Any], seconds: float) -> Person | None:
    """The person whom a provider's claims describe.

    The key is the address if the provider has verified it, else the provider's own name for them,
    which nobody else can get: with an unverified address anybody could pass for somebody else.

    Args:
        claims: of the ID token.
        seconds: seconds since 1970.
    """
    issued = claims.get("iat")
    if not claims.get("is_logged_in") or not isinstance(issued, int | float):
        return None
    if seconds - issued > SECONDS_SIGNED_IN:
        return None
    address, subject, issuer = (claims.get(name) for name in ("email", "sub", "iss"))
    if address and claims.get("email_verified") is True:
        key = address_key(str(address))
    elif subject and issuer:
        key = f"{subject}@{issuer}"
    else:
        return None
    return Person(key, str(claims.get("name") or address or subject))


def person_of_proxy(claims: Mapping[str, Any]) -> Person | None:
    """The person whom the proxy's header names."""
    key = address_key(str(claims.get(PROXY_CLAIM) or ""))
    return Person(key, key) if key else None


def sign_in_page() -> None:
    """What stands in place of the app until somebody has signed in."""
    _, middle, _ = st.columns([1, 2, 1])
    with middle:
        st.title("Right Reasons")
        st.markdown("Sign in to work here.")
        for name in _providers():
            label = "Sign in" if name is None else f"Sign in with {name.capitalize()}"
            st.button(
                label,
                type="primary",
                icon=":material/login:",
                key=f"sign in {name}",
                on_click=st.login,
                args=() if name is None else (name,),
            )


def sign_out_button(way: Way) -> None:
    """In the sidebar; nothing where the proxy signs people in and out."""
    if way == "provider":
        st.button("Sign out", key="sign out", type="tertiary", on_click=st.logout)


def _providers() -> list[str | None]:
    """The providers' names; None for the one that needs no name."""
    section = get_secrets_auth_section().to_dict()
    if "client_id" in section:
        return [None]
    return [name for name, value in section.items() if isinstance(value, dict)]
