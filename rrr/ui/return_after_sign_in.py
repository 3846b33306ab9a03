"""Leads whoever has signed in back to the page whose link they followed.

Streamlit leads everybody to the start. The address of the page comes with the request that begins
a sign-in, as its referrer, and waits in the browser for the request that ends it. It is only a page
of ours and numbers: nothing in it can lead anywhere else.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rrr.settings import APP

_BEGIN, _END, _START = "/auth/login", "/oauth2callback", "/"
_COOKIE = "rrr-return-to"
_SECONDS_TO_SIGN_IN = 3600

_PAGES = "|".join(sorted(path.stem for path in (APP / "pages").glob("*.py")))
_NUMBER = r"[a-z]+=[0-9]{1,15}"
_ADDRESS = re.compile(rf"/(?:{_PAGES})(?:\?{_NUMBER}(?:&{_NUMBER})*)?")
"""As `rrr.ui.address` writes it."""


class ReturnAfterSignIn:
    """Changes nothing but where a sign-in that has succeeded leads."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] not in (_BEGIN, _END):
            await self._app(scope, receive, send)
            return
        request = Request(scope)

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if scope["path"] == _BEGIN:
                    came_from = urlsplit(request.headers.get("referer", ""))
                    _keep(headers, own_address(f"{came_from.path}?{came_from.query}".rstrip("?")))
                elif "code" in request.query_params and headers.get("location") == _START:
                    headers["location"] = own_address(request.cookies.get(_COOKIE, "")) or _START
                    _keep(headers, None)
            await send(message)

        await self._app(scope, receive, send_on)


def own_address(address: str) -> str | None:
    """The address if it is that of one of our pages, with numbers at most; else None."""
    return address if _ADDRESS.fullmatch(address) else None


def _keep(headers: MutableHeaders, address: str | None) -> None:
    """Have the browser give the address back where the sign-in ends; None to forget it."""
    age = 0 if address is None else _SECONDS_TO_SIGN_IN
    place = f"Max-Age={age}; Path={_END}; HttpOnly; SameSite=Lax"
    headers.append("Set-Cookie", f"{_COOKIE}={address or ''}; {place}")
