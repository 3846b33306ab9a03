"""The last line of defence: what to say of an error that nobody expected, without the data in it.

An exception's own message may quote what was to be stored or read, that is, people's texts. So only
its kind is told, and for the log the lines of the program it went through.
"""

from __future__ import annotations

import errno
import traceback


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
