"""What is said of a project's file that is not as it should be."""

from __future__ import annotations

from rrr.errors import DataError


def broken(called: str, what: str) -> DataError:
    """A file in the archive does not fit; `what` says why, in few words."""
    return DataError(
        f"{called} is not as a project's file has it ({what}). Nothing was imported. Export the "
        "project anew."
    )


def too_large(called: str) -> DataError:
    """A file in the archive is larger than any that is written."""
    return DataError(
        f"{called} unpacks to more than a project's file holds. Nothing was imported. Take another "
        "copy of the file."
    )
