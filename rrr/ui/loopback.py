"""Which addresses lead to this machine only."""

from __future__ import annotations

import ipaddress


def is_loopback(address: str | None) -> bool:
    """Whether an address or name leads to this machine and only from this machine."""
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False
