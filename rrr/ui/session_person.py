"""Who works in this tab, and on what their rights rest."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from urllib.parse import quote, unquote

import streamlit as st

from rrr.errors import DataError, NotAllowed
from rrr.records import Authority, Person
from rrr.services.people import naming
from rrr.services.workspace import Workspace
from rrr.settings import Settings
from rrr.ui.sign_in import signed_in_person, way_of_signing_in

_PERSON = "who works in this tab"
_REMEMBERED = "the person whose name was kept"
_IS_ASKED = "whether to ask who works in this tab"
_SECONDS_REMEMBERED = 365 * 24 * 3600


def present_person(opened: Workspace) -> tuple[Person | None, Authority]:
    """The person, and the authority of all they do; None until they have given a name or signed
    in."""
    settings = opened.settings
    way = way_of_signing_in(settings)
    if way is not None:
        signed_in = signed_in_person(way)
        if signed_in is not None and st.session_state.get(_REMEMBERED) != signed_in:
            naming.remember(opened, signed_in)
            st.session_state[_REMEMBERED] = signed_in
        return signed_in, "confirmed"
    if settings.is_named:
        return Person.named(settings.annotator), "named"
    if _PERSON not in st.session_state:
        cookie = st.context.cookies.get(_cookie_name(settings))
        with suppress(DataError):  # what stands there is no name
            st.session_state[_PERSON] = naming.by_name(opened, unquote(cookie or ""))
    return st.session_state.get(_PERSON), "named"


def view_of(opened: Workspace) -> Workspace:
    """The workspace, acting for the person in this tab. Until they have given a name, they are the
    one that the settings name.

    Raises:
        NotAllowed: if people sign in here and this one has not, or not any more.
    """
    person, authority = present_person(opened)
    if person is None and authority == "confirmed":
        raise NotAllowed("You are not signed in any more. Reload the page and sign in.")
    return opened.acting_as(person or Person.named(opened.settings.annotator), authority)


def is_signed_out(opened: Workspace) -> bool:
    """Whether people sign in here and this one has not."""
    person, authority = present_person(opened)
    return person is None and authority == "confirmed"


def is_asked(opened: Workspace) -> bool:
    """Whether a page has to ask for a name before anything is stored by hand."""
    person, authority = present_person(opened)
    return authority == "named" and (person is None or _IS_ASKED in st.session_state)


def wants_change() -> bool:
    """Whether the person has asked to work under another name."""
    return _IS_ASKED in st.session_state


def ask_again() -> None:
    """Have the next page ask for a name."""
    st.session_state[_IS_ASKED] = True


def stay() -> None:
    """Go on under the name there is."""
    st.session_state.pop(_IS_ASKED, None)


def be(person: Person) -> None:
    """Work under this name from now on, in this tab, and in others once they are opened anew."""
    st.session_state[_PERSON] = person
    stay()


def keep_in_browser(settings: Settings) -> None:
    """Have the browser remember the name that was given in this tab; draws nothing to be seen.

    A cookie, so that the server knows it before it draws anything. It names somebody, as a label
    on a door does; it proves nothing.
    """
    person = st.session_state.get(_PERSON)
    if person is None or settings.is_named or way_of_signing_in(settings) is not None:
        return
    cookie = (
        f"{_cookie_name(settings)}={quote(person.key, safe='')}; path=/; "
        f"max-age={_SECONDS_REMEMBERED}; SameSite=Strict"
    )
    st.html(
        f"<script>document.cookie = {json.dumps(cookie)};</script>", unsafe_allow_javascript=True
    )


def _cookie_name(settings: Settings) -> str:
    """Of this workspace: another app at another port of this computer gets the same cookies."""
    folder = str(settings.workspace.resolve()).encode("utf-8", "surrogateescape")
    return f"rrr-person-{hashlib.sha256(folder).hexdigest()[:12]}"
