"""The server's log: plain, or as JSON if `RRR_LOG=json`; without a text of anybody's either way."""

from __future__ import annotations

import logging

import streamlit.logger

from rrr.errors import ConfigError
from rrr.json_logs import log_as_json
from rrr.settings import Settings
from rrr.unexpected import keep_texts_out_of_logs

_SILENT = "uvicorn.access"
"""One line per request, with its address; Streamlit leaves it out of its own log, too."""


def begin_log() -> None:
    """Set up the log of this process. A setting that cannot be used is told on the page."""
    keep_texts_out_of_logs()
    try:
        as_json = Settings.from_environment().log == "json"
    except ConfigError:
        return
    if as_json:
        log_as_json()
        # Streamlit gives each of its loggers, and Uvicorn's, a handler and a format of its own;
        # later ones get theirs by the same function.
        streamlit.logger.setup_formatter = _leave_to_root
        for logger in streamlit.logger._loggers.values():
            _leave_to_root(logger)


def _leave_to_root(logger: logging.Logger) -> None:
    logger.handlers.clear()
    logger.propagate = logger.name != _SILENT
