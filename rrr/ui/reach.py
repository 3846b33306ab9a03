"""Who can reach the app without having signed in: nobody but whoever sits at this machine."""

from __future__ import annotations

import logging
import os
import sys
from typing import NoReturn

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import config
from streamlit.auth_util import is_authlib_installed

from rrr.errors import ConfigError
from rrr.settings import Settings
from rrr.ui.loopback import is_loopback
from rrr.ui.sign_in import way_of_signing_in
from rrr.ui.status_routes import METRICS, OPEN_TO_ALL_NAMES

OPEN_WITHOUT_SIGN_IN = OPEN_TO_ALL_NAMES | {METRICS, "/_stcore/health"}
"""Paths that answer without the proxy's header. `/metrics` has a guard of its own."""

_log = logging.getLogger(__name__)


class OnlyThroughTheProxy:
    """Answers only what the proxy has let through: with the header that names who signed in.

    Whether the app is well, anybody may ask.
    """

    def __init__(self, app: ASGIApp, header: str) -> None:
        self._app, self._header = app, header

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asks = scope["type"] in ("http", "websocket")
        named = [
            name for name in (Headers(scope=scope).getlist(self._header) if asks else []) if name
        ]
        if not asks or len(named) == 1 or scope["path"] in OPEN_WITHOUT_SIGN_IN:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            refused = PlainTextResponse(_WITHOUT_PROXY.format(self._header), 403)
            await refused(scope, receive, send)


_WITHOUT_PROXY = """\
This address can only be reached through the proxy that signs people in. The request has to name in
its header {} who that is, once.
"""


def refuse_to_serve_openly() -> None:
    """End the program where others could reach the app and nobody would have to sign in."""
    try:
        settings = Settings.from_environment()
    except ConfigError as error:
        _end_with(str(error))
    way = way_of_signing_in(settings)
    address = config.get_option("server.address")
    if way == "provider" and not is_authlib_installed():
        _end_with("""\
.streamlit/secrets.toml has an [auth] section, but what signing in needs is not installed.
Install it: pip install 'right-reasons[auth]'""")
    if way is None and not is_loopback(address):
        _end_with(f"""\
Right Reasons was asked to listen on {address or "all addresses"}, where others can reach it, but
nobody would have to sign in. Do one of these:
- Listen on this machine only: --server.address 127.0.0.1
- Let people sign in: an [auth] section in .streamlit/secrets.toml (docs/security.md)
- Put a proxy before it that signs people in, and name its header: RRR_TRUSTED_HEADER""")
    other_hosts = [
        host for host in config.get_option("server.allowedHosts") if not is_loopback(host)
    ]
    if way is None and other_hosts:
        _log.warning(
            "The app answers under the name %s, and nobody has to sign in: everybody who can reach "
            "it may work under any name. See docs/security.md.",
            ", ".join(other_hosts),
        )


def _end_with(reason: str) -> NoReturn:
    sys.stderr.write(f"Error: {reason}\n")
    sys.stderr.flush()
    os._exit(1)  # an exception would be told with a traceback
