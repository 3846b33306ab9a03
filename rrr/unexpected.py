"""The last line of defence: what to say of an error that nobody expected, without the data in it.

An exception's own message may quote what was to be stored or read, that is, people's texts. So only
its kind is told, and for the log the lines of the program it went through.
"""

from __future__ import annotations

import errno
import logging
import traceback
from typing import Any


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


def keep_texts_out_of_logs() -> None:
    """From now on log records of this process tell of an exception its way and kind only."""
    make = logging.getLogRecordFactory()
    if getattr(make, "keeps_texts_out", False):
        return

    def without_texts(*args: Any, **options: Any) -> logging.LogRecord:
        record = make(*args, **options)
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = way_of(record.exc_info[1])  # formatters take what is there
        return record

    without_texts.keeps_texts_out = True  # type: ignore[attr-defined]
    logging.setLogRecordFactory(without_texts)
