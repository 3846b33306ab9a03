"""The last line of defence: what to say of an error that nobody expected, without the data in it.

An exception's own message may quote what was to be stored or read, that is, people's texts. So only
its kind is told, and for the log the lines of the program it went through. `rrr.json_logs` writes
the same as JSON.
"""

from __future__ import annotations

import errno
import logging
import traceback
from pathlib import Path
from typing import Any

from rrr.errors import RightReasonsError

_ROOT = Path(__file__).resolve().parent.parent
_OWN = ("rrr", "pages", "app.py")


def sentence_for(error: BaseException) -> str:
    """What happened and what to do, for the person in front of the screen."""
    match error:
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            return "The disk is full. Free some space, then try again."
        case OSError(strerror=str(reason)):
            place = f" at {error.filename}" if error.filename else ""
            return (
                f"The operating system refused{place} ({reason}). Check that the file or folder is "
                "there, and that you may use it."
            )
        case UnicodeError():
            return (
                "A name or a text is not valid Unicode, so it cannot be stored or searched for. "
                "Save the file with the encoding UTF-8, and use a UTF-8 terminal."
            )
        case MemoryError():
            return "There is not enough memory for this. Close other programs, or take fewer texts."
    return (
        f"This is an error of Right Reasons itself ({type(error).__name__}); nothing is wrong with "
        "what you did. Please report it with the lines that follow."
    )


def is_own_fault(error: BaseException) -> bool:
    """Whether the program is to blame, so that where it happened should be reported."""
    return not isinstance(error, OSError | UnicodeError | MemoryError)


def way_of(error: BaseException) -> str:
    """The lines of the program through which the error went, without any value."""
    frames = traceback.extract_tb(error.__traceback__)
    return "".join(traceback.format_list(frames)) + type(error).__name__


def own_frames(error: BaseException) -> list[str]:
    """Where in this program's own files the error went through, outermost first, for instance
    “rrr/store/sqlite_database.py:80 write”."""
    return [
        f"{path.relative_to(_ROOT).as_posix()}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
        if (path := Path(frame.filename)).is_relative_to(_ROOT)
        and path.relative_to(_ROOT).parts[0] in _OWN
    ]


def keep_texts_out_of_logs() -> None:
    """From now on log records of this process tell of an exception its way and kind only, also
    where it was to be part of the message. Errors with messages of our own are told whole."""
    make = logging.getLogRecordFactory()
    if getattr(make, "keeps_texts_out", False):
        return

    def without_texts(*args: Any, **options: Any) -> logging.LogRecord:
        record = make(*args, **options)
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = way_of(record.exc_info[1])  # formatters take what is there
        if isinstance(record.args, tuple):
            record.args = tuple(map(_loggable, record.args))
        return record

    without_texts.keeps_texts_out = True  # type: ignore[attr-defined]
    logging.setLogRecordFactory(without_texts)


def _loggable(argument: object) -> object:
    """What a log may say of an argument of a message."""
    if isinstance(argument, BaseException) and not isinstance(argument, RightReasonsError):
        return type(argument).__name__
    return argument
