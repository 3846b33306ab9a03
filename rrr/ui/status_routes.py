"""What machines ask the app: whether it lives, whether it can serve people, and how much it does.

None of it holds a text, a name or a path. `/healthz` and `/readyz` answer anybody who can reach the
port, under any host name: a load balancer asks by address and cannot sign in. `/metrics` answers
programs on this machine only, unless `RRR_METRICS=1`.
"""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping
from importlib.metadata import version

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.registry import Collector
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.runtime import Runtime, exists
from streamlit.runtime.stats import ACTIVE_SESSIONS_FAMILY, GaugeStat

from rrr import __version__
from rrr.errors import ConfigError
from rrr.records import RUN_STATUSES
from rrr.services.readiness import OK, Readiness, ReadinessCheck
from rrr.settings import Settings
from rrr.ui.loopback import is_loopback

HEALTH, READINESS, METRICS = "/healthz", "/readyz", "/metrics"
OPEN_TO_ALL_NAMES = frozenset({HEALTH, READINESS})
SECONDS_TO_ANSWER = 1.0

_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")
_NOT_KEPT = {"Cache-Control": "no-store"}
_REFUSED = (
    "Metrics are given to programs on this machine only. To give them to others, set RRR_METRICS=1 "
    "and let nobody but your Prometheus reach this address (docs/server.md).\n"
)


def status_routes() -> list[Route]:
    check = ReadinessCheck()

    async def health(_request: Request) -> Response:
        return PlainTextResponse("ok\n", headers=_NOT_KEPT)

    async def readiness(_request: Request) -> Response:
        readiness_now = await run_in_threadpool(check.look, SECONDS_TO_ANSWER)
        parts = {
            "database": readiness_now.database,
            "disk": readiness_now.disk,
            "worker": readiness_now.worker,
        }
        return JSONResponse(parts, 200 if readiness_now.is_ready else 503, headers=_NOT_KEPT)

    async def metrics(_request: Request) -> Response:
        readiness_now = await run_in_threadpool(check.look, SECONDS_TO_ANSWER)
        text = await run_in_threadpool(_in_prometheus_format, readiness_now)
        return Response(text, media_type=CONTENT_TYPE_LATEST, headers=_NOT_KEPT)

    routes = ((HEALTH, health), (READINESS, readiness), (METRICS, metrics))
    return [Route(path, endpoint, methods=["GET"]) for path, endpoint in routes]


class MetricsForThisMachine:
    """Refuses metrics, Streamlit's own included, to whoever may not have them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asks = scope["type"] == "http" and scope["path"].rstrip("/").endswith("metrics")
        if asks and not _may_read_metrics(Request(scope)):
            refusal = PlainTextResponse(_REFUSED, 403, headers=_NOT_KEPT)
            await refusal(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _may_read_metrics(request: Request) -> bool:
    """Whether a program on this machine asks, or everybody may. Behind a reverse proxy on this
    machine everybody seems to be here; a proxy names another host, or adds whom it speaks for."""
    try:
        if Settings.from_environment().metrics_for_all:
            return True
    except ConfigError:
        return False
    client = request.client.host if request.client else None
    is_forwarded = any(name in request.headers for name in _FORWARDED)
    return is_loopback(client) and is_loopback(request.url.hostname) and not is_forwarded


def _in_prometheus_format(readiness: Readiness) -> bytes:
    state = CollectorRegistry()
    state.register(_State(readiness))
    return generate_latest(REGISTRY) + generate_latest(state)


class _State(Collector):
    """What is so at this moment, read when it is asked for."""

    def __init__(self, readiness: Readiness) -> None:
        self._now = readiness

    def collect(self) -> Iterable[GaugeMetricFamily | InfoMetricFamily]:
        readiness = self._now
        yield GaugeMetricFamily(
            "rrr_ready",
            "1 if database, disk and worker are as they should be.",
            int(readiness.is_ready),
        )
        yield GaugeMetricFamily("rrr_sessions", "Open tabs.", _open_tabs())
        if readiness.database == OK:
            runs = GaugeMetricFamily(
                "rrr_runs", "Trainings in the workspace, by status.", labels=["status"]
            )
            for status in RUN_STATUSES:
                runs.add_metric([status], readiness.runs.get(status, 0))
            yield runs
        yield InfoMetricFamily("rrr_build", "Versions.", value=dict(_versions()))


def _open_tabs() -> int:
    if not exists():
        return 0
    stats = Runtime.instance().stats_mgr.get_stats(family_names=[ACTIVE_SESSIONS_FAMILY])
    return sum(stat.value for stat in stats[ACTIVE_SESSIONS_FAMILY] if isinstance(stat, GaugeStat))


def _versions() -> Mapping[str, str]:
    packages = {name: version(name) for name in ("streamlit", "tensorflow")}
    return {"version": __version__, "python": platform.python_version(), **packages}
