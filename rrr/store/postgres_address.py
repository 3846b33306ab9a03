"""Where the PostgreSQL server is, as `RRR_DATABASE_URL` says it."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError

from rrr.errors import ConfigError
from rrr.store.database import BUSY_SECONDS

APPLICATION = "right-reasons"
"""What the server's list of connections calls this program."""

_CONNECT_SECONDS = 10


def address_of(url: str) -> sa.URL:
    """The address with all that our connections need.

    Raises:
        ConfigError: if it is no address.
    """
    try:
        address = sa.make_url(url)
    except (ArgumentError, ValueError):
        raise ConfigError(
            "RRR_DATABASE_URL is not an address. Expected "
            "postgresql://USER:PASSWORD@HOST/DATABASE, with %40 for an @ in the "
            "password. Unset it to keep the work in a file."
        ) from None
    options = address.query.get("options", "")
    words = [
        f"-clock_timeout={int(BUSY_SECONDS * 1000)}",
        "-ctimezone=UTC",
        *([options] if isinstance(options, str) else options),
        # Whatever the server's default: an answer that is called saved has to be on its disk.
        "-csynchronous_commit=on",
    ]
    # A server that is gone without a word is noticed within half a minute.
    alive = {"keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "3"}
    usual = {"connect_timeout": str(_CONNECT_SECONDS), **alive, "application_name": APPLICATION}
    return address.set(
        drivername="postgresql+psycopg",
        query={**usual, **address.query, "options": " ".join(filter(None, words))},
    )


def shown(address: sa.URL) -> str:
    """What messages call it: no password, and nothing of the query, which may hold one."""
    return sa.URL.create(
        "postgresql", address.username, None, address.host, address.port, address.database
    ).render_as_string()
