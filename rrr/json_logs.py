"""Logs for machines: one JSON object per line, without a text of anybody's."""

from __future__ import annotations

import json
import logging
import sys
import threading
from datetime import UTC, datetime
from types import TracebackType

from rrr.unexpected import keep_texts_out_of_logs, own_frames

_log = logging.getLogger("rrr")


class JsonFormatter(logging.Formatter):
    """Keys: time (UTC), level, logger, message; of an exception also error (its class) and frames
    (where in our own files it went through). An exception's own message is left out."""

    def format(self, record: logging.LogRecord) -> str:
        try:
            message = record.getMessage()
        except (TypeError, ValueError):  # arguments that do not fit
            message = str(record.msg)
        entry: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": message,
        }
        if record.exc_info and record.exc_info[1] is not None:
            entry["error"] = type(record.exc_info[1]).__name__
            entry["frames"] = own_frames(record.exc_info[1])
        return json.dumps(entry)  # ASCII: no character of a text can end the line


def log_as_json() -> None:
    """From now on everything that is logged goes to the error stream as JSON, uncaught exceptions
    and warnings included."""
    keep_texts_out_of_logs()
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter())
    logging.getLogger().handlers[:] = [handler]
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # a report about a record that cannot be written quotes it
    sys.excepthook = _uncaught
    threading.excepthook = lambda caught: _uncaught(
        caught.exc_type, caught.exc_value, caught.exc_traceback
    )


def _uncaught(
    kind: type[BaseException], error: BaseException | None, _trace: TracebackType | None
) -> None:
    if not issubclass(kind, SystemExit | KeyboardInterrupt):
        _log.critical("An exception was not caught", exc_info=error)
