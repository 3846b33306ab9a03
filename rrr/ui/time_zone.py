"""The time zone in which moments are shown."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import streamlit as st


def time_zone() -> ZoneInfo:
    """The one of the browser; UTC where it tells none."""
    return ZoneInfo(st.context.timezone or "UTC")
