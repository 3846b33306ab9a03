"""How the app is served: at which names, to which pages, and how it ends."""

from __future__ import annotations

import asyncio
import signal
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import FrameType
from urllib.parse import urlsplit

import uvicorn
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

from rrr.settings import Settings
from rrr.ui.reach import OnlyThroughTheProxy
from rrr.ui.return_after_sign_in import ReturnAfterSignIn
from rrr.ui.sign_in import PROXY_CLAIM
from rrr.ui.status_routes import OPEN_TO_ALL_NAMES, MetricsForThisMachine


class OwnHostNames(TrustedHostMiddleware):
    """Answers requests under this server's own names only, but for whether it is well."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] in OPEN_TO_ALL_NAMES:
            await self.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


class NoForeignPages:
    """Lets no page of another origin begin a session, nor show this one in a frame, where it could
    have its buttons pressed unseen.

    Streamlit itself lets in whatever runs on this machine, at any port.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = "frame-ancestors 'self'"
                headers["X-Frame-Options"] = "SAMEORIGIN"  # for older browsers
                headers["X-Content-Type-Options"] = "nosniff"
            await send(message)

        if scope["type"] == "websocket" and _is_foreign(Headers(scope=scope)):
            await send({"type": "websocket.close", "code": 1008})
        else:
            await self._app(scope, receive, send_on)


def _is_foreign(headers: Headers) -> bool:
    origin = headers.get("origin")
    if origin is None:  # no browser
        return False
    allowed = config.get_option("server.corsAllowedOrigins")
    return urlsplit(origin).netloc != headers.get("host") and origin not in allowed


def guards() -> list[Middleware]:
    """What every request has to pass.

    Streamlit compares `server.allowedHosts` only where a session begins. A page of another host
    name that has been made to lead here (DNS rebinding) is to get nothing else either.
    """
    allowed = config.get_option("server.allowedHosts")
    hosts = [f"[{host}]" if ":" in host else host for host in allowed] or ["*"]
    header = Settings.from_environment().trusted_header
    if header is not None:
        config.set_option("server.trustedUserHeaders", {header: PROXY_CLAIM})
    through_proxy = [Middleware(OnlyThroughTheProxy, header=header)] if header else []
    return [
        Middleware(OwnHostNames, allowed_hosts=hosts, www_redirect=False),
        Middleware(NoForeignPages),
        *through_proxy,
        Middleware(MetricsForThisMachine),
        Middleware(ReturnAfterSignIn),
    ]


@asynccontextmanager
async def begin_and_end(_app: object) -> AsyncIterator[None]:
    """Open a browser where there is a screen, and end tidily however the end is asked for."""
    if not config.get_option("server.headless"):
        address = config.get_option("server.address") or "localhost"
        url = f"http://{address}:{config.get_option('server.port')}"
        asyncio.get_running_loop().run_in_executor(None, webbrowser.open, url)
    server = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
    if isinstance(server, uvicorn.Server):
        _end_tidily(server)
    yield


def _end_tidily(server: uvicorn.Server) -> None:
    """Let Python end by itself when the server has, so that trainings stop and the database closes.

    The server would have the signal that ended it do its usual work, which is to kill.
    """

    def end(number: int, frame: FrameType | None) -> None:
        if server.should_exit:  # asked again: do not wait for open tabs
            server.force_exit = True
        server.should_exit = True

    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:  # as by “nohup”
            signal.signal(number, end)
